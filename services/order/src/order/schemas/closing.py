"""Closing positions."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from chassis.errors import Refusal
from order.schemas.numbers import AskedPercent, AskedShares, Flag, Name, SymbolName
from order.schemas.orders import OrderResponse
from vocabulary import Symbol

_PATTERN = r"^(?=.*[1-9])(100(\.0{1,4})?|[0-9]{1,2}(\.[0-9]{1,4})?)$"
_AT_MOST_ALL = (
    Field(le=100),
    WithJsonSchema({"type": "string", "format": "decimal", "pattern": _PATTERN}),
)
Percentage = Annotated[AskedPercent, *_AT_MOST_ALL]


class CloseRequest(BaseModel):
    """Which position to close by a market order: all that is free, or how much of it.

    That is a ``quantity`` of shares or a ``percentage`` of the position. ``cancel_orders`` takes
    back the symbol's orders first, because what they hold is not free.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"symbol": "IBM"}, {"symbol": "IBM", "percentage": "50"}]},
    )

    symbol: SymbolName
    quantity: AskedShares | None = None
    percentage: Percentage | None = None
    cancel_orders: Flag = False
    client_order_id: Name | None = None


class CloseAllRequest(BaseModel):
    """Whether to take back all orders before all positions are closed."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"cancel_orders": True}]}
    )

    cancel_orders: Flag = False


class Obstacle(BaseModel):
    """Why a position is not closed."""

    code: str
    detail: str


class Closing(BaseModel):
    """A position, and the order that closes it; or why there is none."""

    symbol: Symbol
    order: OrderResponse | None = None
    problem: Obstacle | None = None

    @classmethod
    def refused(cls, symbol: Symbol, refusal: Refusal) -> Self:
        """A position that stays as it is."""
        return cls(symbol=symbol, problem=Obstacle(code=refusal.code, detail=str(refusal)))


class Closings(BaseModel):
    """Every position of the account."""

    items: list[Closing]
