"""A market as plain data, and back. Entries are named by whoever keeps them."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from order.domain.core.ladder import Ladder
from order.domain.core.line import Entry, Level
from order.domain.core.matching import Matching
from order.domain.core.shown import Shown, Step

Names = Mapping[Entry, int]
Entries = Mapping[int, Entry]


def freeze_entry(entry: Entry, names: Names) -> list[int]:
    """What one order may trade, and what its turn is; not where it waits."""
    sibling = -1 if entry.sibling is None else names.get(entry.sibling, -1)
    return [entry.price, entry.left, entry.reserve, entry.mark, entry.turn, sibling]


def freeze_market(market: Matching, names: Names) -> dict[str, Any]:
    """Who waits where, and what the market shows. Whoever traded was told already."""
    return {
        "low": market.low,
        "high": market.high,
        "bids": _freeze_shown(market.bids),
        "asks": _freeze_shown(market.asks),
        "buys": _freeze_ladder(market.buys, names),
        "sells": _freeze_ladder(market.sells, names),
        "hungry": [names[entry] for entry in market.hungry.values()],
    }


def thaw_market(market: Matching, frozen: Mapping[str, Any], entries: Entries) -> None:
    """Make a new market the same as the one that was frozen."""
    market.low, market.high = frozen["low"], frozen["high"]
    _thaw_shown(market.bids, frozen["bids"])
    _thaw_shown(market.asks, frozen["asks"])
    _thaw_ladder(market.buys, frozen["buys"], entries)
    _thaw_ladder(market.sells, frozen["sells"], entries)
    hungry: list[int] = frozen["hungry"]
    market.hungry = {entries[name].key: entries[name] for name in hungry}


def _freeze_shown(shown: Shown) -> list[Any]:
    steps = [[step.price, step.size, step.left] for step in shown.steps]
    taken = [[price, size, since] for price, (size, since) in sorted(shown.taken.items())]
    return [shown.now, steps, [[*offer] for offer in shown.deep], taken]


def _thaw_shown(shown: Shown, frozen: Sequence[Any]) -> None:
    shown.now, steps, deep, taken = frozen
    shown.steps = [Step(price, size, left) for price, size, left in steps]
    shown.deep = [(price, size) for price, size in deep]
    shown.taken = {price: (size, since) for price, size, since in taken}


def _freeze_ladder(ladder: Ladder, names: Names) -> list[Any]:
    return [ladder.turns, [_freeze_level(level, names) for level in ladder.in_order()]]


def _freeze_level(level: Level, names: Names) -> list[Any]:
    line: list[int] = []
    entry = level.first
    while entry is not None:
        line.append(names[entry])
        entry = entry.after
    return [level.price, level.gone, [[*cap] for cap in level.caps], line]


def _thaw_ladder(ladder: Ladder, frozen: Sequence[Any], entries: Entries) -> None:
    for price, gone, caps, line in frozen[1]:
        level = ladder.keep(price)
        level.gone = gone
        level.caps = deque((turn, cap) for turn, cap in caps)
        for name in line:
            level.append(entries[name])
    ladder.turns = frozen[0]
