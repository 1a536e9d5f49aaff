"""Putting other orders in the place of orders."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.commands import Command
from chassis.errors import NotFound, Refusal
from chassis.transaction import Transaction
from order.commands.drafting import Draft, PlaceWish, reach_of, written
from order.commands.placing import Admit, Placed, admitted, met
from order.commands.refusals import (
    KeyReused,
    NothingToChange,
    NotReplaceable,
    QuantityNotChangeable,
    QuantityTooSmall,
    UnknownSymbol,
    refusal_of,
)
from order.commands.telling import created
from order.domain.record import OrderRecord
from order.domain.replacement import REPLACEABLE, Changes, alone, current, group_with, is_exit
from order.domain.ticket import Ticket
from order.domain.validation import AMONG_EXITS, OF_HELD_EXITS, Breach, Market, breach_of
from order.repository import orders as repository
from order.repository.adding import NewOrder, add_new
from order.repository.heirs import find_entry
from vocabulary import AccountId, ClientOrderId, OrderId, OrderStatus, Quantity, Symbol, plain

Look = Callable[[Symbol], Market | None]
"""What the market of a symbol is like; ``None`` if nobody quotes it."""


@dataclass(frozen=True, slots=True)
class ReplaceWish:
    """Which order, and what is to be different about it.

    ``new_id`` is the id of the order that is to stand in its place, made before the first try, and
    ``client_order_id`` its name.
    """

    account_id: AccountId
    order_id: OrderId
    new_id: OrderId
    client_order_id: ClientOrderId
    changes: Changes
    look: Look


async def replace_orders(
    admit: Admit, tx: Transaction, commands: Sequence[Command[ReplaceWish]]
) -> Sequence[Placed | Exception]:
    """Record orders that are to stand in the place of others, and let risk look at them.

    The old one lives on until the book has put the new one in its place; nothing is lost if it
    cannot. A repeated wish is answered as the first was. Each counts as an order that is placed.

    Raises:
        NotFound: (as an answer) there is no such order, or it belongs to someone else.
        NotReplaceable: (as an answer) it has ended, or another wish has to be answered first.
        NothingToChange, QuantityNotChangeable, QuantityTooSmall, KeyReused: (as an answer) there
            can be no such replacement; or what ``place_orders`` refuses.
    """
    own = {(command.wish.account_id, command.wish.order_id) for command in commands}
    found = await repository.lock_own(tx.connection, own)
    answers: list[Placed | Exception] = []
    for command in commands:
        old = found.get((command.wish.account_id, command.wish.order_id))
        if old is None:
            answers.append(NotFound(f"no order {command.wish.order_id}"))
        else:
            answers.append(await _replace(admit, tx, command, old))
    return answers


async def _replace(
    admit: Admit, tx: Transaction, command: Command[ReplaceWish], old: OrderRecord
) -> Placed | Exception:
    wish = command.wish
    name = (wish.account_id, wish.client_order_id)
    earlier = (await repository.find_named(tx.connection, [name])).get(name)
    if earlier is not None:
        return repeated(wish, old, earlier)
    (new,) = await admitted(admit, [await draft_heir(tx.connection, wish, old)])
    if isinstance(new, Refusal):
        return new
    added = await add_new(tx.connection, [in_place_of(old, new)])
    if isinstance(refusal := met(new, added), Refusal):
        return refusal
    if not added.ids:
        return KeyReused(f"client_order_id {wish.client_order_id!r} names another order")
    old.replaced_by = new.order_id
    await repository.request_replacement(tx.connection, old)
    tx.publish(created(new), command.origin)
    return Placed(new, is_new=True)


def in_place_of(old: OrderRecord, new: OrderRecord) -> NewOrder:
    """The new order, and how far it may trade at once: an exit that is held waits as before."""
    return NewOrder(new, None if old.status is OrderStatus.HELD else reach_of(new))


async def draft_heir(connection: AsyncConnection, wish: ReplaceWish, old: OrderRecord) -> Draft:
    """The order in the place of the old one, or why there cannot be one."""
    refusal = _refusal(old, wish.changes)
    if refusal is not None:
        return refusal
    market = wish.look(old.ticket.symbol)
    if market is None:
        return UnknownSymbol(f"no prices for a symbol named {old.ticket.symbol!r}")
    ticket = wish.changes.of(old.ticket)
    breach = await _breach(connection, old, ticket, market)
    if breach is not None:
        return refusal_of(breach)
    place = PlaceWish(wish.new_id, wish.account_id, wish.client_order_id, ticket, market)
    return heir(place, old, market, datetime.now(UTC))


def heir(place: PlaceWish, old: OrderRecord, market: Market, now: datetime) -> Draft:
    """The order in the place of an old one, filled and charged as that; or why not now."""
    new = written(place, market, now)
    if isinstance(new, OrderRecord):
        new.replaces, new.parent_id, new.leg = old.order_id, old.parent_id, old.leg
        new.choose(old.fill_model, old.fees, old.broker)
    return new


def _refusal(old: OrderRecord, changes: Changes) -> Refusal | None:
    """Why this order cannot be replaced, or not like this."""
    if old.shown_status not in REPLACEABLE:
        return NotReplaceable(f"the order is {old.shown_status}", order_status=old.shown_status)
    if old.ticket.notional is not None:
        return NotReplaceable("an order for an amount of money cannot be replaced")
    if changes == Changes():
        return NothingToChange("say what is to be different")
    return None if changes.quantity is None else _quantity_refusal(old, changes.quantity)


def _quantity_refusal(old: OrderRecord, quantity: Quantity) -> Refusal | None:
    if is_exit(old):
        text = "an exit trades as much as its entry did"
        if old.parent_id is None:
            text = "both exits of an oco trade as much: cancel it, and place another one"
        return QuantityNotChangeable(text)
    filled = old.filled_quantity
    if quantity <= filled:
        return QuantityTooSmall(f"{plain(filled)} are filled already", filled_quantity=filled)
    return None


async def _breach(
    connection: AsyncConnection, old: OrderRecord, ticket: Ticket, market: Market
) -> Breach | None:
    """The first rule that would be broken: by the order itself, or within its group."""
    if old.parent_id is None or old.leg is None:
        await repository.add_legs(connection, [old])
        return breach_of(current(old, ticket), market)
    is_held = old.status is OrderStatus.HELD
    seen = market._replace(bid=None, ask=None) if is_held else market
    breach = breach_of(alone(ticket), seen)
    parent = await find_entry(connection, old.parent_id)
    if breach is None and parent is not None:
        rules = OF_HELD_EXITS if is_held else AMONG_EXITS
        breach = breach_of(group_with(parent, old.leg, ticket), market, rules)
    return breach


def repeated(wish: ReplaceWish, old: OrderRecord, earlier: OrderRecord) -> Placed | Exception:
    """The answer to a wish whose name is known already."""
    same, wanted = earlier.replaces == old.order_id, alone(wish.changes.of(old.ticket))
    if is_exit(old):  # it may be of another size by now, as its entry
        wanted = wanted._replace(quantity=earlier.ticket.quantity)
    if same and alone(earlier.ticket).came_of(wanted):
        return Placed(earlier, is_new=earlier.order_id == wish.new_id)
    return KeyReused(f"client_order_id {wish.client_order_id!r} names another order")
