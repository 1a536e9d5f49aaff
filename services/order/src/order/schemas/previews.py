"""Orders as they would be if they were placed now."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from events import OrderCreated, OrderLeg
from events.base import Cash, PositivePrice, PositiveShares
from order.domain.expecting import Expectation
from vocabulary import LegRole, OrderClass, OrderId, OrderType, Side, Symbol, TimeInForce

_EXAMPLE: dict[str, Any] = {
    "symbol": "IBM",
    "side": "buy",
    "type": "market",
    "quantity": "10",
    "notional": None,
    "limit_price": None,
    "stop_price": None,
    "trail_price": None,
    "trail_percent": None,
    "time_in_force": "day",
    "extended_hours": False,
    "reduce_only": False,
    "order_class": "simple",
    "bound_price": "189.11",
    "reference_price": "180.1",
    "fee_bound": "0",
    "legs": [],
    "replaces": None,
    "expected": {
        "quantity": "10",
        "price": "180.09",
        "fee": "0",
        "mid": "180.05",
        "slippage": "0.4",
    },
}


class PreviewLeg(BaseModel):
    """An exit that the order would come with: what it is for (``leg``), and what it may cost."""

    leg: LegRole
    type: OrderType
    limit_price: PositivePrice | None
    stop_price: PositivePrice | None
    trail_price: PositivePrice | None
    trail_percent: PositivePrice | None
    bound_price: PositivePrice
    fee_bound: Cash

    @classmethod
    def of(cls, leg: OrderLeg) -> Self:
        """What is told of an exit."""
        return cls.model_construct(
            leg=leg.role,
            type=leg.order_type,
            limit_price=leg.limit_price,
            stop_price=leg.stop_price,
            trail_price=leg.trail_price,
            trail_percent=leg.trail_percent,
            bound_price=leg.bound_price,
            fee_bound=leg.fee_bound,
        )


class ExpectedTrade(BaseModel):
    """What the order would trade at once: so many shares, their average price, and the fee.

    ``slippage`` is what they cost a buyer more than in the middle of the quote (``mid``), or bring
    a seller less, in dollars, without the fee. Both are missing where a side of the quote is.
    """

    model_config = ConfigDict(from_attributes=True)

    quantity: PositiveShares
    price: PositivePrice
    fee: Cash
    mid: PositivePrice | None
    slippage: Cash | None


class PreviewResponse(BaseModel):
    """What risk would be told of the order, and what it would trade at once.

    ``quantity`` is missing where money (``notional``) says how much. ``bound_price`` is the worst
    price at which it may trade, in dollars per share, and ``fee_bound`` the most that its fees come
    to, in dollars: that is what is held for. ``reference_price`` is what the market asks of a
    buyer, or bids to a seller. ``expected`` is missing if the order would wait. All of it can be
    sent to `POST /api/risk/estimate` as it is.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    symbol: Symbol
    side: Side
    type: OrderType
    quantity: PositiveShares | None
    notional: Cash | None
    limit_price: PositivePrice | None
    stop_price: PositivePrice | None
    trail_price: PositivePrice | None
    trail_percent: PositivePrice | None
    time_in_force: TimeInForce
    extended_hours: bool
    reduce_only: bool
    order_class: OrderClass
    bound_price: PositivePrice
    reference_price: PositivePrice | None
    fee_bound: Cash
    legs: list[PreviewLeg]
    replaces: OrderId | None
    expected: ExpectedTrade | None

    @classmethod
    def of(cls, told: OrderCreated, expected: Expectation | None) -> Self:
        """What would be told. It comes from our own domain: nothing is checked again."""
        return cls.model_construct(
            symbol=told.symbol,
            side=told.side,
            type=told.order_type,
            quantity=None if told.notional is not None else told.quantity,
            notional=told.notional,
            limit_price=told.limit_price,
            stop_price=told.stop_price,
            trail_price=told.trail_price,
            trail_percent=told.trail_percent,
            time_in_force=told.time_in_force,
            extended_hours=told.extended_hours,
            reduce_only=told.reduce_only,
            order_class=told.order_class,
            bound_price=told.bound_price,
            reference_price=told.reference_price,
            fee_bound=told.fee_bound,
            legs=[PreviewLeg.of(leg) for leg in told.legs],
            replaces=told.replaces,
            expected=expected and ExpectedTrade.model_construct(**expected._asdict()),
        )
