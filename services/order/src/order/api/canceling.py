"""Taking orders back."""

from http import HTTPStatus

from chassis.security import Trading
from chassis.service import OwnPrices, SharedCommands
from order.api.answers import NOT_CANCELED, orders_router
from order.commands.canceling import (
    CancelAllWish,
    CancelWish,
    request_all_cancels,
    request_cancels,
)
from order.schemas.lists import OrderBrief, TakenBack
from order.schemas.numbers import SymbolName
from order.schemas.orders import OrderResponse
from vocabulary import OrderId

router = orders_router()


@router.delete("")
async def cancel_orders(
    who: Trading, shared: SharedCommands, prices: OwnPrices, symbol: SymbolName | None = None
) -> TakenBack:
    """Ask to withdraw what is left of all the caller's orders, or those of one symbol.

    The answer is what was live, and how it is shown now. Exits go with their entries.
    """
    wish = CancelAllWish(who.account_id, symbol, prices.time.now())
    live = await shared.run(request_all_cancels, wish)
    return TakenBack(items=[OrderBrief.of(record) for record in live])


@router.delete("/{order_id:uuid}", status_code=HTTPStatus.ACCEPTED, responses=NOT_CANCELED)
async def cancel_order(
    order_id: OrderId, who: Trading, shared: SharedCommands, prices: OwnPrices
) -> OrderResponse:
    """Ask to withdraw what is left of one of the caller's orders. The book may have been faster.

    With one order of a group goes the whole group. Of an order that has been replaced it is the one
    that stands in its place now; the answer says which.
    """
    wish = CancelWish(who.account_id, order_id, prices.time.now())
    return OrderResponse.of(await shared.run(request_cancels, wish))
