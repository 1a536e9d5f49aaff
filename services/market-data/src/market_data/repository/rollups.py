"""Longer bars, put together in the database from the shorter ones that are stored there."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from market_data.domain.bars import ORIGIN, SOURCES, WIDTHS, bar_end, bar_start
from market_data.domain.steps import Step, by_zone, longer_than
from vocabulary import BarInterval, Symbol

_MOMENT = timedelta(microseconds=1)
_BY_CLOCK = {
    BarInterval.HOUR_4: "date_bin('4 hours', start at time zone :zone, timestamp '2000-01-01')",
    BarInterval.DAY_1: "date_trunc('day', start at time zone :zone)",
    BarInterval.WEEK_1: "date_trunc('week', start at time zone :zone)",
    BarInterval.MONTH_1: "date_trunc('month', start at time zone :zone)",
    BarInterval.YEAR_1: "date_trunc('year', start at time zone :zone)",
}
"""When a bar starts by the clock on the wall; shorter ones go by UTC. See ``bars.bar_start``."""

_ROLL_UP = """
insert into rollups as old
    (symbol, interval, start, open, high, low, close, volume, trades, turnover)
select
    symbol,
    :interval,
    {bucket} as bucket,
    (array_agg(open order by start))[1],
    max(high),
    min(low),
    (array_agg(close order by start desc))[1],
    sum(volume),
    sum(trades),
    case when count(turnover) = count(*) then sum(turnover) end
from {source}
where symbol = any(cast(:symbols as varchar[])) and start >= :first and start < :until
group by symbol, bucket
order by symbol collate "C", bucket
on conflict (symbol, interval, start) do update set
    open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
    volume = excluded.volume, trades = excluded.trades, turnover = excluded.turnover, told = false
where (not old.told or (
        excluded.volume >= old.volume and excluded.high >= old.high and excluded.low <= old.low
    ))
    and (old.open, old.high, old.low, old.close, old.volume, old.trades, old.turnover)
    is distinct from (excluded.open, excluded.high, excluded.low, excluded.close,
    excluded.volume, excluded.trades, excluded.turnover)
"""
"""What somebody told stays, unless there is at least as much in what takes its place: of its
minutes we may have only a part."""


async def roll_up(
    connection: AsyncConnection,
    zones: Mapping[Symbol, ZoneInfo],
    first: datetime,
    until: datetime,
    source: BarInterval = BarInterval.MINUTE_1,
) -> None:
    """Make all bars longer than ``source`` that have a part from ``first`` on and before ``until``.

    ``zones`` names the symbols, and by whose midnight their days begin (``bars.zone_of``). Each bar
    is made from all of the stored ones that are next shorter; one without any is left as it is.
    All in one transaction: beside others who write bars take ``domain.steps`` one by one.
    """
    for zone, symbols in by_zone(zones).items():
        for interval in longer_than(source):
            await make_bars(connection, Step(interval, zone, symbols, first, until))


async def make_bars(connection: AsyncConnection, step: Step) -> None:
    """Make the bars of one step, in the order of their keys."""
    reach = _reach(step.interval, step.zone, step.first, step.until)
    await connection.execute(text(_statement(step.interval)), reach | {"symbols": step.symbols})


def _reach(
    interval: BarInterval, zone: ZoneInfo, first: datetime, until: datetime
) -> dict[str, object]:
    """Whole bars, and how to find out where each starts."""
    reach: dict[str, object] = {
        "interval": interval,
        "first": bar_start(first, interval, zone),
        "until": bar_end(bar_start(until - _MOMENT, interval, zone), interval, zone),
    }
    if interval in _BY_CLOCK:
        return reach | {"zone": zone.key}
    return reach | {"width": WIDTHS[interval], "origin": ORIGIN}


def _statement(interval: BarInterval) -> str:
    bucket = "date_bin(cast(:width as interval), start, cast(:origin as timestamptz))"
    if interval in _BY_CLOCK:
        bucket = f"({_BY_CLOCK[interval]}) at time zone :zone"
    source, shorter = "minutes", SOURCES[interval]
    if shorter is not BarInterval.MINUTE_1:
        source = f"(select * from rollups where interval = '{shorter}') as shorter"  # noqa: S608
    return _ROLL_UP.format(bucket=bucket, source=source)
