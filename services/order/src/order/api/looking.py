"""Orders, and their lives."""

from chassis.security import SignedIn
from chassis.service import OwnDatabase
from order.api.answers import NOT_FOUND, orders_router
from order.queries import orders as queries
from order.schemas.lists import OrderPage, Wanted
from order.schemas.orders import OrderDetails, OrderHistory
from vocabulary import OrderId

router = orders_router()


@router.get("")
async def list_orders(wanted: Wanted, who: SignedIn, database: OwnDatabase) -> OrderPage:
    """The caller's orders, newest first unless the oldest are to be."""
    async with database.engine.connect() as connection:
        return OrderPage.of(await queries.list_orders(connection, who.account_id, wanted.filter()))


@router.get("/{order_id:uuid}", responses=NOT_FOUND)
async def find_order(order_id: OrderId, who: SignedIn, database: OwnDatabase) -> OrderDetails:
    """One of the caller's orders, with its exits and its fills."""
    async with database.engine.connect() as connection:
        found = await queries.find_order(connection, who.account_id, order_id)
    return OrderDetails.with_fills(*found)


@router.get("/{order_id:uuid}/events", responses=NOT_FOUND)
async def find_history(order_id: OrderId, who: SignedIn, database: OwnDatabase) -> OrderHistory:
    """All that happened to one of the caller's orders, and why, oldest first."""
    async with database.engine.connect() as connection:
        found = await queries.find_history(connection, who.account_id, order_id)
    return OrderHistory.of(*found)
