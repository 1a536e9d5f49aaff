"""The audit trail, as an administrator sees it, and as the people see it whom it is about."""

import json
from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from analytics.domain.trail import Link
from analytics.queries.audit import Page, Wanted
from vocabulary import AccountId, AuditOutcome, OrderId, SessionId, UserId

Action = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
Position = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,17}$")]


class PageRequest(BaseModel):
    """Which part of the trail, newest first: ``cursor`` is the ``next_cursor`` before it."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Position | None = None

    @property
    def before(self) -> int | None:
        """The position that was last seen."""
        return None if self.cursor is None else int(self.cursor)


class AuditRequest(PageRequest):
    """Which entries. With ``user_id`` also what was done with the accounts of that user."""

    user_id: UserId | None = None
    order_id: OrderId | None = None
    action: Action | None = None

    def wanted(self) -> Wanted:
        """The same, for a query."""
        return Wanted(self.user_id, self.order_id, self.action, self.before)


OwnPaging = Annotated[PageRequest, Query()]
Asked = Annotated[AuditRequest, Query()]


class AuditEntryResponse(BaseModel):
    """One entry. ``hash`` covers everything else in it, and through ``previous`` all before it.

    ``action`` is what was tried, or for an event its name. ``facts`` is all that was said of it.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "position": 7,
                "event_id": "01a1fb01-11bc-7cf6-b6be-cc6176cc1ca5",
                "recorded_at": "2026-01-05T09:00:00Z",
                "action": "order_canceled",
                "user_id": None,
                "account_id": "01a1fb01-0f3e-7a10-9b1c-5d1a7be0c3f2",
                "session_id": None,
                "order_id": "01a1fb01-2a4b-7c8d-8e9f-0a1b2c3d4e5f",
                "correlation_id": "01a1fb01-10aa-7bb0-8c11-d2e3f4a5b6c7",
                "facts": {"symbol": "IBM", "open_quantity": "20"},
                "previous": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
                "hash": "d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35",
            }
        }
    )

    position: int
    event_id: UUID
    recorded_at: AwareDatetime
    action: str
    user_id: UserId | None
    account_id: AccountId | None
    session_id: SessionId | None
    order_id: OrderId | None
    correlation_id: UUID
    facts: dict[str, Any]
    previous: str
    hash: str

    @classmethod
    def of(cls, link: Link) -> Self:
        """The entry with everything that is known of it."""
        facts = link.entry._asdict()
        return cls(
            position=link.position,
            facts=json.loads(facts.pop("document")),
            previous=link.previous.hex(),
            hash=link.hash.hex(),
            **facts,
        )


class AuditPage(BaseModel):
    """Entries, newest first. ``next_cursor`` leads to older ones, if there are any."""

    items: list[AuditEntryResponse]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page) -> Self:
        """The entries as an administrator sees them."""
        items = [AuditEntryResponse.of(one) for one in page.links]
        return cls(items=items, next_cursor=page.next_cursor)


class OwnEntryResponse(BaseModel):
    """Something that was done in the caller's name, or tried.

    ``address`` is where it came from, ``user_agent`` what the client said it was.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "recorded_at": "2026-01-05T09:00:00Z",
                "action": "sign_in",
                "outcome": "failed",
                "session_id": None,
                "address": "192.0.2.7",
                "user_agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
                "detail": "",
            }
        }
    )

    recorded_at: AwareDatetime
    action: str
    outcome: AuditOutcome | None = None
    session_id: SessionId | None = None
    address: str = ""
    user_agent: str = ""
    detail: str = ""

    @classmethod
    def of(cls, link: Link) -> Self:
        """The entry without what is only of use to an administrator."""
        facts = json.loads(link.entry.document)
        kept = {name: facts[name] for name in cls.model_fields.keys() & facts.keys()}
        own = {"recorded_at": link.entry.recorded_at, "action": link.entry.action}
        return cls.model_validate(kept | own)


class OwnAuditPage(BaseModel):
    """Entries, newest first. ``next_cursor`` leads to older ones, if there are any."""

    items: list[OwnEntryResponse]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page) -> Self:
        """The entries as the person sees them whom they are about."""
        items = [OwnEntryResponse.of(one) for one in page.links]
        return cls(items=items, next_cursor=page.next_cursor)
