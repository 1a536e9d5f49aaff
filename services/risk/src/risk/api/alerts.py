"""Alerts about prices. No decisions are made here."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request

from chassis.security import SignedIn, Trading
from chassis.service import OwnDatabase, SharedCommands
from risk.commands import alerts as commands
from risk.commands.ringing import Bells
from risk.repository.alerts import find_alerts
from risk.schemas.alerts import AlertBody, AlertResponse, AlertsResponse

NOT_SET: dict[int | str, dict[str, Any]] = {
    409: {"description": "`too_many_alerts`: remove one first"},
    422: {
        "description": "`no_quote`: nobody both bids and asks for the symbol now, or it is just"
        " being split;"
        " `level_reached`: the price is there already"
    },
}

router = APIRouter(prefix="/api/risk/alerts", tags=["alerts"])


@router.get("")
async def list_alerts(who: SignedIn, database: OwnDatabase) -> AlertsResponse:
    """All alerts of the account, the newest first."""
    async with database.engine.connect() as connection:
        found = await find_alerts(connection, who.account_id)
    return AlertsResponse(items=[AlertResponse.of(one) for one in found])


@router.put("/{alert_id}", responses=NOT_SET)
async def set_alert(
    alert_id: UUID, body: AlertBody, who: Trading, shared: SharedCommands, request: Request
) -> AlertResponse:
    """Set an alert, or set it anew: it watches from the price of now, and can go off again.

    The server watches, whether or not anybody is signed in, by the middle between bid and ask. When
    the price crosses, or has moved, the account is told PRICE_ALERT_FIRED on its channel
    `portfolio`. One that repeats then goes on, after a minute.
    """
    bells: Bells = request.state.bells
    wish = commands.AlertWish(
        who.account_id,
        alert_id,
        body.symbol,
        body.kind,
        body.level,
        body.repeats,
        bells.price(body.symbol),
        datetime.now(UTC),
    )
    return AlertResponse.of(await shared.run(commands.set_alerts, wish))


@router.delete("/{alert_id}", status_code=HTTPStatus.NO_CONTENT)
async def remove_alert(alert_id: UUID, who: Trading, shared: SharedCommands) -> None:
    """Remove an alert. To remove one that is not there does no harm."""
    await shared.run(commands.remove_alerts, (who.account_id, alert_id))
