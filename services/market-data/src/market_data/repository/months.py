"""The parts of the table ``minutes``: one a month, made when needed, dropped when too old.

A hypertable of TimescaleDB makes its own, of thirty days; all else about the table is the same.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

LOCK = 7_004

_MISSING = text(
    """
    select distinct
        to_char(month, '"minutes_"YYYY_MM') as name,
        month at time zone 'UTC' as first,
        (month + interval '1 month') at time zone 'UTC' as until
    from unnest(cast(:starts as timestamptz[])) as start,
        date_trunc('month', start at time zone 'UTC') as month
    where exists (select from pg_partitioned_table where partrelid = 'minutes'::regclass)
        and not exists (
            select from pg_inherits join pg_class on pg_class.oid = inhrelid
            where inhparent = 'minutes'::regclass
                and relname = to_char(month, '"minutes_"YYYY_MM')
        )
    order by first
    """
)
_PARTS = text(
    """
    select relname as name
    from pg_inherits
    join pg_class on pg_class.oid = inhrelid
    where inhparent = 'minutes'::regclass and relkind = 'r'
        and relname < to_char(cast(:before as timestamptz) at time zone 'UTC', '"minutes_"YYYY_MM')
        and exists (select from pg_partitioned_table where partrelid = 'minutes'::regclass)
    order by relname
    """
)
_IS_HYPERTABLE = text(
    """
    select exists (select from pg_extension where extname = 'timescaledb')
        and not exists (select from pg_partitioned_table where partrelid = 'minutes'::regclass)
    """
)


async def make_room(connection: AsyncConnection, starts: Collection[datetime]) -> None:
    """See to it that minutes that start at ``starts`` can be stored."""
    months = {"starts": sorted({_month(start) for start in starts})}
    if not starts or not (await connection.execute(_MISSING, months)).all():
        return
    await connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})
    for part in (await connection.execute(_MISSING, months)).all():
        # Made first and attached then, because that locks out neither readers nor writers.
        await connection.execute(text(f"create table {part.name} (like minutes including all)"))
        bounds = f"from ('{part.first}') to ('{part.until}')"
        attach = f"alter table minutes attach partition {part.name} for values {bounds}"
        await connection.execute(text(attach))


async def drop_before(connection: AsyncConnection, time: datetime) -> list[str]:
    """Drop the parts that end before ``time``; return their names."""
    if await connection.scalar(_IS_HYPERTABLE):
        drop = text("select drop_chunks('minutes', cast(:before as timestamptz))")
        return list(await connection.scalars(drop, {"before": time}))
    names = list(await connection.scalars(_PARTS, {"before": time}))
    for name in names:
        await connection.execute(text(f"drop table {name}"))
    return names


def _month(time: datetime) -> datetime:
    return time.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
