"""Taking orders back: one, or all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chassis.commands import Command
from chassis.errors import NotFound
from chassis.transaction import Transaction
from order.commands.refusals import NotCancelable
from order.commands.telling import cancel_requested
from order.domain.record import OrderRecord
from order.repository import orders as repository
from order.repository.heirs import lock_newest
from vocabulary import AccountId, OrderId, Symbol


@dataclass(frozen=True, slots=True)
class CancelWish:
    """Which order, who asks, and what time it is on the market."""

    account_id: AccountId
    order_id: OrderId
    market_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class CancelAllWish:
    """All live orders of an account, or those of one symbol."""

    account_id: AccountId
    symbol: Symbol | None = None
    market_time: datetime | None = None


async def request_cancels(
    tx: Transaction, commands: Sequence[Command[CancelWish]]
) -> Sequence[OrderRecord | Exception]:
    """Ask the book to withdraw what is left of orders; asked again, it is asked once.

    Of one that has been replaced it is the last that came in its place: who wants an order back
    does not want it to go on under another name.

    Raises:
        NotFound: (as an answer) there is no such order, or it belongs to someone else.
        NotCancelable: (as an answer) the order has ended.
    """
    own = {(command.wish.account_id, command.wish.order_id) for command in commands}
    found = await lock_newest(tx.connection, own)
    answers: list[OrderRecord | Exception] = []
    requested: list[OrderRecord] = []
    for command in commands:
        wish = command.wish
        record = found.get((wish.account_id, wish.order_id))
        if record is None:
            answers.append(NotFound(f"no order {wish.order_id}"))
        elif not record.is_live:
            answers.append(NotCancelable(f"the order is {record.status} already"))
        else:
            answers.append(record)
            requested += _ask(tx, command, record, wish.market_time)
    await repository.request_cancel(tx.connection, requested)
    return answers


async def request_all_cancels(
    tx: Transaction, commands: Sequence[Command[CancelAllWish]]
) -> Sequence[list[OrderRecord] | Exception]:
    """Ask the book to withdraw what is left of all that lives; the exits go with their entries."""
    answers: list[list[OrderRecord] | Exception] = []
    for command in commands:
        wish = command.wish
        live = await repository.lock_live(tx.connection, wish.account_id, wish.symbol)
        own = {record.order_id for record in live}
        asked: list[OrderRecord] = []
        for record in live:
            if record.parent_id not in own:
                asked += _ask(tx, command, record, wish.market_time)
        await repository.request_cancel(tx.connection, asked)
        answers.append(live)
    return answers


def _ask(
    tx: Transaction,
    command: Command[CancelWish] | Command[CancelAllWish],
    record: OrderRecord,
    market_time: datetime | None,
) -> list[OrderRecord]:
    """Say so, and return the record; nothing if its owner has asked before."""
    if record.cancel_requested_at is not None:
        return []
    record.cancel_requested_at = datetime.now(UTC)
    record.cancel_market_time = market_time
    tx.publish(cancel_requested(record, market_time), command.origin)
    return [record]
