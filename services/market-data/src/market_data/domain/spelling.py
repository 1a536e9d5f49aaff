"""Guesses which word was meant by one that is misspelled."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

SPELLED_LEAST = 3
"""Shorter words are like too many others."""
LONG = 7
"""So long a word may have two mistakes in it."""


class _Step(NamedTuple):
    """``known`` begins a word, as the first ``read`` letters may mean; ``spared`` mistakes left."""

    known: str
    read: int
    spared: int


class Spelling:
    """The words that there are, letter by letter."""

    def __init__(self, words: Iterable[str]) -> None:
        following: defaultdict[str, set[str]] = defaultdict(set)
        for word in words:
            for place, letter in enumerate(word):
                following[word[:place]].add(letter)
        self._following = {known: "".join(sorted(some)) for known, some in following.items()}

    def near(self, word: str) -> frozenset[str]:
        """Beginnings of words that ``word`` may stand for.

        A mistake is a letter too many, one missing, a wrong one, or two that are swapped (Damerau's
        kinds). The first letter is taken for right unless that leads nowhere; of a long word with
        two mistakes the first two are.
        """
        if len(word) < SPELLED_LEAST:
            return frozenset()
        found = self._reach(word, 1, 1) or self._reach(word, 0, 1)
        if not found and len(word) >= LONG:
            found = self._reach(word, 2, 2)
        return frozenset(found)

    def _reach(self, word: str, right: int, spared: int) -> set[str]:
        """All that can be read into ``word`` whose first ``right`` letters are right."""
        found = set[str]()
        steps = [_Step(word[:right], right, spared)]
        while steps:
            step = steps.pop()
            if step.read == len(word):
                found.add(step.known)
            else:
                steps.extend(self._next(word, step))
        return found

    def _next(self, word: str, step: _Step) -> Iterator[_Step]:
        known, read, spared = step
        letter, following = word[read], self._following.get(known, "")
        if letter in following:
            yield _Step(known + letter, read + 1, spared)
        if not spared:
            return
        yield _Step(known, read + 1, spared - 1)
        for other in following.replace(letter, ""):
            yield _Step(known + other, read + 1, spared - 1)
            yield _Step(known + other, read, spared - 1)
        swapped = word[read : read + 2][::-1]
        if swapped[0] in following and letter in self._following.get(known + swapped[0], ""):
            yield _Step(known + swapped, read + len(swapped), spared - 1)
