"""How long it takes to find an instrument, beside a loop that compares every name."""

from collections.abc import Callable
from difflib import SequenceMatcher
from time import perf_counter

from bench.load import percentile
from market_data.domain.search import Entry, SearchIndex
from market_data.feeds.catalogue import catalogue
from vocabulary import Symbol

INSTRUMENTS = 10_000
LIMIT = 10
QUERIES = [
    *("aapl", "a", "micro", "bank of america", "brk.b", "msf", "gold", "apple hospitality"),
    *("microsfot", "goggle", "berkshier", "jhonson", "nvdia", "teslla", "zzqx", "s p 500"),
]
"""Plain ones, and as many with a slip of the finger."""
ROUNDS = 50


def measure() -> dict[str, float]:
    """Milliseconds a query, at ten thousand instruments."""
    known = [Entry(one.symbol, one.name) for one in catalogue().instruments.values()]
    copies = -(-INSTRUMENTS // len(known))
    entries = [
        Entry(Symbol(f"{one.symbol}{copy or ''}"), one.name)
        for copy in range(copies)
        for one in known
    ][:INSTRUMENTS]
    index = SearchIndex(entries)
    found = _milliseconds(lambda query: index.find(query, LIMIT), ROUNDS)
    compared = _milliseconds(lambda query: _compare(entries, query), 1)
    return {
        "search_p50_ms": percentile(found, 0.5),
        "search_p99_ms": percentile(found, 0.99),
        "bare_search_p50_ms": percentile(compared, 0.5),
    }


def _milliseconds(find: Callable[[str], object], rounds: int) -> list[float]:
    taken: list[float] = []
    for _ in range(rounds):
        for query in QUERIES:
            started = perf_counter()
            find(query)
            taken.append((perf_counter() - started) * 1000)
    return sorted(taken)


def _compare(entries: list[Entry], query: str) -> list[str]:
    """What resembles the query most, as the standard library sees it."""
    matcher = SequenceMatcher(b=query)
    ranked: list[tuple[float, str]] = []
    for entry in entries:
        matcher.set_seq1(entry.name.lower()[: len(query)])
        ranked.append((matcher.quick_ratio(), entry.symbol))
    return [symbol for _, symbol in sorted(ranked, reverse=True)[:LIMIT]]
