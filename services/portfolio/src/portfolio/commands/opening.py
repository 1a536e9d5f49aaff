"""Opening another account, and calling one something else."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.commands import Command
from chassis.transaction import Transaction
from events import AccountOpened, AccountRenamed, PortfolioUpdated
from portfolio.commands.asking import (
    Asker,
    Own,
    answered_before,
    in_turn,
    own_open_account,
    remember_answer,
)
from portfolio.commands.refusals import AmountTooLarge, NoAccount, TooManyAccounts
from portfolio.domain.account import Account
from portfolio.domain.life import Terms
from portfolio.repository import Accounts
from portfolio.repository.shown import account_row, at_work
from portfolio.tables import accounts
from vocabulary import AccountId, Money


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many open accounts one person may have, and how many dollars move at once.

    ``opening_cash`` is what an account begins with if nobody says otherwise.
    """

    accounts_max: int
    amount_max: Money
    opening_cash: Money

    def require(self, amount: Money) -> None:
        """Let nobody move more than they may.

        Raises:
            AmountTooLarge: that is more.
        """
        if amount > self.amount_max:
            raise AmountTooLarge("that is more than may be moved at once", allowed=self.amount_max)


@dataclass(frozen=True, slots=True)
class OpenWish:
    """Somebody wants another account, which would have this id."""

    asker: Asker
    account_id: AccountId
    cash: Money
    terms: Terms
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class RenameWish:
    """Somebody wants to call one of their accounts something else."""

    asker: Asker
    account_id: AccountId
    name: str


async def open_accounts(
    tx: Transaction, commands: Sequence[Command[OpenWish]]
) -> Sequence[Own | Exception]:
    """Open accounts with what they begin with, and tell everybody; asked again, nothing is done.

    Raises:
        KeyReused, AmountTooLarge, TooManyAccounts: (as an answer) why not.
        NoAccount: (as an answer) the caller has no account at all, yet or any more.
    """
    return await in_turn(tx, commands, _open)


async def rename_accounts(
    tx: Transaction, commands: Sequence[Command[RenameWish]]
) -> Sequence[Own | Exception]:
    """Call accounts something else, and tell everybody.

    Raises:
        AccountNotFound, AccountClosed: (as an answer) why not.
    """
    return await in_turn(tx, commands, _rename)


async def _open(tx: Transaction, command: Command[OpenWish]) -> Own:
    wish = command.wish
    known = await answered_before(tx.connection, wish.asker, wish.account_id)
    if known is not None:
        return await account_row(tx.connection, AccountId(known))
    await _require_room(tx.connection, wish)
    account = Account(wish.account_id, wish.cash)
    account.open(wish.asker.user_id, wish.terms)
    await Accounts(wish.cash).save(tx.connection, [account])
    await remember_answer(tx.connection, wish.asker, wish.account_id)
    opened = AccountOpened(
        account_id=wish.account_id,
        user_id=wish.asker.user_id,
        cash=wish.cash,
        margin=wish.terms.margin,
        account_name=wish.terms.name,
        currency=wish.terms.currency,
        is_first=False,
        fill_model=wish.terms.fill_model,
    )
    tx.publish(opened, command.origin)
    tx.publish(PortfolioUpdated(account_id=wish.account_id, cash=wish.cash), command.origin)
    return await account_row(tx.connection, wish.account_id)


async def _require_room(connection: AsyncConnection, wish: OpenWish) -> None:
    wish.allowance.require(wish.cash)
    count = await connection.scalar(select(func.count()).select_from(at_work(wish.asker.user_id)))
    if not count:
        raise NoAccount("your first account is not open yet")
    if count >= wish.allowance.accounts_max:
        most = wish.allowance.accounts_max
        raise TooManyAccounts("you have as many open accounts as anybody may", allowed=most)


async def _rename(tx: Transaction, command: Command[RenameWish]) -> Own:
    wish = command.wish
    row = await own_open_account(tx.connection, wish.asker.who, wish.account_id)
    if row.name != wish.name:
        same = accounts.c.account_id == wish.account_id
        await tx.connection.execute(update(accounts).where(same).values(name=wish.name))
        renamed = AccountRenamed(account_id=wish.account_id, account_name=wish.name)
        tx.publish(renamed, command.origin)
    return await account_row(tx.connection, wish.account_id)
