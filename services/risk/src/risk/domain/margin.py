"""What a margin account may owe: buying power, what positions require, and what orders reserve.

Regulation T lets an account open positions worth twice its equity (12 CFR 220.12: half is to be
put up), FINRA rule 4210 four times while the session lasts, and asks for a quarter of what is
owned and 30 % of what is owed as long as it is held. An account of cash is the case of one time:
its buying power is its cash.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from risk.domain.commitment import Commitment
from vocabulary import (
    NO_MONEY,
    NO_SHARES,
    Money,
    Price,
    Quantity,
    Side,
    Symbol,
    portion,
    value,
)

_HUNDRED = Quantity(Decimal(100))


@dataclass(frozen=True, slots=True)
class MarginTerms:
    """What the house lends, in times the equity, per cent of what is held, dollars and seconds.

    Below ``equity_min`` nothing is lent. Who does not meet a margin call within ``call_seconds`` of
    market time is liquidated; at once, who has less than ``urgent_percent`` of what is required.
    """

    overnight: Decimal = Decimal(2)
    intraday: Decimal = Decimal(4)
    long_percent: Decimal = Decimal(25)
    short_percent: Decimal = Decimal(30)
    equity_min: Money = Money(Decimal(2_000))
    call_seconds: int = 900
    urgent_percent: Decimal = Decimal(50)

    def times(self, equity: Money, *, is_session: bool) -> Decimal:
        """How many times its equity an account may hold."""
        if equity < self.equity_min:
            return Decimal(1)
        return self.intraday if is_session else self.overnight


@dataclass(frozen=True, slots=True)
class Holding:
    """Shares, negative if they are owed, and what one is worth, in dollars."""

    symbol: Symbol
    quantity: Quantity
    mark: Price

    @property
    def worth(self) -> Money:
        """Dollars; negative if they are owed."""
        return value(self.quantity, self.mark)

    def maintenance(self, terms: MarginTerms) -> Money:
        """Dollars of equity that holding them takes."""
        percent = terms.short_percent if self.quantity < 0 else terms.long_percent
        return portion(Money(abs(self.worth)), Quantity(percent), _HUNDRED)


@dataclass(frozen=True, slots=True)
class Valuation:
    """What an account is worth, in dollars: its cash, which may be owed, and its holdings."""

    cash: Money
    holdings: Sequence[Holding] = ()

    @property
    def equity(self) -> Money:
        """What would be left if everything were sold and bought back."""
        return Money(self.cash + sum((one.worth for one in self.holdings), NO_MONEY))

    @property
    def gross(self) -> Money:
        """What is owned and what is owed, together."""
        return Money(sum((abs(one.worth) for one in self.holdings), NO_MONEY))

    def maintenance(self, terms: MarginTerms) -> Money:
        """The equity that it takes to keep all holdings."""
        return Money(sum((one.maintenance(terms) for one in self.holdings), NO_MONEY))

    def buying_power(self, times: Decimal, reserved: Money) -> Money:
        """What may be opened beyond what is held and what open orders have reserved."""
        lent = value(Quantity(times), Price(self.equity))
        return Money(lent - self.gross - reserved)


@dataclass(frozen=True, slots=True)
class Claim:
    """What orders that belong together may still buy and sell, and what that may be worth."""

    buys: Quantity = NO_SHARES
    cost: Money = NO_MONEY
    sells: Quantity = NO_SHARES
    yields: Money = NO_MONEY


def claim_of(commitment: Commitment, mark: Price | None) -> Claim:
    """What a commitment claims. What is sold short is worth its price, or the market's if more."""
    orders, exits = commitment.orders, commitment.exits
    buys = max((one.quantity for one in orders if one.side is Side.BUY), default=NO_SHARES)
    cost = commitment.cash
    if exits is not None and exits.side is Side.BUY:  # what an entry sells is claimed as a sale
        buys, cost = exits.quantity, exits.cash if exits.quantity else NO_MONEY
    named = [one.bound_price for one in orders if one.side is Side.SELL]
    if exits is not None and exits.side is Side.SELL:
        named.append(exits.bound_price)
    price = max([*named, mark] if mark is not None else named, default=Price(Decimal(0)))
    sells = commitment.shares
    return Claim(buys, cost, sells, value(sells, price))


def reservations(position: Quantity, claims: Iterable[Claim]) -> list[Money]:
    """What each claim on a symbol reserves of the buying power, in dollars, the first one first.

    Shares that only close a position open none, so they reserve nothing; each is closed once.
    """
    to_sell, to_buy = max(position, NO_SHARES), max(Quantity(-position), NO_SHARES)
    reserved: list[Money] = []
    for claim in claims:
        closed, covered = min(claim.sells, to_sell), min(claim.buys, to_buy)
        to_sell, to_buy = Quantity(to_sell - closed), Quantity(to_buy - covered)
        bought = _part(claim.cost, Quantity(claim.buys - covered), claim.buys)
        shorted = _part(claim.yields, Quantity(claim.sells - closed), claim.sells)
        reserved.append(Money(bought + shorted))
    return reserved


def _part(money: Money, part: Quantity, whole: Quantity) -> Money:
    return portion(money, part, whole) if whole else money
