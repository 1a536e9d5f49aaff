"""Orders that nobody places: as an estimate is asked for."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.prices import Prices
from events.order_facts import OrderLeg, OrderTerms
from risk.schemas.numbers import (
    AskedFee,
    AskedMoney,
    AskedPrice,
    AskedShares,
    Flag,
    ToldFee,
    ToldPrice,
)
from risk.schemas.refusals import (
    BoundMissing,
    BoundsDiffer,
    FeesDiffer,
    LegsMismatched,
    NoPrice,
    NotionalTooSmall,
    PricesMismatched,
    SizeAmbiguous,
)
from vocabulary import (
    NO_MONEY,
    AccountId,
    LegRole,
    Money,
    OrderClass,
    OrderId,
    OrderType,
    Price,
    Quantity,
    SessionPhase,
    Side,
    Symbol,
    TimeInForce,
    plain,
)
from vocabulary.ticks import protection_price, shares_for

NewId = Callable[[], UUID]
AUCTIONS = {TimeInForce.OPG, TimeInForce.CLS}
_PROFIT, _LOSS = LegRole.TAKE_PROFIT, LegRole.STOP_LOSS
LEGS: Mapping[OrderClass, tuple[set[LegRole], ...]] = {
    OrderClass.SIMPLE: (set(),),
    OrderClass.BRACKET: ({_PROFIT, _LOSS},),
    OrderClass.OTO: ({_PROFIT}, {_LOSS}),
    OrderClass.OCO: ({_LOSS},),
}
"""The exits with which each class may come; what replaces an order comes without."""
_PRICES = ("limit_price", "stop_price", "trail_price", "trail_percent")
TYPES: Mapping[tuple[str, ...], OrderType] = {
    (): OrderType.MARKET,
    ("limit_price",): OrderType.LIMIT,
    ("stop_price",): OrderType.STOP,
    ("limit_price", "stop_price"): OrderType.STOP_LIMIT,
    ("trail_price",): OrderType.TRAILING_STOP,
    ("trail_percent",): OrderType.TRAILING_STOP,
}
"""The type that names such prices."""
_SAME = (
    *("symbol", "side", *_PRICES, "time_in_force", "extended_hours"),
    *("reduce_only", "order_class", "replaces"),
)
"""What is called as in ORDER_CREATED."""
_BRACKET: dict[str, Any] = {
    "symbol": "IBM",
    "side": "buy",
    "type": "limit",
    "quantity": "10",
    "limit_price": "180",
    "time_in_force": "gtc",
    "order_class": "bracket",
    "bound_price": "180",
    "reference_price": "180.1",
    "fee_bound": "0",
    "legs": [
        {"leg": "take_profit", "type": "limit", "limit_price": "190", "bound_price": "190"},
        {"leg": "stop_loss", "type": "stop", "stop_price": "170", "bound_price": "0.00000001"},
    ],
}


class EstimatedLeg(BaseModel):
    """An exit that the order comes with. It trades no worse than at its ``bound_price``."""

    model_config = ConfigDict(extra="forbid")

    leg: LegRole
    type: OrderType
    limit_price: AskedPrice | None = None
    stop_price: AskedPrice | None = None
    trail_price: AskedPrice | None = None
    trail_percent: AskedPrice | None = None
    bound_price: ToldPrice
    fee_bound: ToldFee = NO_MONEY

    def told(self, order_id: OrderId) -> OrderLeg:
        """The same, as ORDER_CREATED says it."""
        return OrderLeg.model_construct(
            order_id=order_id,
            role=self.leg,
            order_type=self.type,
            **{name: getattr(self, name) for name in (*_PRICES, "bound_price", "fee_bound")},
        )


class EstimateRequest(BaseModel):
    """An order that nobody places: what `POST /api/orders/preview` says of it, as it is, or less.

    How much of it is said either in shares or in dollars (``notional``). Without a ``bound_price``,
    the worst price at which it may trade, that is its limit, or what protects an order at the
    market; of stops only a preview says it. ``fee_bound``, which ``fee`` may be called too, is the
    most that its fees come to: without it, none. ``replaces`` is an open order in whose place it is
    to stand. ``expected`` is not looked at.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"symbol": "IBM", "side": "buy", "quantity": "20"}, _BRACKET]
        },
    )

    symbol: Annotated[Symbol, Field(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9_./:-]+$")]
    side: Side
    type: OrderType | None = None
    quantity: AskedShares | None = None
    notional: AskedMoney | None = None
    limit_price: AskedPrice | None = None
    stop_price: AskedPrice | None = None
    trail_price: AskedPrice | None = None
    trail_percent: AskedPrice | None = None
    time_in_force: TimeInForce = TimeInForce.DAY
    extended_hours: Flag = False
    reduce_only: Flag = False
    order_class: OrderClass = OrderClass.SIMPLE
    bound_price: ToldPrice | None = None
    reference_price: ToldPrice | None = None
    fee_bound: ToldFee | None = None
    fee: AskedFee | None = None
    legs: Annotated[tuple[EstimatedLeg, ...], Field(max_length=len(LegRole))] = ()
    replaces: OrderId | None = None
    expected: dict[str, Any] | None = None

    def order(self, account_id: AccountId, new_id: NewId, prices: Prices) -> OrderTerms:
        """The order as ORDER_CREATED would say it, with ids of nobody.

        Raises:
            SizeAmbiguous: neither shares nor dollars say how much, or both do.
            NoPrice: nothing bounds it, and nobody quotes the other side.
            NotionalTooSmall: its money buys nothing.
            PricesMismatched, BoundMissing, BoundsDiffer, FeesDiffer, LegsMismatched: it contradicts
                itself.
        """
        order_type = self._type()
        self._check_legs()
        bound = self._bound(order_type, prices)
        reference = self.reference_price or self._market(prices)
        return OrderTerms.model_construct(
            order_id=OrderId(new_id()),
            account_id=account_id,
            order_type=order_type,
            quantity=self._quantity(bound),
            notional=self.notional,
            bound_price=bound,
            reference_price=reference,
            fee_bound=self._fee(),
            legs=tuple(leg.told(OrderId(new_id())) for leg in self.legs),
            market_time=prices.time.now(),
            **{name: getattr(self, name) for name in _SAME},
        )

    def _type(self) -> OrderType:
        named = tuple(name for name in _PRICES if getattr(self, name) is not None)
        found = TYPES.get(named)
        if found is None or self.type not in {None, found}:
            kind = "no order" if self.type is None else f"no {self.type} order".replace("_", " ")
            raise PricesMismatched(f"{kind} names {' and '.join(named) or 'no price'}")
        return found

    def _check_legs(self) -> None:
        roles = [leg.leg for leg in self.legs]
        fits = not roles if self.replaces is not None else set(roles) in LEGS[self.order_class]
        if not fits or len(set(roles)) < len(roles):
            named = " and ".join(roles) or "no exits"
            what = "a replacement" if self.replaces is not None else f"a {self.order_class} order"
            raise LegsMismatched(f"{what} does not come with {named}")

    def _quantity(self, bound: Price) -> Quantity:
        if (self.quantity is None) is (self.notional is None):
            raise SizeAmbiguous("say how much by either quantity or notional")
        quantity = self.quantity or shares_for(self.notional or NO_MONEY, bound)
        if not quantity:
            text = f"{plain(self.notional or NO_MONEY)} dollars buy nothing at {plain(bound)}"
            raise NotionalTooSmall(text, notional=self.notional, bound_price=bound)
        return quantity

    def _fee(self) -> Money:
        if self.fee is None or self.fee_bound in {None, self.fee}:
            return self.fee_bound or self.fee or NO_MONEY
        raise FeesDiffer("fee and fee_bound are the same figure")

    def _bound(self, order_type: OrderType, prices: Prices) -> Price:
        if self.limit_price is not None:
            if self.bound_price not in {None, self.limit_price}:
                raise BoundsDiffer("an order with a limit trades no worse than that")
            return self.limit_price
        if self.bound_price is not None:
            return self.bound_price
        if order_type is not OrderType.MARKET:
            raise BoundMissing("ask POST /api/orders/preview at which price it may trade at worst")
        return self._protected(prices)

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
