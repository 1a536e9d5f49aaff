"""Lots: which fill brought the shares that are there, and those that have left."""

from collections.abc import Sequence
from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict

from events.base import Cash, PositivePrice, Shares
from portfolio.queries.history import Found, Page
from portfolio.queries.wanted import Spot
from portfolio.schemas.paging import PartRequest, SymbolAsked, cursor_of
from vocabulary import Symbol, average_price


class LotsRequest(PartRequest):
    """Which open lots, the oldest first."""

    symbol: SymbolAsked | None = None


LotsWanted = Annotated[LotsRequest, Query()]


class LotResponse(BaseModel):
    """What is left of the shares that one fill brought, and what these cost, without fees.

    Both are negative when the shares are owed. ``lot_id`` is the fill.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "lot_id": "01a1fb01-11bc-7cf6-b6be-cc6176cc1ca5",
                "symbol": "IBM",
                "quantity": "20",
                "cost": "3630",
                "price": "181.5",
                "opened_at": "2013-10-07T14:30:00Z",
            }
        },
    )

    lot_id: UUID
    symbol: Symbol
    quantity: Shares
    cost: Cash
    price: PositivePrice | None
    opened_at: AwareDatetime | None

    @classmethod
    def of(cls, lot: Found) -> Self:
        """The lot as its owner sees it."""
        return cls(
            lot_id=lot.lot_id,
            symbol=lot.symbol,
            quantity=lot.quantity,
            cost=lot.cost,
            price=average_price(lot.cost, lot.quantity) or None,
            opened_at=lot.opened_at,
        )


class LotPage(BaseModel):
    """Open lots, the oldest first. ``next_cursor`` leads to newer ones, if there are any."""

    items: list[LotResponse]
    next_cursor: str | None

    @classmethod
    def of(cls, lots: Sequence[Found], next_spot: Spot | None) -> Self:
        """A part of the list."""
        items = [LotResponse.of(one) for one in lots]
        return cls(items=items, next_cursor=cursor_of(next_spot))


class ClosingResponse(BaseModel):
    """Shares that a fill took out of a lot: what they had cost and brought, without fees.

    First in, first out: so ``realised`` is another figure than that of the trade, which goes by the
    average cost. Over all shares of a position both come to the same.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "booking_id": "01a1fb01-2d5c-7f0e-a1c6-9a5d0c1ce0f1",
                "lot_id": "01a1fb01-11bc-7cf6-b6be-cc6176cc1ca5",
                "symbol": "IBM",
                "quantity": "20",
                "cost": "3630",
                "proceeds": "3800",
                "realised": "170",
                "epoch": 1,
                "opened_at": "2013-10-07T14:30:00Z",
                "closed_at": "2013-10-07T15:30:00Z",
            }
        },
    )

    booking_id: UUID
    lot_id: UUID
    symbol: Symbol
    quantity: Shares
    cost: Cash
    proceeds: Cash
    realised: Cash
    epoch: int
    opened_at: AwareDatetime | None
    closed_at: AwareDatetime | None

    @classmethod
    def of(cls, row: Found) -> Self:
        """The shares as their owner sees them."""
        shown: dict[str, Any] = {
            name: getattr(row, name) for name in cls.model_fields.keys() - MADE
        }
        return cls(realised=row.proceeds - row.cost, **shown)


MADE = {"realised"}


class ClosingPage(BaseModel):
    """What left, newest first. ``next_cursor`` leads to older ones, if there are any."""

    items: list[ClosingResponse]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page) -> Self:
        """A part of the list."""
        items = [ClosingResponse.of(row) for row in page.rows]
        return cls(items=items, next_cursor=cursor_of(page.next_spot))
