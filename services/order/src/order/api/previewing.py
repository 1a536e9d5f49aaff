"""What an order would be, before it is placed. Nothing is stored or told to anybody."""

from chassis.security import Trading
from chassis.service import OwnDatabase, OwnPrices
from order.api.answers import NOT_PREVIEWED, NOT_PREVIEWED_IN_PLACE, orders_router
from order.api.placing import place_wish, replace_wish
from order.commands import previewing
from order.schemas.placing import PlaceOrderRequest, ReplaceOrderRequest
from order.schemas.previews import PreviewResponse
from vocabulary import OrderId

router = orders_router()


@router.post("/preview", responses=NOT_PREVIEWED)
async def preview_order(
    body: PlaceOrderRequest, who: Trading, database: OwnDatabase, prices: OwnPrices
) -> PreviewResponse:
    """What an order would be, if it were placed now. Nothing is stored, told or counted.

    It is checked as `POST /api/orders` checks it, and refused with the same codes, but for the
    rate. The answer says what risk would be told: the worst price at which the order may trade, by
    its limit or what protects it, and the most that its fees come to by the account's fee schedule,
    for itself and for each exit. Sent to `POST /api/risk/estimate` as it is, it tells whether the
    account may, and what would be held. A `client_order_id` must not name another order.

    `expected` is what the order would trade at once, by the account's fill model: a book is shown
    the best bid and offer with their sizes, the last trade and the part of the day, and given the
    order. So it is for no more than what is shown at the best price (with `instant/1` for all), and
    does not know of what lies behind it, of other traders' orders, halts, auctions and price bands,
    or of positions that `reduce_only` goes by. It is missing for orders that would wait, and for
    accounts that trade with a broker.
    """
    wish = place_wish(prices, who, body.ticket(), body.client_order_id)
    async with database.engine.connect() as connection:
        seen = await previewing.preview_order(connection, wish)
    return PreviewResponse.of(seen.created, seen.expected)


@router.post("/{order_id:uuid}/preview", responses=NOT_PREVIEWED_IN_PLACE)
async def preview_replacement(
    order_id: OrderId,
    body: ReplaceOrderRequest,
    who: Trading,
    database: OwnDatabase,
    prices: OwnPrices,
) -> PreviewResponse:
    """What an order in the place of one of the caller's would be, if it were asked for now.

    To `PATCH /api/orders/{order_id}` as `POST /api/orders/preview` is to placing. `quantity` counts
    in what is filled already; `expected` is about what is not.
    """
    wish = replace_wish(prices, who, order_id, body, body.client_order_id)
    async with database.engine.connect() as connection:
        seen = await previewing.preview_replacement(connection, wish)
    return PreviewResponse.of(seen.created, seen.expected)
