"""What accounts had traded, and what was last paid, when money came into them or left them.

A day is cut there, or a deposit would make less of what was lost before it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, cast, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Date

from analytics.domain.curve import Close, Moved
from analytics.domain.days import NEW_YORK, day_of
from analytics.tables import fills, payments
from vocabulary import AccountId, Money, Price, Quantity, Side, Symbol, value

_MINUTE = timedelta(minutes=1)
_f, _p = fills.c, payments.c
_DAY = cast(func.timezone(NEW_YORK.key, _p.market_time), Date)
_NEWEST = text("""
select wanted.number, newest.close, newest.start
from unnest(cast(:symbols as varchar[]), cast(:moments as timestamptz[]))
    with ordinality as wanted (symbol, moment, number)
cross join lateral (
    select close, start from bars
    where bars.symbol = wanted.symbol and interval = '1Min'
        and start <= wanted.moment - interval '1 minute'
        and start >= wanted.moment - interval '1 day'
    order by start desc limit 1
) as newest
""")
"""The last minute that was over."""


class Wish(NamedTuple):
    """A symbol whose price is wanted as of a transfer."""

    booking_id: UUID
    symbol: Symbol
    at: datetime


@dataclass(slots=True)
class Moment:
    """The fills of a day before a transfer, by symbol, and the newest prices of that day."""

    moved: dict[Symbol, Moved] = field(default_factory=dict[Symbol, Moved])
    traded_at: dict[Symbol, datetime] = field(default_factory=dict[Symbol, datetime])
    prices: list[Close] = field(default_factory=list[Close])

    def show(self, wish: Wish, start: datetime, close: Price) -> None:
        """Take in the close of a minute, if that was the same day and not before the last fill."""
        traded_at, day = self.traded_at.get(wish.symbol), day_of(wish.at)
        if day_of(start) == day and (traded_at is None or traded_at < start + _MINUTE):
            self.prices.append(Close(day, wish.symbol, close))


Moments = Mapping[UUID, Moment]
"""By the booking of the transfer."""


async def find_moments(
    connection: AsyncConnection,
    wanted: ColumnElement[bool],
    symbols: Mapping[AccountId, Collection[Symbol]],
) -> Moments:
    """Those of all transfers of accounts that have traded these symbols; of fills those wanted."""
    mine = and_(_p.account_id.in_(symbols), _p.is_interest.is_(False), _p.market_time.is_not(None))
    paid = list(await connection.execute(select(payments).where(mine)))
    found = {row.booking_id: Moment() for row in paid}
    if not found:
        return found
    same = and_(_f.account_id == _p.account_id, _f.day == _DAY, _f.market_time < _p.market_time)
    query = select(_p.booking_id, fills).join(fills, same).where(mine, wanted).order_by(_f.number)
    for row in await connection.execute(query):
        _count(found[row.booking_id], row)
    wishes: list[Wish] = [
        Wish(row.booking_id, symbol, row.market_time)
        for row in paid
        for symbol in sorted(symbols[row.account_id])
    ]
    values = {"symbols": [one.symbol for one in wishes], "moments": [one.at for one in wishes]}
    for row in await connection.execute(_NEWEST, values):
        wish = wishes[int(row.number) - 1]
        found[wish.booking_id].show(wish, row.start, row.close)
    return found


def _count(moment: Moment, row: Any) -> None:  # noqa: ANN401  # a row
    sign = 1 if row.side == Side.BUY else -1
    shares = Quantity(sign * row.quantity)
    cash = Money(-sign * value(row.quantity, row.price) - row.fee)
    one = Moved(row.day, row.symbol, shares, cash, row.price)
    known = moment.moved.get(row.symbol)
    moment.moved[row.symbol] = one if known is None else one.joined(known)
    moment.traded_at[row.symbol] = row.market_time
