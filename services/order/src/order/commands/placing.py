"""Placing orders."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.commands import Command
from chassis.errors import Refusal
from chassis.transaction import Transaction
from order.commands.claiming import claimed
from order.commands.drafting import Draft, PlaceWish, draft, reach_of
from order.commands.refusals import (
    KeyReused,
    NothingToExit,
    OrderRateExceeded,
    OwnOrderInTheWay,
)
from order.commands.telling import created
from order.domain.record import OrderRecord
from order.repository import adding
from order.repository.adding import Added, NewOrder
from order.repository.holdings import find_positions
from order.repository.orders import Name, find_named
from vocabulary import NO_SHARES, OrderClass, Side

Admit = Callable[[Sequence[str]], Awaitable[Sequence[float]]]
"""For each key, in order: after how many seconds it may come; 0 is now."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The order that a wish led to; not ``is_new`` if an earlier one did already."""

    record: OrderRecord
    is_new: bool


async def place_orders(
    admit: Admit, tx: Transaction, commands: Sequence[Command[PlaceWish]]
) -> Sequence[Placed | Exception]:
    """Record new orders and let risk look at them; a repeated one is answered as the first was.

    Every order that could be recorded counts for what its account may place in a time, and is
    refused beyond that. A repeated one is answered all the same, though it counts if it can.

    Raises:
        UnknownSymbol, NoQuote, NotionalTooSmall: (as an answer) there can be no such order now;
            or one of ``MAKES_NO_SENSE``: there never can.
        NotFree, NoPosition: (as an answer) it closes what others hold, or what is not there.
        NothingToExit: (as an answer) it would buy back shares that are not owed.
        OwnOrderInTheWay: (as an answer) it could trade with another order of the account.
        OrderRateExceeded: (as an answer) there can be one, but not yet.
        KeyReused: (as an answer) the name came with other terms before.
    """
    now = datetime.now(UTC)
    drafts = [draft(command.wish, now) for command in commands]
    drafts = await claimed(tx, [command.wish for command in commands], drafts)
    drafts = await admitted(admit, await exiting(tx.connection, drafts))
    records = [one for one in drafts if isinstance(one, OrderRecord)]
    added = await adding.add_new(tx.connection, [NewOrder(one, reach_of(one)) for one in records])
    names = [name_of(command.wish) for command in commands]
    repeats = len(added.ids) < len(commands)
    earlier = await find_named(tx.connection, names if repeats else [])
    answers: list[Placed | Exception] = []
    for command, one in zip(commands, drafts, strict=True):
        if isinstance(one, OrderRecord) and one.order_id in added.ids:
            tx.publish(created(one), command.origin)
            answers.append(Placed(one, is_new=True))
        else:
            stored = earlier.get(name_of(command.wish))
            answers.append(repeated(command.wish, stored, met(one, added)))
    return answers


async def admitted(admit: Admit, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, but a refusal instead of each that comes too fast."""
    accounts = [str(one.account_id) for one in drafts if isinstance(one, OrderRecord)]
    waits = iter(await admit(accounts))
    return list(_in_time(drafts, waits))


async def exiting(connection: AsyncConnection, drafts: list[Draft]) -> list[Draft]:
    """The drafts, but a refusal instead of each OCO that buys where nothing is owed.

    Of one that sells what is not there risk takes care, which hears of fills before we do.
    """
    for place, one in enumerate(drafts):
        if not isinstance(one, OrderRecord) or not _buys_back(one):
            continue
        symbol = one.ticket.symbol
        held = (await find_positions(connection, one.account_id)).get(symbol, NO_SHARES)
        if held >= 0:
            text = f"an oco that buys closes what is owed, and you owe no {symbol}"
            drafts[place] = NothingToExit(text, quantity=held)
    return drafts


def _buys_back(one: OrderRecord) -> bool:
    return one.ticket.order_class is OrderClass.OCO and one.ticket.side is Side.BUY


def _in_time(drafts: Sequence[Draft], waits: Iterator[float]) -> Iterator[Draft]:
    for one in drafts:
        if isinstance(one, OrderRecord) and (seconds := next(waits)):
            text = "these are more orders than your account may place"
            yield OrderRateExceeded(text, ceil(seconds))
        else:
            yield one


def met(one: Draft, added: Added) -> Draft:
    """The draft, or a refusal if an order of the same account stands in its way."""
    if not isinstance(one, OrderRecord):
        return one
    other = added.met.get(one.order_id)
    if other is None:
        return one
    text = "your own order on the other side could trade with it: cancel or replace that one first"
    return OwnOrderInTheWay(text, order_id=other)


def repeated(wish: PlaceWish, stored: OrderRecord | None, one: Draft) -> Placed | Exception:
    """The answer to a wish that made no new order."""
    if stored is not None and stored.replaces is None and stored.ticket.came_of(wish.ticket):
        return Placed(stored, is_new=stored.order_id == wish.order_id)
    if stored is None and isinstance(one, Refusal):
        return one
    return KeyReused(f"client_order_id {wish.client_order_id!r} names an order with other terms")


def name_of(wish: PlaceWish) -> Name:
    """Under which name the order is stored."""
    return wish.account_id, wish.client_order_id
