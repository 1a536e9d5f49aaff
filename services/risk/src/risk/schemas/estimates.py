"""What an order would cost, hold and break, if it were placed now."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from chassis.errors import Unprocessable
from chassis.prices import Prices
from events.base import Cash, Figure, Shares
from risk.domain.case import Case, Refusal
from risk.domain.commitment import Wish
from risk.domain.hold import Hold
from risk.domain.rules import broken
from risk.domain.terms import Terms
from risk.schemas.numbers import AskedFee, AskedMoney, AskedPrice, AskedShares, Flag
from vocabulary import (
    NO_MONEY,
    Money,
    OrderId,
    Price,
    RejectionReason,
    SessionPhase,
    Side,
    Symbol,
    TimeInForce,
    plain,
)
from vocabulary.ticks import protection_price, shares_for

AUCTIONS = {TimeInForce.OPG, TimeInForce.CLS}
SHORT_LIVED = {TimeInForce.DAY, TimeInForce.IOC, TimeInForce.FOK} | AUCTIONS


class SizeAmbiguous(Unprocessable):
    """It is not said how much, or said twice."""

    code = "size_ambiguous"


class NoPrice(Unprocessable):
    """An order without a limit costs what the market asks, and the market asks nothing."""

    code = "no_quote"


class NotionalTooSmall(Unprocessable):
    """The money buys nothing."""

    code = "notional_too_small"


class EstimateRequest(BaseModel):
    """An order that nobody places: at the market, unless it has a limit.

    How much of it is said either in shares or in dollars. `fee` is what its fees may come to.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"symbol": "IBM", "side": "buy", "quantity": "20"}]},
    )

    symbol: Annotated[Symbol, Field(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9_./:-]+$")]
    side: Side
    quantity: AskedShares | None = None
    notional: AskedMoney | None = None
    limit_price: AskedPrice | None = None
    time_in_force: TimeInForce = TimeInForce.DAY
    extended_hours: Flag = False
    fee: AskedFee = NO_MONEY

    def wish(self, order_id: OrderId, prices: Prices) -> Wish:
        """What the order would commit.

        Raises:
            SizeAmbiguous: neither shares nor dollars say how much, or both do.
            NoPrice: it has no limit, and nobody quotes the other side.
            NotionalTooSmall: its money buys nothing.
        """
        if (self.quantity is None) is (self.notional is None):
            raise SizeAmbiguous("say how much by either quantity or notional")
        bound = self.limit_price or self._protected(prices)
        quantity = self.quantity or shares_for(self.notional or NO_MONEY, bound)
        if not quantity:
            text = f"{plain(self.notional or NO_MONEY)} dollars buy nothing at {plain(bound)}"
            raise NotionalTooSmall(text, notional=self.notional, bound_price=bound)
        money = self.notional if self.side is Side.BUY else None
        return Wish(Hold(order_id, self.symbol, self.side, quantity, bound, self.fee, money))

    def terms(self, prices: Prices) -> Terms:
        """What rules ask of it besides."""
        return Terms(
            limit_price=self.limit_price,
            market_price=self._market(prices),
            at=prices.time.now(),
            outlives=self.extended_hours or self.time_in_force not in SHORT_LIVED,
        )

    def _market(self, prices: Prices) -> Price | None:
        quote = prices.quote(self.symbol)
        if quote is None:
            return None
        return quote.ask if self.side is Side.BUY else quote.bid

    def _protected(self, prices: Prices) -> Price:
        """The worst price of an order without a limit, as the order service will say it."""
        quote = prices.quote(self.symbol)
        if quote is not None and quote.stale:
            raise NoPrice(f"the source of the prices of {self.symbol} has fallen silent")
        market, clock = self._market(prices), prices.time.clock
        waits = clock is not None and clock.phase is SessionPhase.CLOSED
        if market is None and (waits or self.time_in_force in AUCTIONS):
            market = prices.last(self.symbol)
        if market is None:
            raise NoPrice(f"nobody quotes the other side of {self.symbol} at this moment")
        instrument = prices.instrument(self.symbol)
        return protection_price(self.side, market, instrument and instrument.tick_size)


class BrokenRule(BaseModel):
    """A rule that the order would break, and the figures that were compared."""

    model_config = ConfigDict(from_attributes=True)

    reason: RejectionReason
    rule: str
    needed_cash: Cash | None
    free_cash: Cash | None
    needed_shares: Shares | None
    free_shares: Shares | None
    allowed: Figure | None
    reached: Figure | None

    @classmethod
    def of(cls, refusal: Refusal) -> Self:
        """One refusal."""
        return cls.model_validate(refusal)


class EstimateResponse(BaseModel):
    """What would become of the order: `would_be_approved` if it breaks no rule.

    `cost` is what it may be worth at most, in dollars, without fees. It would hold so much buying
    power and so many shares; `opens` of its shares would enlarge a position or open one, and
    `sells_short` of them are not there. What a margin account only closes holds no buying power.
    """

    would_be_approved: bool
    cost: Cash
    holds_buying_power: Cash
    holds_shares: Shares
    buying_power: Cash
    buying_power_afterwards: Cash
    opens: Shares
    sells_short: Shares
    broken: list[BrokenRule]

    @classmethod
    def of(cls, case: Case) -> Self:
        """The case as its trader sees it; every rule that it breaks, the first one first."""
        rules = [BrokenRule.of(one) for one in broken(case)]
        free = NO_MONEY if case.means is None else case.means.cash
        need = case.need
        return cls(
            would_be_approved=not rules,
            cost=case.worth,
            holds_buying_power=need.cash,
            holds_shares=need.shares,
            buying_power=free,
            buying_power_afterwards=Money(free - need.cash),
            opens=need.opened,
            sells_short=need.shorted,
            broken=rules,
        )
