"""What an account did on every market day."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.domain.curve import Close, Day, Moved, Transfer, curve
from analytics.domain.days import day_of
from analytics.domain.facts import Payment
from analytics.domain.record import TrackRecord
from analytics.domain.statistics import ONE
from analytics.queries.moments import Moment, Moments, find_moments
from analytics.tables import bars, fills, splits
from vocabulary import NO_SHARES, AccountId, BarInterval, Money, Price, Symbol

HALF_A_DAY = timedelta(hours=12)
"""Added to when the bar of a day begins, at midnight in New York or in UTC, it is the same day."""
_FIRST = datetime.min.replace(tzinfo=UTC)
_f, _b = fills.c, bars.c
DOLLARS = Symbol("USD")
"""What interest is about: shares of it there are none."""


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to an account in one epoch, and the prices of what it traded.

    ``interest`` is of no symbol.
    """

    opening_cash: Money
    moved: tuple[Moved, ...]
    transfers: tuple[Transfer, ...]
    closes: tuple[Close, ...]
    interest: tuple[Moved, ...] = ()

    def days(self) -> list[Day]:
        """What the account was worth, day by day."""
        moved = (*self.moved, *self.interest)
        return list(curve(self.opening_cash, moved, self.transfers, self.closes))


async def find_story(connection: AsyncConnection, record: TrackRecord, epoch: int) -> Story:
    """The story of one epoch of an account."""
    mine = and_(_f.account_id == record.account_id, _f.epoch == epoch)
    moved = (await find_moved(connection, mine)).get(record.account_id, [])
    symbols = {one.symbol for one in moved}
    closes = await find_closes(connection, symbols)
    moments = await find_moments(connection, mine, {record.account_id: symbols})
    return story_of(record, epoch, moved, closes, moments)


def story_of(
    record: TrackRecord,
    epoch: int,
    moved: Collection[Moved],
    closes: Mapping[Symbol, list[Close]],
    moments: Moments,
) -> Story:
    """Put together; money whose time nobody knows was there from the beginning."""
    payments = [
        one
        for one in record.payments.values()
        if record.epoch_at(one.said_at) == epoch and not one.is_interest
    ]
    opening = record.started_with(epoch)
    transfers: list[Transfer] = []
    interest = tuple(_interest(record, epoch))
    told = (*_of_companies(record, epoch), *interest)
    for one in sorted(payments, key=lambda one: (one.market_time or _FIRST, one.booking_id)):
        if one.market_time is None:
            opening = Money(opening + one.amount)
        else:
            transfers.append(_transfer(one, one.market_time, moments, told))
    moved = with_actions(record, epoch, moved)
    seen = [close for symbol in {one.symbol for one in moved} for close in closes.get(symbol, [])]
    costs = tuple(one for _, one in interest)
    return Story(opening, tuple(moved), tuple(transfers), tuple(seen), costs)


def _transfer(
    payment: Payment, at: datetime, moments: Moments, told: Iterable[tuple[datetime, Moved]]
) -> Transfer:
    """A transfer, and what the day had brought before it: from companies, and by trades."""
    day, moment = day_of(at), moments.get(payment.booking_id, Moment())
    before = tuple(one for time, one in told if one.day == day and time <= at)
    moved = (*before, *moment.moved.values())
    return Transfer(day, payment.amount, moved, tuple(moment.prices))


def with_actions(record: TrackRecord, epoch: int, moved: Iterable[Moved]) -> list[Moved]:
    """What fills did, and what companies did to the shares, by day and symbol."""
    by_day = {(one.day, one.symbol): one for one in moved}
    for _, one in _of_companies(record, epoch):
        known = by_day.get((one.day, one.symbol))
        by_day[one.day, one.symbol] = one if known is None else known.joined(one)
    return [by_day[each] for each in sorted(by_day)]


def _of_companies(record: TrackRecord, epoch: int) -> Iterator[tuple[datetime, Moved]]:
    scaled: set[tuple[Symbol, datetime]] = set()  # a symbol has one split a day
    for split in record.adjustments.values():
        if record.epoch_at(split.said_at) == epoch:
            day, did = day_of(split.market_time), (split.symbol, split.added, split.cash)
            which = split.symbol, split.market_time
            scale = ONE if which in scaled else split.scale
            scaled.add(which)
            moved = Moved(day, *did, None, realised=split.realised, scale=scale)
            yield split.market_time, moved
    for paid in record.dividends.values():
        if record.epoch_at(paid.said_at) == epoch:
            day, amount = day_of(paid.market_time), paid.amount
            moved = Moved(day, paid.symbol, NO_SHARES, amount, None, realised=amount)
            yield paid.market_time, moved


def _interest(record: TrackRecord, epoch: int) -> Iterator[tuple[datetime, Moved]]:
    for cost in record.payments.values():
        if cost.is_interest and cost.market_time and record.epoch_at(cost.said_at) == epoch:
            day, amount = day_of(cost.market_time), cost.amount
            moved = Moved(day, DOLLARS, NO_SHARES, amount, None, realised=amount)
            yield cost.market_time, moved


async def find_moved(
    connection: AsyncConnection, wanted: ColumnElement[bool]
) -> Mapping[AccountId, list[Moved]]:
    """What the fills that are wanted did to each symbol, day by day in order, by account."""
    worth = _f.quantity * _f.price
    signed = func.sum(func.trunc(worth, 4)).filter
    query = (
        select(
            _f.account_id,
            _f.day,
            _f.symbol,
            func.coalesce(func.sum(_f.quantity).filter(_f.side == "buy"), 0).label("came"),
            func.coalesce(func.sum(_f.quantity).filter(_f.side == "sell"), 0).label("went"),
            func.coalesce(signed(_f.side == "buy"), 0).label("bought"),
            func.coalesce(signed(_f.side == "sell"), 0).label("sold"),
            func.sum(_f.realised).label("realised"),
            func.sum(_f.fee).label("fees"),
            func.count().label("trades"),
            func.array_agg(aggregate_order_by(_f.price, _f.number.desc()))[1].label("last"),
        )
        .where(wanted)
        .group_by(_f.account_id, _f.day, _f.symbol)
        .order_by(_f.account_id, _f.day, _f.symbol)
    )
    found: dict[AccountId, list[Moved]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.account_id, []).append(_moved(row))
    return found


async def find_closes(
    connection: AsyncConnection, symbols: Collection[Symbol]
) -> Mapping[Symbol, list[Close]]:
    """The last prices of every day, by symbol, in order of days."""
    found: dict[Symbol, list[Close]] = {}
    for symbol, day, _, close in await _days_of(connection, symbols):
        found.setdefault(symbol, []).append(Close(day, symbol, close))
    return found


async def find_benchmark(
    connection: AsyncConnection, symbol: Symbol
) -> tuple[Mapping[date, Price], Mapping[date, Price], Mapping[date, Decimal]]:
    """The first and the last price of every day, and what splits made of prices of before."""
    rows = list(await _days_of(connection, [symbol]))
    opens = {day: opened for _, day, opened, _ in rows}
    closes = {day: close for _, day, _, close in rows}
    split = await connection.execute(select(splits).where(splits.c.symbol == symbol))
    scales = {day_of(row.market_time): row.old_shares / row.new_shares for row in split}
    return opens, closes, scales


async def _days_of(
    connection: AsyncConnection, symbols: Collection[Symbol]
) -> Iterable[tuple[Symbol, date, Price, Price]]:
    query = (
        select(_b.symbol, _b.start, _b.open, _b.close)
        .where(_b.symbol.in_(symbols), _b.interval == BarInterval.DAY_1.value)
        .order_by(_b.symbol, _b.start)
    )

    def read(rows: Iterable[Any]) -> Iterator[tuple[Symbol, date, Price, Price]]:
        for row in rows:
            yield row.symbol, (row.start + HALF_A_DAY).date(), row.open, row.close

    return list(read(await connection.execute(query)))


def _moved(row: Any) -> Moved:  # noqa: ANN401  # a row
    return Moved(
        day=row.day,
        symbol=row.symbol,
        shares=row.came - row.went,
        cash=Money(row.sold - row.bought - row.fees),
        last=row.last,
        realised=row.realised,
        fees=row.fees,
        trades=row.trades,
        turnover=Money(row.sold + row.bought),
    )
