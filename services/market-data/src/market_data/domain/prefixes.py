"""Finds numbers by how their texts begin."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, KeysView, Mapping, Sequence

SHORT = 2
"""Of beginnings of up to so many letters it is known beforehand what they lead to."""
_LAST = "\U0010ffff"
_NONE: KeysView[int] = dict[int, None]().keys()


class Prefixes:
    """Texts, and what each of them stands for. What is found is in ascending order."""

    def __init__(self, texts: Mapping[str, Collection[int]]) -> None:
        self._texts = {text: tuple(sorted(numbers)) for text, numbers in texts.items()}
        self._sorted = sorted(texts)
        short: defaultdict[str, set[int]] = defaultdict(set)
        for text, numbers in texts.items():
            for length in range(1, min(SHORT, len(text)) + 1):
                short[text[:length]].update(numbers)
        self._short = {beginning: _ordered(numbers) for beginning, numbers in short.items()}

    def whole(self, text: str) -> KeysView[int]:
        """What ``text`` stands for."""
        return dict.fromkeys(self._texts.get(text, ())).keys()

    def beginning(self, beginning: str) -> KeysView[int]:
        """What texts stand for that begin so; nothing begins with nothing."""
        if len(beginning) <= SHORT:
            return self._short.get(beginning, _NONE)
        return _ordered(self.beginning_with_any([beginning]))

    def beginning_with_any(self, beginnings: Iterable[str]) -> set[int]:
        """The same for several at once, in no order."""
        texts = self._texts
        return {
            number
            for beginning in beginnings
            for text in self._between(beginning)
            for number in texts[text]
        }

    def _between(self, beginning: str) -> Sequence[str]:
        first = bisect_left(self._sorted, beginning)
        return self._sorted[first : bisect_left(self._sorted, beginning + _LAST, first)]


def _ordered(numbers: Iterable[int]) -> KeysView[int]:
    return dict.fromkeys(sorted(numbers)).keys()
