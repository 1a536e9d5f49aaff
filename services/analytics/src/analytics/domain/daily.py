"""Profit and loss of every day, by symbol, in dollars."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from analytics.domain.curve import Close, Day, Moved
from vocabulary import NO_MONEY, NO_SHARES, Money, Price, Quantity, Symbol, value


class DayProfit(NamedTuple):
    """What one symbol earned an account on one day.

    ``realised`` is what the day's fills earned, less ``fees``. ``unrealised`` is what closing the
    position at the ``close`` would earn then, and ``change`` how much both together changed the
    account since the day before.
    """

    day: date
    symbol: Symbol
    quantity: Quantity
    close: Price
    realised: Money
    unrealised: Money
    change: Money
    fees: Money
    trades: int
    turnover: Money


def daily_profit(moved: Iterable[Moved], closes: Iterable[Close]) -> list[DayProfit]:
    """Every day on which a symbol was traded or held, in order of days and symbols."""
    traded: defaultdict[Symbol, dict[date, Moved]] = defaultdict(dict)
    prices: defaultdict[Symbol, dict[date, Price]] = defaultdict(dict)
    for one in moved:
        traded[one.symbol][one.day] = one
    for close in closes:
        prices[close.symbol][close.day] = close.price
    found = [
        day for symbol in traded for day in _days(symbol, traded[symbol], prices.get(symbol, {}))
    ]
    return sorted(found, key=lambda one: (one.day, one.symbol))


class AccountDay(NamedTuple):
    """The same of a whole account: all its symbols together, in dollars."""

    realised: Money
    unrealised: Money
    change: Money


def account_days(
    opening_cash: Money, days: Iterable[Day], moved: Iterable[Moved]
) -> Iterator[AccountDay]:
    """What each of ``days`` earned: what an account is worth and was not paid in was earned."""
    by_day: defaultdict[date, Money] = defaultdict(lambda: NO_MONEY)
    for one in moved:
        by_day[one.day] = Money(by_day[one.day] + one.realised)
    paid, earned, before = opening_cash, NO_MONEY, NO_MONEY
    for day in days:
        paid = Money(paid + day.deposited - day.withdrawn)
        earned = Money(earned + by_day[day.day])
        total = Money(day.equity - paid)
        yield AccountDay(by_day[day.day], Money(total - earned), Money(total - before))
        before = total


def _days(
    symbol: Symbol, traded: dict[date, Moved], prices: dict[date, Price]
) -> Iterator[DayProfit]:
    quantity, mark = NO_SHARES, Price(Decimal(0))
    cash = earned = before = NO_MONEY
    for day in sorted(traded.keys() | prices.keys()):
        one = traded.get(day)
        if one is None and not quantity:
            continue
        if one is not None:
            quantity = Quantity(quantity + one.shares)
            cash, earned = Money(cash + one.cash), Money(earned + one.realised)
            mark = one.mark(mark) or mark
        mark = prices.get(day, mark)
        total = Money(cash + value(quantity, mark))
        yield DayProfit(
            day=day,
            symbol=symbol,
            quantity=quantity,
            close=mark,
            realised=one.realised if one else NO_MONEY,
            unrealised=Money(total - earned),
            change=Money(total - before),
            fees=one.fees if one else NO_MONEY,
            trades=one.trades if one else 0,
            turnover=one.turnover if one else NO_MONEY,
        )
        before = total
