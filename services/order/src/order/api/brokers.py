"""With whom the caller trades."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request

from chassis.errors import Conflict, NotFound
from chassis.security import TRADE, Caller, Principal, SignedIn
from chassis.service import OwnDatabase, SharedCommands
from order.api.answers import Answers, orders_router
from order.brokers.desk import BrokerDesk
from order.commands.brokers import ConnectWish, DisconnectWish, connect_brokers, disconnect_brokers
from order.repository.broker_keys import Connected, find_connected
from order.schemas.brokers import BrokerResponse, ConnectBrokerRequest

_BUSY = (
    "`open_orders`: orders of the account live; `open_positions`: it holds or owes something, or"
    " was filled less than a minute ago"
)
NOT_CONNECTED: Answers = {
    409: {"description": f"{_BUSY}; `broker_not_reachable`: this deployment does not go there"}
}
NOT_DISCONNECTED: Answers = {409: {"description": _BUSY}}
NO_BROKER: Answers = {404: {"description": "`no_broker`: the simulated exchange trades its orders"}}

router = orders_router()


class BrokerNotReachable(Conflict):
    """The deployment lets no order go to that broker."""

    code = "broker_not_reachable"


class NoBroker(NotFound):
    """The account trades on the simulated exchange."""

    code = "no_broker"


def _desk(request: Request) -> BrokerDesk:
    return request.state.broker_desk


OwnDesk = Annotated[BrokerDesk, Depends(_desk)]
FreshTrader = Annotated[Principal, Depends(Caller(scope=TRADE, fresh=True))]
"""Who may trade, and proved within the last minutes who they are."""


@router.get("/broker", responses=NO_BROKER)
async def show_broker(who: SignedIn, desk: OwnDesk, database: OwnDatabase) -> BrokerResponse:
    """The broker that trades the caller's orders, and everything about the keys but the secret."""
    async with database.engine.connect() as connection:
        found = await find_connected(connection, who.account_id)
    if found is None:
        raise NoBroker("the simulated exchange trades the orders of this account")
    return _shown(desk, found)


@router.put("/broker", responses=NOT_CONNECTED)
async def connect_broker(
    body: ConnectBrokerRequest, who: FreshTrader, desk: OwnDesk, shared: SharedCommands
) -> BrokerResponse:
    """Have the caller's orders traded by a broker, with the caller's keys there.

    Risk checks them as ever, with what this account has here; whether there is as much money at the
    broker, is between the caller and the broker. Other keys of the same account there may be given
    at any time.
    """
    if body.broker not in desk.reachable:
        raise BrokerNotReachable(f"this deployment lets no order go to {body.broker}")
    sealed = desk.close(body.keys, who.account_id)
    wish = ConnectWish(Connected(who.account_id, body.broker, sealed, datetime.now(UTC)))
    return _shown(desk, await shared.run(connect_brokers, wish))


@router.delete("/broker", status_code=HTTPStatus.NO_CONTENT, responses=NOT_DISCONNECTED)
async def disconnect_broker(who: FreshTrader, shared: SharedCommands) -> None:
    """Forget the keys, and have the caller's orders traded by the simulated exchange."""
    await shared.run(disconnect_brokers, DisconnectWish(who.account_id))


def _shown(desk: BrokerDesk, found: Connected) -> BrokerResponse:
    keys = desk.open(found.sealed, found.account_id)
    return BrokerResponse.of(found, keys, reachable=found.broker in desk.reachable)
