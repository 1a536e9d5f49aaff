"""Splits and dividends, as they are shown."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from events.base import PositivePrice, PositiveShares
from market_data.domain.actions import ActionStatus, facts_of
from market_data.queries.actions import Page
from market_data.repository.actions import Stored
from vocabulary import CorporateActionKind, Symbol

AskedSymbol = Annotated[Symbol, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.-]*$", max_length=20)]


class ActionsRequest(BaseModel):
    """Which: of one symbol or of all, the latest ex-date first.

    ``cursor`` is the ``next_cursor`` of the part before.
    """

    symbol: Annotated[AskedSymbol | None, Field(examples=["AAPL"])] = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    cursor: UUID | None = None


AskedActions = Annotated[ActionsRequest, Query()]


class ActionResponse(BaseModel):
    """A split of ``old_shares`` into ``new_shares``, or a dividend of ``cash`` dollars per share.

    On ``ex_date`` shares trade without it for the first time. ``status``: ``announced`` and, when
    that day has opened in market time, ``effective``; ``past`` if it had before it was imported;
    ``imported`` or ``corrected`` until that is announced.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "action_id": "fc6cb871-e091-5409-875d-f0231b92f887",
                "symbol": "AAPL",
                "kind": "split",
                "ex_date": "2014-06-09",
                "new_shares": "7",
                "old_shares": "1",
                "cash": None,
                "pay_date": None,
                "status": "effective",
            }
        }
    )

    action_id: UUID
    symbol: Symbol
    kind: CorporateActionKind
    ex_date: date
    new_shares: PositiveShares | None = None
    old_shares: PositiveShares | None = None
    cash: PositivePrice | None = None
    pay_date: date | None = None
    status: ActionStatus

    @classmethod
    def of(cls, stored: Stored) -> Self:
        """An action as it is shown."""
        return cls.model_validate(facts_of(stored.action) | {"status": stored.status})


class ActionsPage(BaseModel):
    """Actions, the latest ex-date first. ``next_cursor`` leads to earlier ones, if any."""

    items: list[ActionResponse]
    next_cursor: UUID | None

    @classmethod
    def of(cls, page: Page) -> Self:
        """A page as it is shown."""
        items = [ActionResponse.of(one) for one in page.actions]
        return cls(items=items, next_cursor=page.next_cursor)
