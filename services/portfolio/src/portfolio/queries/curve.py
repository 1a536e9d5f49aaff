"""What an account was worth, bar by bar.

The database adds up what was booked within each bar, so that what comes here is never more than
the bars that are asked for.
"""
# ruff: noqa: S608
# nothing in the queries comes from outside

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bus.driver import look
from chassis.errors import NotFound
from portfolio.domain.equity import Moved, Point, Priced, Split, equity_curve
from portfolio.queries.accounts import AccountNotOpen
from vocabulary import AccountId, BarInterval

SHORTLY = timedelta(microseconds=1)


class EpochNotFound(NotFound):
    """The account has not begun so often."""

    code = "epoch_not_found"


class CurveInterval(StrEnum):
    """How long a bar of the curve lasts."""

    MINUTE_1 = "1Min"
    HOUR_1 = "1Hour"
    DAY_1 = "1Day"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which bars: at most ``limit`` of those that start from ``since`` on and before ``until``."""

    account_id: AccountId
    epoch: int | None
    interval: CurveInterval
    since: datetime
    until: datetime
    limit: int


@dataclass(frozen=True, slots=True)
class Curve:
    """Points, the oldest first, and the bar to go on from, if there is more."""

    points: Sequence[Point]
    next_since: datetime | None


_STARTS: Mapping[CurveInterval, str] = {
    CurveInterval.MINUTE_1: "date_trunc('minute', {})",
    CurveInterval.HOUR_1: "date_trunc('hour', {})",
    CurveInterval.DAY_1: "date_trunc('day', {}, 'America/New_York')",
}
_STORED: Mapping[CurveInterval, BarInterval] = {
    CurveInterval.MINUTE_1: BarInterval.MINUTE_1,
    CurveInterval.HOUR_1: BarInterval.MINUTE_1,
    CurveInterval.DAY_1: BarInterval.DAY_1,
}
"""Which prices are looked at: an hour ends with the last of its minutes."""
_MIDDLE = "start + interval '12 hours'"
"""A day's bar begins at midnight in New York, or in UTC: at this time both are in the same day."""
_MINUTES = 60
"""So many rows may go into one bar."""

_EPOCH = """
    select a.epoch, e.market_time from accounts a
    left join epochs e on e.account_id = a.account_id and e.epoch = :epoch
    where a.account_id = :account_id
"""
_FIRST = "select min({time}) as at from bookings where account_id = :account_id and epoch = :epoch"
_SYMBOLS = "select symbol from positions where account_id = :account_id and epoch = :epoch"
_OWN = """account_id = :account_id and epoch = :epoch and kind not in ('reset', 'closing')"""
_STOPS = f"""
    select at from (
        select {{bar}} as at from unnest(cast(:symbols as text[])) as wanted(symbol)
        cross join lateral (
            select start from closes where closes.symbol = wanted.symbol and interval = :stored
                and start >= cast(:since as timestamptz) - interval '12 hours'
                and {{bar}} >= :since and {{bar}} < :until
            order by start limit :rows
        ) as stored
        union
        select {{time}} from (select market_time from bookings where {_OWN}) as booked
        where {{time}} >= :since and {{time}} < :until
    ) as stops order by at limit :limit + 1
"""
_MOVED = f"""
    select case when {{time}} >= :since then {{time}} end as at, e.asset, sum(e.amount) as amount
    from (select booking_id, account_id, market_time from bookings where {_OWN}) as booked
    join entries e using (booking_id, account_id)
    where market_time is null or {{time}} < :until
    group by 1, 2
"""
_TRADED = """
    select distinct on (symbol, at) at, symbol, price, bar from (
        select case when {time} >= :since then {time} end as at, {time} as bar, symbol, price,
            number from trades where account_id = :account_id and epoch = :epoch
            and (market_time is null or {time} < :until)
    ) as prices order by symbol, at, number desc
"""
_BEFORE = """
    select cast(null as timestamptz) as at, wanted.symbol, newest.close as price, newest.at
    from unnest(cast(:symbols as text[])) as wanted(symbol) cross join lateral (
        select close, {bar} as at from closes
        where closes.symbol = wanted.symbol and interval = :stored
            and start < cast(:since as timestamptz) + interval '1 day' and {bar} < :since
        order by start desc limit 1
    ) as newest left join (
        select symbol, max({time}) as at from trades
        where account_id = :account_id and epoch = :epoch and {time} < :since group by symbol
    ) as traded on traded.symbol = wanted.symbol
    where newest.at >= coalesce(traded.at, newest.at)
"""
"""What was paid last before: by the market, unless the account has traded in a later bar."""
_CLOSED = """
    select distinct on (symbol, at) at, symbol, price from (
        select {bar} as at, symbol, start, close as price from closes
        where symbol = any(:symbols) and interval = :stored
            and start >= cast(:since as timestamptz) - interval '12 hours'
            and start < cast(:until as timestamptz) + interval '12 hours'
            and {bar} >= :since and {bar} < :until
    ) as prices order by symbol, at, start desc
"""
_SPLITS = """
    select {split} as at, symbol, new_shares, old_shares from entitlements
    where account_id = :account_id and epoch = :epoch and kind = 'split' and effective_at < :until
    order by effective_at
"""


async def find_curve(connection: AsyncConnection, wanted: Stretch) -> Curve:
    """The points of a stretch; each is of the end of its bar.

    Raises:
        AccountNotOpen: there is no such account yet.
        EpochNotFound: it has not begun so often.
    """
    asked = _Asked(connection, wanted)
    await asked.settle_epoch()
    await asked.settle_end()
    moved = [Moved(*row) for row in await asked.rows(_MOVED)]
    priced = [
        Priced(*row) for part in (_TRADED, _BEFORE, _CLOSED) for row in await asked.rows(part)
    ]
    splits = [Split(*row) for row in await asked.rows(_SPLITS)]
    return Curve(list(equity_curve(moved, priced, splits)), asked.next_since)


class _Asked:
    """The questions about one stretch, and what is given with them."""

    def __init__(self, connection: AsyncConnection, wanted: Stretch) -> None:
        self.next_since: datetime | None = None
        self._connection = connection
        start = _STARTS[wanted.interval]
        is_daily = wanted.interval is CurveInterval.DAY_1
        bar, time = start.format(_MIDDLE if is_daily else "start"), start.format("market_time")
        self._starts = {"bar": bar, "time": time, "split": start.format("effective_at")}
        self._limit = wanted.limit
        self._given: dict[str, Any] = {
            "account_id": wanted.account_id,
            "epoch": wanted.epoch,
            "since": wanted.since,
            "until": wanted.until,
            "stored": _STORED[wanted.interval].value,
            "limit": wanted.limit,
            "rows": (wanted.limit + 1)
            * (_MINUTES if wanted.interval is CurveInterval.HOUR_1 else 1),
        }

    async def rows(self, query: str) -> Sequence[Any]:
        """The answer to one of them."""
        return await look(self._connection, query.format(**self._starts), self._given)

    async def settle_epoch(self) -> None:
        """Look at the present epoch unless another one is named, and not beyond the end of that."""
        found = await self.rows(_EPOCH)
        if not found:
            raise AccountNotOpen("this account is not open yet")
        present, ended = found[0]
        self._given["epoch"] = epoch = self._given["epoch"] or present
        if epoch > present:
            raise EpochNotFound("this account has not begun so often")
        if epoch < present and ended is not None:
            self._given["until"] = min(self._given["until"], ended + SHORTLY)
        self._given["symbols"] = [row["symbol"] for row in await self.rows(_SYMBOLS)]

    async def settle_end(self) -> None:
        """Look at no more bars than were asked for, from the first on that can have a point."""
        (first,) = await self.rows(_FIRST)
        self._given["since"] = max(self._given["since"], first["at"] or self._given["since"])
        stops = await self.rows(_STOPS)
        if len(stops) > self._limit:
            self._given["until"] = self.next_since = stops[-1]["at"]
