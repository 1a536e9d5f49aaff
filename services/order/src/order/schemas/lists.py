"""Many orders at once."""

from typing import Annotated, Literal, Self

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.moments import Moment
from order.domain.record import OrderRecord
from order.queries.orders import Page
from order.repository.listing import Filter, Life
from order.schemas.numbers import Name, SymbolName, SymbolNames
from order.schemas.orders import OrderResponse
from vocabulary import OrderId, OrderStatus, Side, Symbol

LIMIT_MAX = 500


class OrderPage(BaseModel):
    """Some orders. ``next_cursor`` leads to more, if there are any."""

    items: list[OrderResponse]
    next_cursor: OrderId | None

    @classmethod
    def of(cls, page: Page) -> Self:
        """A part of the list."""
        items = [OrderResponse.of(record) for record in page.records]
        return cls.model_construct(None, items=items, next_cursor=page.next_beyond)


class OrderQuery(BaseModel):
    """Which orders, newest first unless ``direction`` is ``asc``.

    ``status`` says whether they live (``open``) or not (``closed``), or how they ended.
    ``cursor`` is the ``next_cursor`` of the part before. ``nested`` shows exits as the ``legs`` of
    the orders that they belong to, and not beside them. ``after`` and ``until`` are about when
    orders were placed; neither moment is included.
    """

    status: Life = "all"
    symbol: SymbolName | None = None
    symbols: Annotated[
        SymbolNames, Field(description="All, when left out.", examples=["IBM,BAC"])
    ] = ""
    side: Side | None = None
    client_order_id: Name | None = None
    after: Moment | None = None
    until: Moment | None = None
    direction: Literal["asc", "desc"] = "desc"
    nested: bool = False
    cursor: OrderId | None = None
    limit: Annotated[int, Field(ge=1, le=LIMIT_MAX)] = 50

    def filter(self) -> Filter:
        """The same, in the words of the repository."""
        symbols = [Symbol(part) for part in self.symbols.split(",") if part]
        symbols += [] if self.symbol is None else [self.symbol]
        return Filter(
            self.status,
            symbols,
            self.side,
            self.client_order_id,
            self.after,
            self.until,
            self.direction,
            self.nested,
            self.cursor,
            self.limit,
        )


Wanted = Annotated[OrderQuery, Query()]


class OrderBrief(BaseModel):
    """An order that is taken back, and how it is shown now."""

    order_id: OrderId
    client_order_id: str
    symbol: Symbol
    status: OrderStatus

    @classmethod
    def of(cls, record: OrderRecord) -> Self:
        """The least that there is to say."""
        return cls(
            order_id=record.order_id,
            client_order_id=record.client_order_id,
            symbol=record.ticket.symbol,
            status=record.shown_status,
        )


class TakenBack(BaseModel):
    """The orders that were live, and how they are shown now."""

    items: list[OrderBrief]
