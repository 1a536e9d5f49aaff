"""Finds instruments by what somebody typed, also with a slip of the finger."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from enum import StrEnum
from heapq import merge
from itertools import pairwise
from typing import NamedTuple
from unicodedata import normalize

from market_data.domain.prefixes import Prefixes
from market_data.domain.spelling import SPELLED_LEAST, Spelling
from vocabulary import Symbol

WELL_KNOWN = 100
"""So many of the first entries everybody knows: whoever typed the symbol of one meant it."""
NAME_BEGINS = 2
"""So much closer is a name that begins with a word than one that only has the word in it."""
INITIALS = 2
"""Words of so many letters are often written as one with the next."""
_FORMS = frozenset({"inc", "corp", "co", "ltd", "plc", "llc", "lp", "sa", "nv", "ag"})
_SILENT = r"['.]|(?<=\w)&(?=\w)"
_SAYS_NOTHING = _FORMS | {"the", "of", "and", "a", "in", "for", "to"}


class Match(StrEnum):
    """Why something was found, the best reason first."""

    SYMBOL = "symbol"
    """It is the symbol."""
    FULL_NAME = "full_name"
    """It is the name."""
    BEGINNING = "beginning"
    """The symbol begins with it, or the name does."""
    NAME = "name"
    """All words are in the name."""
    NAME_PREFIX = "name_prefix"
    """Words in the name begin with all words, or it has them in it, written as one (SP500)."""
    SIMILAR = "similar"
    """Something like it is in the name."""


class Entry(NamedTuple):
    """Something to be found, and what it is called."""

    symbol: Symbol
    name: str
    other_name: str = ""


class Hit(NamedTuple):
    """Something that was found."""

    symbol: Symbol
    match: Match


class SearchIndex:
    """Everything that can be found.

    Of what matches equally well, earlier entries come first: they are taken to be better known.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._symbols = [entry.symbol for entry in entries]
        symbols, names, words, pairs = (defaultdict[str, set[int]](set) for _ in range(4))
        for number, entry in enumerate(entries):
            symbols[_letters(entry.symbol)].add(number)
            for said in filter(None, map(_words, (entry.name, entry.other_name))):
                names["".join(said)].add(number)
                for word in said:
                    words[word].add(number)
                for first, second in pairwise(said):
                    if len(first) <= INITIALS:
                        pairs[first + second].add(number)
        self._by_symbol, self._by_name = Prefixes(symbols), Prefixes(names)
        self._by_word, self._by_pair = Prefixes(words), Prefixes(pairs)
        self._spelling = Spelling(words)
        self._symbol_spelling = Spelling(symbols)

    def find(self, query: str, limit: int, among: Set[Symbol] | None = None) -> list[Hit]:
        """The best ``limit`` hits, of those ``among`` if that is said."""
        found: dict[int, Match] = {}
        for number, match in self._matches(query, found):
            if among is None or self._symbols[number] in among:
                found.setdefault(number, match)
                if len(found) == limit:
                    break
        return [Hit(self._symbols[number], match) for number, match in found.items()]

    def _matches(self, query: str, found: dict[int, Match]) -> Iterator[tuple[int, Match]]:
        """Worse and worse ones.

        Who ``found`` nothing may have made a mistake; who found nothing but symbols that few know
        may have made one as well, and have meant what everybody knows.
        """
        for match, numbers in self._exact(query):
            yield from ((number, match) for number in numbers)
        words = _words(query)
        if not found:
            yield from ((number, Match.SIMILAR) for number in self._similar(query, words))
        elif min(found) >= WELL_KNOWN and not self._named(words, found):
            similar = self._similar(query, words)
            yield from ((number, Match.SIMILAR) for number in similar if number < WELL_KNOWN)

    def _exact(self, query: str) -> Iterator[tuple[Match, Iterable[int]]]:
        """Matches of what was typed, as it was typed."""
        key, words = _letters(query), _words(query)
        name = "".join(words)
        yield Match.SYMBOL, self._by_symbol.whole(key)
        yield Match.FULL_NAME, self._by_name.whole(name)
        yield Match.BEGINNING, merge(self._by_symbol.beginning(key), self._by_name.beginning(name))
        if words:
            yield Match.NAME, _in_all([self._by_word.whole(word) for word in words])
            yield Match.NAME_PREFIX, _in_all([self._by_word.beginning(word) for word in words])
            yield Match.NAME_PREFIX, self._by_pair.beginning(name)

    def _named(self, words: Sequence[str], found: Mapping[int, Match]) -> bool:
        """Whether what was typed is in a name, and not in symbols only."""
        by_symbol = set(found.values()) <= {Match.SYMBOL, Match.BEGINNING}
        return not by_symbol or bool(self._by_name.beginning("".join(words)))

    def _similar(self, query: str, words: Sequence[str]) -> Iterator[int]:
        yield from self._like(words)
        yield from self._like_symbol(_letters(query))

    def _like(self, words: Sequence[str]) -> list[int]:
        """What matches most of the words; names that begin so first, and then whole words.

        Words of a letter or two are like too many others, and there is room for thirty of them.
        """
        matched: Counter[int] = Counter()
        close: Counter[int] = Counter()
        for word in dict.fromkeys(word for word in words if len(word) >= SPELLED_LEAST):
            if numbers := self._by_word.beginning(word):
                matched.update(numbers)
                continue
            near = self._spelling.near(word)
            matched.update(self._by_word.beginning_with_any(near))
            close.update({number for one in near for number in self._by_word.whole(one)})
            close.update(dict.fromkeys(self._by_name.beginning_with_any(near), NAME_BEGINS))
        return sorted(matched, key=lambda number: (-matched[number], -close[number], number))

    def _like_symbol(self, key: str) -> list[int]:
        near = self._symbol_spelling.near(key)
        return sorted(number for one in near for number in self._by_symbol.whole(one))


def _in_all(several: Sequence[Set[int]]) -> Iterator[int]:
    """Those that are in all of them, in the order of the smallest."""
    smallest, *others = sorted(several, key=len)
    return (number for number in smallest if all(number in other for other in others))


def _letters(symbol: str) -> str:
    """A symbol as it is compared: BRK.B, brk-b and BRK/B are the same."""
    return re.sub(r"[^A-Z0-9]", "", symbol.upper())


def _words(text: str) -> list[str]:
    """What is said, without accents, apostrophes and what every company is called.

    S&P is one word, and so is L.L.
    """
    plain = normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", re.sub(_SILENT, "", plain))
    return [word for word in words if word not in _SAYS_NOTHING] or words
