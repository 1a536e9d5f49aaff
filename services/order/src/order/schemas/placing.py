"""Orders as they are asked for."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from chassis.moments import Moment
from order.domain.replacement import Changes
from order.domain.ticket import Exit, Ticket
from order.schemas.numbers import (
    AskedMoney,
    AskedPercent,
    AskedPrice,
    AskedShares,
    Flag,
    Name,
    SymbolName,
)
from vocabulary import OrderClass, OrderType, Side, TimeInForce

_BRACKET: dict[str, Any] = {
    "symbol": "IBM",
    "side": "buy",
    "type": "limit",
    "quantity": "10",
    "limit_price": "180.00",
    "time_in_force": "gtc",
    "order_class": "bracket",
    "take_profit": {"limit_price": "190.00"},
    "stop_loss": {"trail_percent": "2.5"},
}


class TakeProfit(BaseModel):
    """An exit that waits at a better price, in dollars per share."""

    model_config = ConfigDict(extra="forbid")

    limit_price: AskedPrice


class StopLoss(BaseModel):
    """An exit that waits for a worse price: a ``stop_price``, or one that trails the best price.

    With a ``limit_price`` it trades no worse than that once the stop is reached.
    """

    model_config = ConfigDict(extra="forbid")

    stop_price: AskedPrice | None = None
    limit_price: AskedPrice | None = None
    trail_price: AskedPrice | None = None
    trail_percent: AskedPercent | None = None

    def exit(self) -> Exit:
        """The same, in the words of the domain."""
        return Exit(self.limit_price, self.stop_price, self.trail_price, self.trail_percent)


class PlaceOrderRequest(BaseModel):
    """An order. Numbers are strings; prices are in dollars per share.

    Either ``quantity``, in shares, or ``notional``, in dollars, says how much. Which prices an
    order needs depends on its ``type``: a limit order a ``limit_price``, a stop order a
    ``stop_price``, a stop_limit order both, a trailing_stop either ``trail_price`` or
    ``trail_percent``. A bracket takes both exits, an oto one of them; an oco consists of them, and
    its ``limit_price`` is that of ``take_profit``. ``client_order_id`` names the order for its
    owner: sent again, it gets the first answer.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"symbol": "IBM", "side": "buy", "type": "market", "quantity": "10"},
                {
                    "symbol": "IBM",
                    "side": "sell",
                    "type": "limit",
                    "quantity": "2.5",
                    "limit_price": "181.50",
                    "client_order_id": "my-first-order",
                },
                {"symbol": "IBM", "side": "buy", "type": "market", "notional": "500.00"},
                {
                    "symbol": "IBM",
                    "side": "sell",
                    "type": "trailing_stop",
                    "quantity": "10",
                    "trail_price": "1.50",
                    "time_in_force": "gtc",
                },
                _BRACKET,
            ],
        },
    )

    symbol: SymbolName
    side: Side
    type: OrderType
    quantity: AskedShares | None = None
    limit_price: AskedPrice | None = None
    client_order_id: Name | None = None
    time_in_force: TimeInForce = TimeInForce.DAY
    notional: AskedMoney | None = None
    stop_price: AskedPrice | None = None
    trail_price: AskedPrice | None = None
    trail_percent: AskedPercent | None = None
    display_quantity: Annotated[
        AskedShares | None, Field(description="How much of it others see at a time.")
    ] = None
    post_only: Annotated[Flag, Field(description="Refused if it would trade at once.")] = False
    reduce_only: Annotated[
        Flag, Field(description="It only makes a position smaller: it trades what is free of it.")
    ] = False
    extended_hours: Flag = False
    expires_at: Annotated[
        Moment | None, Field(description="Of a gtd order: until when, in market time.")
    ] = None
    order_class: OrderClass = OrderClass.SIMPLE
    take_profit: TakeProfit | None = None
    stop_loss: StopLoss | None = None

    def ticket(self) -> Ticket:
        """What is asked for."""
        profit = None if self.take_profit is None else self.take_profit.limit_price
        limit = self.limit_price
        if profit is not None and self.order_class is OrderClass.OCO and limit in {None, profit}:
            limit, profit = profit, None
        return Ticket(
            self.symbol,
            self.side,
            self.type,
            self.quantity,
            limit,
            self.notional,
            self.stop_price,
            self.trail_price,
            self.trail_percent,
            self.time_in_force,
            self.order_class,
            self.display_quantity,
            self.post_only,
            self.reduce_only,
            self.extended_hours,
            self.expires_at,
            None if profit is None else Exit(profit),
            None if self.stop_loss is None else self.stop_loss.exit(),
        )


class ReplaceOrderRequest(BaseModel):
    """What is to be different about an order; whatever is missing stays as it is.

    ``quantity`` is how much is to trade in all, with what is filled already. ``trail`` is in
    dollars or per cent, as the order's own.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"limit_price": "181.00"}, {"quantity": "5", "time_in_force": "gtc"}]
        },
    )

    quantity: AskedShares | None = None
    limit_price: AskedPrice | None = None
    stop_price: AskedPrice | None = None
    trail: AskedPercent | None = None
    time_in_force: TimeInForce | None = None
    client_order_id: Name | None = None

    def changes(self) -> Changes:
        """The same, in the words of the domain."""
        return Changes(
            self.quantity,
            self.limit_price,
            self.stop_price,
            self.trail,
            self.time_in_force,
            self.client_order_id,
        )
