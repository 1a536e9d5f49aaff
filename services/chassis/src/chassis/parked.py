"""What administrators do, in every service alike, about events that no handler could take."""

from http import HTTPStatus
from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import ColumnElement

from bus import parking, tables
from bus.parking import By, ParkedEvent
from chassis.errors import NotFound
from chassis.reach import OwnDatabase
from chassis.security import Admin, FreshAdmin

POSITION_MAX = 2**63 - 1
Position = Annotated[int, Path(ge=1, le=POSITION_MAX, description="Where it waits.")]
Note = Annotated[
    str,
    StringConstraints(max_length=500, pattern=r"^[^\x00-\x1f]*$"),
    Query(description="Why; it is written down beside the event."),
]
GONE: dict[int | str, dict[str, Any]] = {
    404: {"description": "`not_parked`: nothing is parked there, or not any more"}
}


class NotParked(NotFound):
    """No event waits there."""

    code = "not_parked"


class PageRequest(BaseModel):
    """Which part of the list. ``cursor`` is the ``next_cursor`` of the part before."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,17}$")] | None = None

    @property
    def after(self) -> int:
        """The position that was last seen."""
        return int(self.cursor or 0)


class ParkedResponse(BaseModel):
    """An event that waits, and why. Later ones of its ``key`` wait behind it.

    With ``redrive`` the service is about to try it again.
    """

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "example": {
                "position": 12,
                "consumer": "risk.accounts",
                "key": "01a1fb01-11bc-7cf6-b6be-cc6176cc1ca5",
                "event_id": "01a1fb01-2a4b-7c8d-8e9f-0a1b2c3d4e5f",
                "type": "ORDER_CREATED",
                "error": "ArithmeticError('nobody can handle this')",
                "attempts": 3,
                "redrive": False,
                "parked_at": "2026-01-05T09:00:00Z",
            }
        },
    )

    position: int
    consumer: str
    key: str
    event_id: UUID
    type: str
    error: str
    attempts: int
    redrive: bool
    parked_at: AwareDatetime


class ParkedPage(BaseModel):
    """Parked events, in the order in which they will be handled."""

    items: list[ParkedResponse]
    next_cursor: str | None

    @classmethod
    def of(cls, found: list[ParkedEvent], limit: int) -> Self:
        """The first ``limit`` of them."""
        items = [ParkedResponse.model_validate(one) for one in found[:limit]]
        return cls(items=items, next_cursor=str(items[-1].position) if found[limit:] else None)


class DeedResponse(BaseModel):
    """Something that was done to a parked event, by whom and why."""

    model_config = ConfigDict(from_attributes=True)

    action: str
    actor: str
    note: str
    at: AwareDatetime


class ParkedDetails(ParkedResponse):
    """A parked event with all that it says, and what was done to it before."""

    envelope: dict[str, Any] = {}
    history: list[DeedResponse] = []


class RedriveResponse(BaseModel):
    """How many events will be tried again: the event, and all others of its key."""

    events: int


async def list_parked_events(
    paging: Annotated[PageRequest, Query()], _who: Admin, database: OwnDatabase
) -> ParkedPage:
    """Events of this service that no handler could take, in the order of handling."""
    async with database.engine.connect() as connection:
        found = await parking.list_parked(connection, paging.after, paging.limit + 1)
    return ParkedPage.of(found, paging.limit)


async def show_parked_event(
    position: Position, _who: Admin, database: OwnDatabase
) -> ParkedDetails:
    """One of them: what it says, what went wrong, and what was done about it before."""
    async with database.engine.connect() as connection:
        found = await parking.find(connection, _at(position))
        if not found:
            raise NotParked("nothing is parked there")
        [(event, envelope)] = found
        history = await parking.history(connection, event.event_id)
    details = ParkedDetails.model_validate(event)
    deeds = [DeedResponse.model_validate(deed) for deed in history]
    return details.model_copy(update={"envelope": envelope, "history": deeds})


async def redrive_parked_event(
    position: Position, who: FreshAdmin, database: OwnDatabase, note: Note = ""
) -> RedriveResponse:
    """Have it tried again, with all that waits behind it. The service does it at once."""
    async with database.transaction() as tx:
        by = By(str(who.user_id), note)
        asked = await parking.redrive(tx.connection, _at(position), by)
    if not asked:
        raise NotParked("nothing is parked there")
    return RedriveResponse(events=len(asked))


async def discard_parked_event(
    position: Position, who: FreshAdmin, database: OwnDatabase, note: Note = ""
) -> None:
    """Give it up for good. Later ones of its key wait until they are redriven."""
    async with database.transaction() as tx:
        by = By(str(who.user_id), note)
        gone = await parking.discard(tx.connection, _at(position), by)
    if not gone:
        raise NotParked("nothing is parked there")


def router_of(area: str) -> APIRouter:
    """The endpoints of one service. Requests are counted by the whole path that is given here."""
    router = APIRouter(prefix=f"/api/{area}/admin/parked", tags=["parked events"])
    one, gone = "/{position}", HTTPStatus.NO_CONTENT
    router.get("")(list_parked_events)
    router.get(one, responses=GONE)(show_parked_event)
    router.delete(one, status_code=gone, responses=GONE)(discard_parked_event)
    again = router.post(f"{one}/redrive", status_code=HTTPStatus.ACCEPTED, responses=GONE)
    again(redrive_parked_event)
    return router


def _at(position: int) -> ColumnElement[bool]:
    return tables.parked.c.position == position
