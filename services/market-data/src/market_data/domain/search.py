"""Finds instruments by what somebody typed, also with a slip of the finger."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from enum import StrEnum
from itertools import islice
from typing import NamedTuple
from unicodedata import normalize

from market_data.domain.spelling import SPELLED_LEAST, Spelling
from vocabulary import Symbol

SHORT = 2
"""Of beginnings of up to so many letters it is known beforehand what they lead to."""
_FORMS = frozenset({"inc", "corp", "co", "ltd", "plc", "llc", "lp", "sa", "nv", "ag"})
_SAYS_NOTHING = _FORMS | {"the", "of", "and", "a", "in", "for", "to"}
_NOBODY: Set[int] = frozenset()
_LAST = "\U0010ffff"


class Match(StrEnum):
    """Why something was found, the best reason first."""

    SYMBOL = "symbol"
    """It is the symbol."""
    SYMBOL_PREFIX = "symbol_prefix"
    """The symbol begins with it."""
    NAME = "name"
    """All words are in the name."""
    NAME_PREFIX = "name_prefix"
    """Words in the name begin with all words."""
    SIMILAR = "similar"
    """Something like it is in the name."""


class Entry(NamedTuple):
    """Something to be found, and what it is called."""

    symbol: Symbol
    names: str


class Hit(NamedTuple):
    """Something that was found."""

    symbol: Symbol
    match: Match


class SearchIndex:
    """Everything that can be found. Of what matches equally well, earlier entries come first."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._symbols = [entry.symbol for entry in entries]
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        words: defaultdict[str, set[int]] = defaultdict(set)
        for number, entry in enumerate(entries):
            self._numbers[_letters(entry.symbol)].append(number)
            for word in _words(entry.names):
                words[word].add(number)
        self._keys = sorted(self._numbers)
        self._words = dict(words)
        self._sorted_words = sorted(words)
        self._short: defaultdict[str, set[int]] = defaultdict(set)
        for word, numbers in words.items():
            for length in range(1, SHORT + 1):
                self._short[word[:length]] |= numbers
        self._spelling = Spelling(words)
        self._symbol_spelling = Spelling(self._keys)

    def find(self, query: str, limit: int, among: Set[Symbol] | None = None) -> list[Hit]:
        """The best ``limit`` hits, of those ``among`` if that is said."""
        found: dict[int, Match] = {}
        for match, numbers in self._matches(query, found):
            for number in numbers:
                if among is None or self._symbols[number] in among:
                    found.setdefault(number, match)
            if len(found) >= limit:
                break
        return [Hit(self._symbols[number], match) for number, match in islice(found.items(), limit)]

    def _matches(
        self, query: str, found: dict[int, Match]
    ) -> Iterator[tuple[Match, Iterable[int]]]:
        """Worse and worse ones. Only who found nothing at all may have made a mistake."""
        key, words = _letters(query), _words(query)
        if key:
            yield Match.SYMBOL, self._numbers.get(key, ())
            yield Match.SYMBOL_PREFIX, self._with_symbol(key)
        if not words:
            return
        yield Match.NAME, sorted(_all([self._with_whole(word) for word in words]))
        yield Match.NAME_PREFIX, sorted(_all([self._with_word(word) for word in words]))
        if set(found.values()) <= {Match.SYMBOL_PREFIX}:
            yield Match.SIMILAR, self._like(words)
            yield Match.SIMILAR, self._like_symbol(key)

    def _with_symbol(self, key: str) -> list[int]:
        keys = _beginning_with(key, self._keys)
        return sorted(number for one in keys for number in self._numbers[one])

    def _with_whole(self, word: str) -> Set[int]:
        return self._words.get(word, _NOBODY)

    def _with_word(self, beginning: str) -> Set[int]:
        if len(beginning) <= SHORT:
            return self._short.get(beginning, _NOBODY)
        words = _beginning_with(beginning, self._sorted_words)
        return set[int]().union(*(self._words[word] for word in words))

    def _like(self, words: Sequence[str]) -> list[int]:
        """What matches most of the words; whole ones first.

        Words of a letter or two are like too many others, and there is room for thirty of them.
        """
        matched: Counter[int] = Counter()
        for word in dict.fromkeys(word for word in words if len(word) >= SPELLED_LEAST):
            numbers, whole = set(self._with_word(word)), set[int]()
            if not numbers:
                for spelled in self._spelling.near(word):
                    numbers |= self._with_word(spelled)
                    whole |= self._with_whole(spelled)
            matched.update(numbers)
            matched.update(whole)
        return sorted(matched, key=lambda number: (-matched[number], number))

    def _like_symbol(self, key: str) -> list[int]:
        near = self._symbol_spelling.near(key)
        return sorted(number for one in near for number in self._numbers.get(one, ()))


def _all(sets: Sequence[Set[int]]) -> Set[int]:
    smallest, *others = sorted(sets, key=len)
    return frozenset(smallest).intersection(*others)


def _beginning_with(beginning: str, texts: Sequence[str]) -> Sequence[str]:
    return texts[bisect_left(texts, beginning) : bisect_left(texts, beginning + _LAST)]


def _letters(symbol: str) -> str:
    """A symbol as it is compared: BRK.B, brk-b and BRK/B are the same."""
    return re.sub(r"[^A-Z0-9]", "", symbol.upper())


def _words(text: str) -> list[str]:
    """What is said, without accents, apostrophes and what every company is called."""
    plain = normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", "").replace(".", ""))
    return [word for word in words if word not in _SAYS_NOTHING] or words
