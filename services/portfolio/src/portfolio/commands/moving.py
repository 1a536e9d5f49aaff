"""Wishes that the account's own turn grants: deposits, withdrawals, resets, closings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from chassis.commands import Command
from chassis.statements import insert_rows
from chassis.transaction import Transaction
from events import TransferRequested, WindingUpRequested
from portfolio.commands.asking import (
    Asker,
    Own,
    answered_before,
    in_turn,
    own_open_account,
    remember_answer,
)
from portfolio.commands.opening import Allowance
from portfolio.commands.refusals import AccountWindingUp, LastAccount
from portfolio.domain.life import TransferState, WindingState
from portfolio.repository.shown import at_work, transfer_row, winding_row, winding_under_way
from portfolio.tables import transfers, windings
from vocabulary import AccountId, Money, TransferKind, WindingPurpose


@dataclass(frozen=True, slots=True)
class TransferWish:
    """Somebody wants to pay in or take out ``amount`` dollars, at a moment of market time."""

    asker: Asker
    account_id: AccountId
    transfer_id: UUID
    kind: TransferKind
    amount: Money
    market_time: datetime | None
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class WindingWish:
    """Somebody wants an account to start over with ``cash`` dollars, or to end.

    Without ``cash`` it starts over with as much as it was opened with.
    """

    asker: Asker
    account_id: AccountId
    winding_id: UUID
    purpose: WindingPurpose
    cash: Money | None
    market_time: datetime | None
    allowance: Allowance


async def request_transfers(
    tx: Transaction, commands: Sequence[Command[TransferWish]]
) -> Sequence[Own | Exception]:
    """Hand transfers over to the accounts' own turns.

    Raises:
        KeyReused, AmountTooLarge, AccountNotFound, AccountClosed, AccountWindingUp: (as an answer)
            why not.
    """
    return await in_turn(tx, commands, _transfer)


async def request_windings(
    tx: Transaction, commands: Sequence[Command[WindingWish]]
) -> Sequence[Own | Exception]:
    """Hand resets and closings over to the accounts' own turns.

    Raises:
        KeyReused, AmountTooLarge, AccountNotFound, AccountClosed, AccountWindingUp, LastAccount:
            (as an answer) why not.
    """
    return await in_turn(tx, commands, _wind)


async def _transfer(tx: Transaction, command: Command[TransferWish]) -> Own:
    wish = command.wish
    known = await answered_before(tx.connection, wish.asker, wish.transfer_id)
    if known is not None:
        return await transfer_row(tx.connection, wish.account_id, known)
    await _account_at_work(tx, wish)
    wish.allowance.require(wish.amount)
    row = {
        "transfer_id": wish.transfer_id,
        "account_id": wish.account_id,
        "kind": wish.kind,
        "amount": wish.amount,
        "state": TransferState.REQUESTED,
        "market_time": wish.market_time,
    }
    await insert_rows(tx.connection, transfers, [row])
    await remember_answer(tx.connection, wish.asker, wish.transfer_id)
    tx.publish(TransferRequested.model_validate(wish), command.origin)
    return await transfer_row(tx.connection, wish.account_id, wish.transfer_id)


async def _wind(tx: Transaction, command: Command[WindingWish]) -> Own:
    wish = command.wish
    known = await answered_before(tx.connection, wish.asker, wish.winding_id)
    if known is not None:
        return await winding_row(tx.connection, wish.account_id, known)
    account = await _account_at_work(tx, wish)
    cash = None
    if wish.purpose is WindingPurpose.RESET:
        cash = wish.cash or Money(account.opening_cash)
        wish.allowance.require(cash)
    else:
        await _require_another(tx, wish)
    row = {
        "winding_id": wish.winding_id,
        "account_id": wish.account_id,
        "purpose": wish.purpose,
        "cash": cash,
        "market_time": wish.market_time,
    }
    requested = {**row, "state": WindingState.REQUESTED}
    await insert_rows(tx.connection, windings, [requested])
    await remember_answer(tx.connection, wish.asker, wish.winding_id)
    tx.publish(WindingUpRequested.model_validate(row), command.origin)
    return await winding_row(tx.connection, wish.account_id, wish.winding_id)


async def _account_at_work(tx: Transaction, wish: TransferWish | WindingWish) -> Own:
    account = await own_open_account(tx.connection, wish.asker.who, wish.account_id)
    if await winding_under_way(tx.connection, wish.account_id):
        raise AccountWindingUp("this account is being reset or closed")
    return account


async def _require_another(tx: Transaction, wish: WindingWish) -> None:
    query = select(func.count()).select_from(at_work(wish.asker.user_id))
    if await tx.connection.scalar(query) == 1:
        raise LastAccount("it is your only account; open another one before")
