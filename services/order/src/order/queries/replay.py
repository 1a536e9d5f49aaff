"""Whether the fills of a day are what its record makes again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import zip_longest

from sqlalchemy.ext.asyncio import AsyncConnection

from order.domain.pit.pit import Pit
from order.repository.fates import fill_row
from order.repository.record import (
    Stretch,
    fills_of,
    first_fills,
    lines,
    pages_of,
    pit_before,
    stretches,
)
from vocabulary import Symbol


@dataclass(frozen=True, slots=True)
class Difference:
    """The first fill that is not the same: as it is stored, and as it is made again."""

    symbol: Symbol
    stored: str | None
    made: str | None


@dataclass(slots=True)
class Replayed:
    """What was done again, and the first difference if there is one.

    Of symbols that are ``unknown`` the record does not reach back far enough.
    """

    symbols: int = 0
    pages: int = 0
    inputs: int = 0
    fills: int = 0
    unknown: tuple[Symbol, ...] = ()
    difference: Difference | None = None


async def replay_fills(
    connection: AsyncConnection, day: date, symbol: Symbol | None = None
) -> Replayed:
    """Tell books again what they were told on a ``day`` of market time (UTC); compare the fills.

    It is the code that made them, so it compares byte for byte.
    """
    begin = datetime.combine(day, time(), UTC)
    end = begin + timedelta(days=1)
    found = await stretches(connection, begin, end, symbol)
    filled = await first_fills(connection, begin, end, symbol)
    forgotten = filled.keys() - {stretch.symbol for stretch in found}
    done = Replayed(unknown=tuple(sorted(forgotten)))
    all_stored = await fills_of(connection, found)
    for stretch in found:
        pit = await pit_before(connection, stretch)
        if pit is None or filled.get(stretch.symbol, stretch.first) < stretch.first:
            done.unknown += (stretch.symbol,)
            continue
        made = await _make(connection, pit, stretch, done)
        stored = all_stored.get(stretch.symbol, ())
        done.symbols += 1
        done.fills += len(stored)
        done.difference = done.difference or _difference(stretch.symbol, stored, made)
    return done


async def _make(
    connection: AsyncConnection, pit: Pit, stretch: Stretch, done: Replayed
) -> list[str]:
    """The fills of a stretch, made again."""
    made: list[dict[str, object]] = []
    async for number, page, sleeps in pages_of(
        connection, stretch.symbol, pit.number, stretch.last
    ):
        outcomes = pit.read(page)
        if number >= stretch.first:
            done.pages += 1
            done.inputs += len(page.items)
            made += [fill_row(one.fill, number) for one in outcomes if one.fill is not None]
        if sleeps:
            pit.thaw(None)
    return lines(made)


def _difference(symbol: Symbol, stored: Sequence[str], made: Sequence[str]) -> Difference | None:
    for one, other in zip_longest(stored, made):
        if one != other:
            return Difference(symbol, one, other)
    return None
