"""What orders would be if they were placed now: checked as those that are, and then forgotten."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.errors import NotFound, Refusal
from events import OrderCreated
from order.commands import placing, replacing
from order.commands.drafting import Draft, PlaceWish, draft, reach_of
from order.commands.placing import Placed, met
from order.commands.replacing import ReplaceWish, draft_heir, in_place_of
from order.commands.telling import created
from order.domain.exchange.order import Order
from order.domain.expecting import Expectation, expected
from order.domain.record import OrderRecord
from order.domain.routing.report import SIMULATED
from order.domain.units import size_units, time_units
from order.domain.validation import Market
from order.repository.adding import NewOrder, find_met
from order.repository.broker_keys import find_connected
from order.repository.orders import find_alone, find_carried, find_named
from order.repository.preferences import find_preferences
from order.repository.rows import new_row
from order.repository.wishes import terms_of
from vocabulary import NO_SHARES, OrderStatus, Quantity


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be said of an order, and what it would trade at once, if anything."""

    created: OrderCreated
    expected: Expectation | None


async def preview_order(connection: AsyncConnection, wish: PlaceWish) -> Preview:
    """What an order would be.

    Nobody counts how many are asked about: only placing can be refused as too fast.

    Raises:
        Refusal: as ``place_orders`` answers, but for the rate.
    """
    (one,) = await placing.exiting(connection, [draft(wish, datetime.now(UTC))])
    record = _taken(one)
    wanted = await find_preferences(connection, wish.account_id)
    connected = await find_connected(connection, wish.account_id)
    record.choose(*wanted, SIMULATED if connected is None else connected.broker)
    name = placing.name_of(wish)
    earlier = (await find_named(connection, [name])).get(name)
    if earlier is not None:
        _same(placing.repeated(wish, earlier, record))
    await _meets_nobody(connection, NewOrder(record, reach_of(record)))
    return previewed(record, wish.market)


async def preview_replacement(connection: AsyncConnection, wish: ReplaceWish) -> Preview:
    """What an order in the place of another one would be.

    Raises:
        Refusal: as ``replace_orders`` answers, but for the rate.
    """
    old = await find_alone(connection, wish.account_id, wish.order_id)
    if old is None:
        raise NotFound(f"no order {wish.order_id}")
    name = (wish.account_id, wish.client_order_id)
    earlier = (await find_named(connection, [name])).get(name)
    if earlier is not None:
        _same(replacing.repeated(wish, old, earlier))
    record = _taken(await draft_heir(connection, wish, old))
    await _meets_nobody(connection, in_place_of(old, record))
    carried = (await find_carried(connection, [old]))[old.order_id]
    market = None if old.status is OrderStatus.HELD else wish.look(old.ticket.symbol)
    return previewed(record, market, Quantity(old.filled_quantity + carried))


def previewed(record: OrderRecord, market: Market | None, filled: Quantity = NO_SHARES) -> Preview:
    """What is told of a draft: all that ORDER_CREATED would say, and what it would trade at once.

    Of its quantity so much was ``filled`` by those that it replaces. Without a ``market`` it waits
    for something else; and what a broker would make of it, nobody knows here.
    """
    told = created(record)
    if market is None or record.broker != SIMULATED:
        return Preview(told, None)
    terms = terms_of(new_row(record))
    if terms.size:
        terms = replace(terms, size=max(terms.size - size_units(filled), 1))
    placed = time_units(record.market_time or record.created_at)
    order = Order(record.order_id, record.account_id, terms, placed)
    return Preview(told, expected(order, market))


def _taken(one: Draft) -> OrderRecord:
    """The order.

    Raises:
        Refusal: there can be none.
    """
    if isinstance(one, Refusal):
        raise one
    return one


def _same(answer: Placed | Exception) -> None:
    """A name that the same order has already is in nobody's way.

    Raises:
        KeyReused: it belongs to another one.
    """
    if isinstance(answer, Exception):
        raise answer


async def _meets_nobody(connection: AsyncConnection, new: NewOrder) -> None:
    """See to it that the order could not trade with another one of its account.

    Raises:
        OwnOrderInTheWay: it could.
    """
    _taken(met(new.record, await find_met(connection, new)))
