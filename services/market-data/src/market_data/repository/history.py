"""Bars of the past: as text, written by the database, or as bars where something is to be done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bus.driver import look
from market_data.domain.bars import SOURCES, Bar
from market_data.domain.stretch import Span, Stretch
from vocabulary import BarInterval

_MINUTES = "minutes where symbol = :symbol"
_ROLLUPS = "rollups where symbol = :symbol and interval = :interval"
_NEWEST = " and start >= :first and start < :until order by start desc limit :limit"

_EXACTLY = """
    0.00000001 * case
        when div(turnover * 2e8 + volume, volume * 2) % 2 = 1
            and mod(turnover * 2e8 + volume, volume * 2) = 0
        then div(turnover * 2e8 + volume, volume * 2) - 1
        else div(turnover * 2e8 + volume, volume * 2)
    end
"""
"""Half up as a whole number of hundred-millionths, and down again if it is odd and was half of one
before."""
_LINES = """
select
    string_agg(
        concat(
            '{"start":"', replace((start at time zone 'UTC')::text, ' ', 'T'),
            'Z","open":"', trim_scale(open),
            '","high":"', trim_scale(high),
            '","low":"', trim_scale(low),
            '","close":"', trim_scale(close),
            '","volume":"', trim_scale(volume),
            '","trades":', trades,
            ',"vwap":', coalesce('"' || trim_scale(case
                when rounded - average = 0.000000005 then {exactly} else rounded
                end) || '"', 'null'),
            ',"closed":', 'true', '}'
        ),
        E'\\n'
    ) as lines,
    {starts} as starts
from (
    select *, round(average, 8) as rounded
    from (
        select *, (turnover + 0.000000000) / nullif(volume, 0) as average
        from {bars}
    ) as newest
) as averaged
""".replace("{exactly}", _EXACTLY)
"""The average price is rounded half-even to 8 decimals, as ``vocabulary.average_price`` does.

The quotient has 9 decimals at least, because the dividend has, but is rounded itself. Where it is
on one side of half a unit, so is the true one; where it is half a unit, whole numbers decide, which
for every row would take as long as all the rest."""

_BARS = "select start, open, high, low, close, volume, trades, turnover from {bars}"

_HOLES = """
select hole.first, hole.until
from unnest(cast(:firsts as timestamptz[]), cast(:untils as timestamptz[])) as hole (first, until)
where exists (
    select from rollups
    where symbol = :symbol and interval = any(cast(:shorter as varchar[]))
        and start >= hole.first and start < hole.until
) or exists (
    select from minutes
    where symbol = :symbol and start >= hole.first and start < hole.until
)
"""


async def read_lines(
    connection: AsyncConnection, wanted: Stretch
) -> tuple[list[str], list[datetime]]:
    """The stored bars of a stretch as lines, and when they start, both oldest first.

    Minutes are never put together from anything, so nobody needs to know when they start.
    """
    minutes = wanted.interval is BarInterval.MINUTE_1
    known = "array[]::timestamptz[]" if minutes else "array_agg(start)"
    statement = _LINES.replace("{starts}", known).replace("{bars}", _source(wanted))
    (row,) = await look(connection, statement, _values(wanted))
    lines: list[str] = row["lines"].split("\n") if row["lines"] else []
    starts: list[datetime] = row["starts"] or []
    return lines[::-1], starts[::-1]


async def read_bars(connection: AsyncConnection, wanted: Stretch) -> list[Bar]:
    """The stored bars of a stretch, oldest first."""
    rows = await look(connection, _BARS.replace("{bars}", _source(wanted)), _values(wanted))
    return [
        Bar(symbol=wanted.symbol, interval=wanted.interval, **dict(row)) for row in reversed(rows)
    ]


async def with_shorter(
    connection: AsyncConnection, wanted: Stretch, holes: Sequence[Span]
) -> list[Span]:
    """Those of the holes in a stretch for which shorter bars are stored."""
    values = {
        "symbol": wanted.symbol,
        "firsts": [hole.first for hole in holes],
        "untils": [hole.until for hole in holes],
        "shorter": _shorter(wanted.interval),
    }
    return [Span(*row) for row in await look(connection, _HOLES, values)]


def _source(wanted: Stretch) -> str:
    return (_MINUTES if wanted.interval is BarInterval.MINUTE_1 else _ROLLUPS) + _NEWEST


def _values(wanted: Stretch) -> dict[str, Any]:
    return {
        "symbol": wanted.symbol,
        "interval": wanted.interval,
        "first": wanted.first,
        "until": wanted.until,
        "limit": wanted.limit,
    }


def _shorter(interval: BarInterval) -> list[BarInterval]:
    shorter: list[BarInterval] = []
    while (interval := SOURCES[interval]) is not BarInterval.MINUTE_1:
        shorter.append(interval)
    return shorter
