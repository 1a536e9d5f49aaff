"""Closing positions by market orders."""

from http import HTTPStatus
from typing import Any

from fastapi import Request, Response

from chassis.errors import Refusal
from chassis.security import Principal, Trading
from chassis.transaction import Database
from order.api.answers import NOT_CLOSED, NOT_PLACED, orders_router
from order.api.placing import place
from order.commands.canceling import CancelAllWish, request_all_cancels
from order.commands.closing import closing_ticket, the_only
from order.queries.closing import list_closable, wait_until_ended
from order.schemas.closing import CloseAllRequest, CloseRequest, Closing, Closings
from order.schemas.orders import OrderResponse
from vocabulary import Symbol

router = orders_router()


@router.post("/close", status_code=HTTPStatus.CREATED, responses=NOT_PLACED | NOT_CLOSED)
async def close_position(
    body: CloseRequest, who: Trading, request: Request, response: Response
) -> OrderResponse:
    """Close a position, or a part of it, by a market order the other way.

    Without `quantity` or `percentage` it is for all that no other order holds. With `cancel_orders`
    those of the symbol are taken back first, and their end is waited for, at most three seconds.
    """
    state: dict[str, Any] = request.scope["state"]
    if body.cancel_orders:
        await _take_back(state, who, body.symbol)
    database: Database = state["database"]
    async with database.engine.connect() as connection:
        found = await list_closable(connection, who.account_id, body.symbol)
    ticket = closing_ticket(the_only(found, body.symbol), body.quantity, body.percentage)
    placed = await place(state, who, ticket, body.client_order_id, closes=True)
    response.status_code = HTTPStatus.CREATED if placed.is_new else HTTPStatus.OK
    return OrderResponse.of(placed.record)


@router.post("/close-all")
async def close_positions(body: CloseAllRequest, who: Trading, request: Request) -> Closings:
    """Close all positions by market orders the other way, as far as no other order holds them."""
    state: dict[str, Any] = request.scope["state"]
    if body.cancel_orders:
        await _take_back(state, who, None)
    database: Database = state["database"]
    async with database.engine.connect() as connection:
        found = await list_closable(connection, who.account_id)
    closings: list[Closing] = []
    for one in found:
        try:
            placed = await place(state, who, closing_ticket(one), None, closes=True)
        except Refusal as refusal:
            closings.append(Closing.refused(one.symbol, refusal))
        else:
            order = OrderResponse.of(placed.record)
            closings.append(Closing(symbol=one.symbol, order=order))
    return Closings(items=closings)


async def _take_back(state: dict[str, Any], who: Principal, symbol: Symbol | None) -> None:
    wish = CancelAllWish(who.account_id, symbol, state["prices"].time.now())
    live = await state["commands"].run(request_all_cancels, wish)
    await wait_until_ended(state["database"], [record.order_id for record in live])
