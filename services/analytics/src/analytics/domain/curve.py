"""What an account was worth at the end of every market day, and what its days returned.

Formulas and sources: ``docs/analytics.md``. Dollars are exact; returns are parts of one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
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


class Transfer(NamedTuple):
    """``amount`` dollars came into an account on a day, or left it if negative."""

    day: date
    amount: Money


class Close(NamedTuple):
    """The last price of a symbol on a day, in dollars per share."""

    day: date
    symbol: Symbol
    price: Price


Row = TypeVar("Row", Moved, Close)


@dataclass(frozen=True, slots=True)
class Day:
    """An account at the end of one market day, in dollars.

    ``deposited`` came in that day and ``withdrawn`` went out; ``gross`` is what all positions are
    worth together, owed ones too, and ``net`` is less those that are owed.
    """

    day: date
    cash: Money
    deposited: Money
    withdrawn: Money
    gross: Money
    net: Money

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
    traded, dollars, prices = _by_day(moved), _sums(transfers), _by_day(closes)
    begun = min([*traded, *dollars], default=None)
    if begun is None:
        return
    cash, held = opening_cash, defaultdict[Symbol, Quantity](lambda: NO_SHARES)
    marks: dict[Symbol, Price] = {}
    for day in sorted(traded.keys() | dollars.keys() | {one for one in prices if one >= begun}):
        came, went = dollars.get(day, (NO_MONEY, NO_MONEY))
        cash = Money(cash + came - went)
        for one in traded.get(day, []):
            cash = Money(cash + one.cash)
            held[one.symbol] = Quantity(held[one.symbol] + one.shares)
            if (mark := one.mark(marks.get(one.symbol))) is not None:
                marks[one.symbol] = mark
        marks |= {one.symbol: one.price for one in prices.get(day, [])}
        gross, net = _worth(held, marks)
        yield Day(day, cash, came, went, gross, net)


def day_returns(opening_cash: Money, days: Iterable[Day]) -> Iterator[DayReturn]:
    """The return of every day (true time-weighted): what came in counts from its beginning on.

    What was withdrawn counts to its end. A day that begins with nothing, or with debts, has none.
    """
    before = opening_cash
    for day in days:
        invested = Money(before + day.deposited)
        if invested > 0:
            yield DayReturn(day.day, _rate(invested, Money(day.equity + day.withdrawn)))
        before = day.equity


def holding_returns(
    days: Sequence[date], opens: Mapping[date, Price], closes: Mapping[date, Price]
) -> dict[date, Decimal]:
    """What it returned, day by day, to buy one symbol on the first of ``days`` and hold it.

    It is bought at the open of the first day of which it has one. Prices are as traded: dividends
    are left out. A day without a close returned nothing.
    """
    found: dict[date, Decimal] = {}
    before: Price | None = None
    for day in days:
        before = before or opens.get(day)
        close = closes.get(day, before)
        if before is None or close is None:
            continue
        found[day] = _rate(before, close)
        before = close
    return found


def _worth(held: Mapping[Symbol, Quantity], marks: Mapping[Symbol, Price]) -> tuple[Money, Money]:
    """What all positions are worth together, and less those that are owed, in dollars."""
    worth = [value(shares, marks[symbol]) for symbol, shares in held.items() if shares]
    gross, net = sum((abs(one) for one in worth), Decimal(0)), sum(worth, Decimal(0))
    return Money(gross), Money(net)


def _rate(before: Decimal, after: Decimal) -> Decimal:
    with localcontext(ARITHMETIC):
        return after / before - ONE


def _by_day(rows: Iterable[Row]) -> dict[date, list[Row]]:
    found: defaultdict[date, list[Row]] = defaultdict(list)
    for one in rows:
        found[one.day].append(one)
    return dict(found)


def _sums(transfers: Iterable[Transfer]) -> dict[date, tuple[Money, Money]]:
    """Dollars that came and that went, by day."""
    found: dict[date, tuple[Money, Money]] = {}
    for day, amount in transfers:
        came, went = found.get(day, (NO_MONEY, NO_MONEY))
        found[day] = (
            Money(came + max(amount, NO_MONEY)),
            Money(went - min(amount, NO_MONEY)),
        )
    return found
