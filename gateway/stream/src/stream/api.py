"""HTTP in: tickets, and the WebSocket itself."""

from typing import Annotated

from fastapi import APIRouter, Depends, WebSocket
from fastapi.requests import HTTPConnection

from chassis.security import SignedIn
from stream.connections.door import Door
from stream.credentials import TICKET_SECONDS, Tickets
from stream.schemas import TicketResponse

router = APIRouter(tags=["stream"])


async def _tickets(connection: HTTPConnection) -> Tickets:
    return connection.state.tickets


async def _door(connection: HTTPConnection) -> Door:
    return connection.state.door


OwnTickets = Annotated[Tickets, Depends(_tickets)]
OwnDoor = Annotated[Door, Depends(_door)]


@router.post("/api/stream/ticket")
async def issue_ticket(who: SignedIn, tickets: OwnTickets) -> TicketResponse:
    """Get a ticket for `/ws`, good once and for 30 seconds."""
    return TicketResponse(ticket=await tickets.issue(who), expires_in=TICKET_SECONDS)


@router.websocket("/ws")
async def stream(websocket: WebSocket, door: OwnDoor) -> None:
    """Live news: what happens to the caller's account, and prices."""
    await door.serve(websocket)
