"""Choosing how orders are filled and charged."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.commands import Command
from chassis.transaction import Transaction
from order.domain.preferences import Preferences
from order.repository.preferences import save_preferences
from vocabulary import AccountId


@dataclass(frozen=True, slots=True)
class PreferWish:
    """What an account wants for the orders that it places from now on."""

    account_id: AccountId
    preferences: Preferences


async def prefer(
    tx: Transaction, commands: Sequence[Command[PreferWish]]
) -> Sequence[Preferences | Exception]:
    """Store what accounts want; of one account the last."""
    wishes = [command.wish for command in commands]
    await save_preferences(tx.connection, {wish.account_id: wish.preferences for wish in wishes})
    return [wish.preferences for wish in wishes]
