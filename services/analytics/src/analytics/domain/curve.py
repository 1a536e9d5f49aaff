"""What an account was worth at the end of every market day, and what its days returned.

Formulas and sources: ``docs/analytics.md``. Dollars are exact; returns are parts of one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from math import prod
from typing import NamedTuple, TypeVar

from analytics.domain.statistics import ARITHMETIC, ONE, quotient
from vocabulary import NO_MONEY, NO_SHARES, PRICE_PLACES, Money, Price, Quantity, Symbol, value

_PRICE_UNIT = Decimal(1).scaleb(-PRICE_PLACES)


class Moved(NamedTuple):
    """What the fills of one day did to one symbol of an account.

    ``shares`` came, or went if negative; ``cash`` dollars came, less fees, or went. ``last`` is the
    price of the day's last fill, in dollars per share, if there was one; else what was known of the
    price is multiplied with ``scale``: shares were split. ``realised`` is less ``fees``, and with
    dividends.
    """

    day: date
    symbol: Symbol
    shares: Quantity
    cash: Money
    last: Price | None
    realised: Money = NO_MONEY
    fees: Money = NO_MONEY
    trades: int = 0
    turnover: Money = NO_MONEY
    scale: Decimal = ONE

    def mark(self, before: Price | None) -> Price | None:
        """What a share is worth by it, in dollars, if that is known."""
        if self.last is not None or before is None or self.scale == ONE:
            return self.last or before
        return Price((before * self.scale).quantize(_PRICE_UNIT))

    def joined(self, other: "Moved") -> "Moved":
        """Both of one day and symbol together."""
        return self._replace(
            shares=Quantity(self.shares + other.shares),
            cash=Money(self.cash + other.cash),
            last=self.last or other.last,
            realised=Money(self.realised + other.realised),
            fees=Money(self.fees + other.fees),
            trades=self.trades + other.trades,
            turnover=Money(self.turnover + other.turnover),
            scale=self.scale * other.scale,
        )


class Close(NamedTuple):
    """The last price of a symbol on a day, in dollars per share."""

    day: date
    symbol: Symbol
    price: Price


class Transfer(NamedTuple):
    """``amount`` dollars came into an account on a day, or left it if negative.

    Before it, the day had ``moved`` so much, and ``prices`` were the newest, where it had any.
    """

    day: date
    amount: Money
    moved: tuple[Moved, ...] = ()
    prices: tuple[Close, ...] = ()


class Flow(NamedTuple):
    """``amount`` dollars came, or went, when the account was worth what it was ``before``."""

    before: Money
    amount: Money


Row = TypeVar("Row", Moved, Close, Transfer)


@dataclass(frozen=True, slots=True)
class Day:
    """An account at the end of one market day, in dollars.

    ``deposited`` came in that day and ``withdrawn`` went out, by its ``flows``; ``gross`` is what
    all positions are worth together, owed ones too, and ``net`` is less those that are owed.
    """

    day: date
    cash: Money
    deposited: Money
    withdrawn: Money
    gross: Money
    net: Money
    flows: tuple[Flow, ...] = ()

    @property
    def equity(self) -> Money:
        """What the account is worth."""
        return Money(self.cash + self.net)

    @property
    def exposure(self) -> Decimal | None:
        """The gross value of all positions for each dollar of equity; ``None`` without any."""
        return quotient(self.gross, self.equity) if self.equity > 0 else None


class DayReturn(NamedTuple):
    """What a day returned, deposits and withdrawals excluded."""

    day: date
    rate: Decimal


def curve(
    opening_cash: Money,
    moved: Iterable[Moved],
    transfers: Iterable[Transfer],
    closes: Iterable[Close],
) -> Iterator[Day]:
    """Every day on which the account moved or one of its symbols closed, since its first.

    Shares are worth the newest price up to then: the close of the day, or of an earlier one, or
    what the account itself traded at.
    """
    traded, dollars, prices = _by_day(moved), _by_day(transfers), _by_day(closes)
    begun = min([*traded, *dollars], default=None)
    if begun is None:
        return
    held = _Held(opening_cash)
    for day in sorted(traded.keys() | dollars.keys() | {one for one in prices if one >= begun}):
        paid = dollars.get(day, [])
        flows = tuple(_flows(held, paid))
        held.pay(paid)
        held.take(traded.get(day, []), prices.get(day, []))
        gross, net = held.worth()
        came = Money(sum((max(one.amount, NO_MONEY) for one in paid), NO_MONEY))
        went = Money(-sum((min(one.amount, NO_MONEY) for one in paid), NO_MONEY))
        yield Day(day, held.cash, came, went, gross, net, flows)


def day_returns(opening_cash: Money, days: Iterable[Day]) -> Iterator[DayReturn]:
    """The return of every day, true time-weighted: a period of its own between any two transfers.

    One that begins with nothing, or with debts, has none; nor has a day without any other.
    """
    before = opening_cash
    for day in days:
        with localcontext(ARITHMETIC):
            growth = [after / begun for begun, after in _periods(before, day) if begun > 0]
            rate = prod(growth) - ONE
        if growth:
            yield DayReturn(day.day, rate)
        before = day.equity


def _periods(before: Money, day: Day) -> Iterator[tuple[Money, Money]]:
    """What the account was worth at the beginning and at the end of each part of a day."""
    for flow in day.flows:
        yield before, flow.before
        before = Money(flow.before + flow.amount)
    yield before, day.equity


@dataclass(slots=True)
class _Held:
    """What an account has at a moment: dollars, shares, and the newest prices of these."""

    cash: Money
    shares: dict[Symbol, Quantity] = field(default_factory=dict[Symbol, Quantity])
    marks: dict[Symbol, Price] = field(default_factory=dict[Symbol, Price])

    def pay(self, transfers: Iterable[Transfer]) -> None:
        """Let dollars come, or go."""
        for one in transfers:
            self.cash = Money(self.cash + one.amount)

    def take(self, moved: Iterable[Moved], prices: Iterable[Close]) -> None:
        """Let shares and dollars move; the prices are newer."""
        for one in moved:
            self.cash = Money(self.cash + one.cash)
            before = self.shares.get(one.symbol, NO_SHARES)
            self.shares[one.symbol] = Quantity(before + one.shares)
            if (mark := one.mark(self.marks.get(one.symbol))) is not None:
                self.marks[one.symbol] = mark
        self.marks |= {one.symbol: one.price for one in prices}

    def worth(self) -> tuple[Money, Money]:
        """What all positions are worth together, and less those that are owed, in dollars."""
        worth = [
            value(shares, self.marks[symbol]) for symbol, shares in self.shares.items() if shares
        ]
        gross, net = sum((abs(one) for one in worth), Decimal(0)), sum(worth, Decimal(0))
        return Money(gross), Money(net)


def _flows(morning: _Held, transfers: Sequence[Transfer]) -> Iterator[Flow]:
    """What the account was worth right before each transfer of a day."""
    for number, one in enumerate(transfers):
        there = _Held(morning.cash, dict(morning.shares), dict(morning.marks))
        there.pay(transfers[:number])
        there.take(one.moved, one.prices)
        yield Flow(Money(there.cash + there.worth()[1]), one.amount)


def _by_day(rows: Iterable[Row]) -> dict[date, list[Row]]:
    found: defaultdict[date, list[Row]] = defaultdict(list)
    for one in rows:
        found[one.day].append(one)
    return dict(found)
