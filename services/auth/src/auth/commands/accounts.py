"""Choosing the account with which somebody signs in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from auth.commands.sessions import AccountNotFound
from auth.domain.accounts import Own
from auth.repository import users as people
from auth.repository.accounts import find_accounts
from chassis.commands import Command
from chassis.errors import NotFound
from chassis.transaction import Transaction
from events import AuditRecorded
from vocabulary import AccountId, UserId


@dataclass(frozen=True, slots=True)
class DefaultChoice:
    """The account that somebody wants to sign in with, and what the audit trail is told."""

    user_id: UserId
    account_id: AccountId
    told: AuditRecorded


async def choose_defaults(
    tx: Transaction, commands: Sequence[Command[DefaultChoice]]
) -> Sequence[Exception | None]:
    """Let people sign in with another of their accounts; sessions go on with the one they have.

    Raises:
        NotFound: (as an answer) the user has left.
        AccountNotFound: (as an answer) it is not theirs, or it is closed.
    """
    found = await people.lock_users(tx.connection, {one.wish.user_id for one in commands})
    accounts = await find_accounts(tx.connection, found)
    answers: list[Exception | None] = []
    for one in commands:
        user, account_id = found.get(one.wish.user_id), one.wish.account_id
        if user is None:
            answers.append(NotFound("there is no such user"))
        elif account_id not in Own.of(user, accounts.get(user.user_id, ())).open:
            answers.append(AccountNotFound("you have no such account"))
        else:
            if account_id != user.account_id:
                found[user.user_id] = replace(user, account_id=account_id)
                tx.publish(one.wish.told, one.origin)
            answers.append(None)
    await people.save_users(tx.connection, found.values())
    return answers
