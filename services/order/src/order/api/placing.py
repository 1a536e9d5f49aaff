"""Placing an order, and putting another one in its place."""

from functools import partial
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response

from bus.envelope import new_id
from chassis.commands import Commands, Execute
from chassis.errors import Unprocessable
from chassis.fast import Call, FastRoute
from chassis.prices import Prices
from chassis.security import TRADER, Principal, Trading
from order.api.answers import NOT_PLACED, NOT_REPLACED, orders_router
from order.api.market import market_of
from order.commands.drafting import PlaceWish
from order.commands.placing import Placed
from order.commands.replacing import ReplaceWish
from order.domain.ticket import Ticket
from order.schemas.numbers import IdempotencyKey
from order.schemas.orders import OrderResponse
from order.schemas.placing import PlaceOrderRequest, ReplaceOrderRequest
from vocabulary import ClientOrderId, OrderId

router = orders_router()
Answer = tuple[HTTPStatus, OrderResponse]


class KeysDiffer(Unprocessable):
    """The request names the order twice, and not the same."""

    code = "keys_differ"


@router.post("", status_code=HTTPStatus.CREATED, responses=NOT_PLACED)
async def place_order(
    body: PlaceOrderRequest,
    who: Trading,
    request: Request,
    response: Response,
    *,
    idempotency_key: IdempotencyKey = None,
) -> OrderResponse:
    """Place an order. The answer is its id and `pending_new`; its fate arrives as events.

    Sent again under the same name, the order is placed once, and is answered as it stands.
    """
    name = _name(body.client_order_id, idempotency_key)
    response.status_code, answer = await _place(Call(body, who, request.scope["state"]), name)
    return answer


@router.patch("/{order_id:uuid}", status_code=HTTPStatus.CREATED, responses=NOT_REPLACED)
async def replace_order(
    order_id: OrderId,
    body: ReplaceOrderRequest,
    who: Trading,
    request: Request,
    response: Response,
    *,
    idempotency_key: IdempotencyKey = None,
) -> OrderResponse:
    """Put another order in the place of one of the caller's: the answer is the new one.

    The old one is shown as `pending_replace`, and goes on until the book has changed them. If it
    trades all that it may before, or the new one is refused, the old one stays as it is. Only an
    order that asks for less, and is otherwise the same, keeps its place in line.
    """
    state: dict[str, Any] = request.scope["state"]
    name = _name(body.client_order_id, idempotency_key)
    wish = replace_wish(state["prices"], who, order_id, body, name)
    shared: Commands = state["commands"]
    replace_orders: Execute[ReplaceWish, Placed] = state["replace_orders"]
    response.status_code, answer = _answer(await shared.run(replace_orders, wish))
    return answer


async def place(
    state: Any,  # noqa: ANN401  # what ``request.state`` holds
    who: Principal,
    ticket: Ticket,
    name: ClientOrderId | None,
    *,
    closes: bool = False,
) -> Placed:
    """Have an order placed for the caller; one that ``closes`` takes what no other order holds.

    Raises:
        Refusal: as ``place_orders`` answers.
    """
    shared: Commands = state["commands"]
    wish = place_wish(state["prices"], who, ticket, name)._replace(closes=closes)
    place_orders: Execute[PlaceWish, Placed] = state["place_orders"]
    return await shared.run(place_orders, wish)


def place_wish(
    prices: Prices, who: Principal, ticket: Ticket, name: ClientOrderId | None
) -> PlaceWish:
    """What the caller wants; without a ``name`` the order is called like its id."""
    order_id = OrderId(new_id())
    return PlaceWish(
        order_id,
        who.account_id,
        name or ClientOrderId(str(order_id)),
        ticket,
        market_of(prices, ticket.symbol),
        tuple(OrderId(new_id()) for _ in ticket.exits),
    )


def replace_wish(
    prices: Prices,
    who: Principal,
    order_id: OrderId,
    body: ReplaceOrderRequest,
    name: ClientOrderId | None,
) -> ReplaceWish:
    """What the caller wants in the place of an order; called like its id without a ``name``."""
    new = OrderId(new_id())
    look = partial(market_of, prices)
    called = name or ClientOrderId(str(new))
    return ReplaceWish(who.account_id, order_id, new, called, body.changes(), look)


async def _place(call: Call[PlaceOrderRequest], name: ClientOrderId | None = None) -> Answer:
    body = call.body
    return _answer(await place(call.state, call.who, body.ticket(), body.client_order_id or name))


def _answer(placed: Placed) -> Answer:
    status = HTTPStatus.CREATED if placed.is_new else HTTPStatus.OK
    return status, OrderResponse.of(placed.record)


def _name(named: ClientOrderId | None, key: ClientOrderId | None) -> ClientOrderId | None:
    """What the request calls the order.

    Raises:
        KeysDiffer: two names.
    """
    if key is not None and named not in {None, key}:
        raise KeysDiffer("Idempotency-Key and client_order_id are not the same")
    return named or key


PLACE = FastRoute(router.prefix, PlaceOrderRequest, TRADER, _place, headers=[b"idempotency-key"])
