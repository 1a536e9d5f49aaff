"""What traders can make the analytics service do: say how they are called on the leaderboard."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.tables import names
from chassis.commands import Command
from chassis.statements import delete_rows, upsert
from chassis.transaction import Transaction
from vocabulary import AccountId, UserId


@dataclass(frozen=True, slots=True)
class Naming:
    """Somebody wants an account to stand on the leaderboard under a name, or without one."""

    account_id: AccountId
    user_id: UserId
    name: str | None


async def call(tx: Transaction, commands: Sequence[Command[Naming]]) -> Sequence[None]:
    """Name accounts; the last wish of a group counts."""
    wishes = {one.wish.account_id: one.wish for one in commands}
    named = [
        {"account_id": one.account_id, "user_id": one.user_id, "name": one.name}
        for one in wishes.values()
        if one.name is not None
    ]
    nameless = [{"account_id": one.account_id} for one in wishes.values() if one.name is None]
    await upsert(tx.connection, names, named)
    await delete_rows(tx.connection, names, nameless)
    return [None] * len(commands)
