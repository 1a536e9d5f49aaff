"""Choosing with whom an account trades: the exchange in this house, or a broker.

It can be chosen only while the account has no orders there and holds nothing, so that what it does
with one is never mixed up with what it has done with the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.commands import Command
from chassis.errors import Conflict
from chassis.transaction import Transaction
from order.repository import broker_keys as repository
from order.repository.broker_keys import Connected
from vocabulary import AccountId


class HasOpenOrders(Conflict):
    """Orders of the account live: they belong where they are."""

    code = "open_orders"


class HasPositions(Conflict):
    """The account holds or owes something, or did until a moment ago."""

    code = "open_positions"


@dataclass(frozen=True, slots=True)
class ConnectWish:
    """An account, and its sealed keys at a broker."""

    keys: Connected


@dataclass(frozen=True, slots=True)
class DisconnectWish:
    """An account that wants to trade on the simulated exchange again."""

    account_id: AccountId


async def connect_brokers(
    tx: Transaction, commands: Sequence[Command[ConnectWish]]
) -> Sequence[Connected | Exception]:
    """Let accounts trade with their brokers from now on; new keys of the same one may come anytime.

    Raises:
        HasOpenOrders, HasPositions: (as an answer) not now.
    """
    await repository.keep_orders_out(tx.connection)
    answers: list[Connected | Exception] = []
    for command in commands:
        keys = command.wish.keys
        known = await repository.find_connected(tx.connection, keys.account_id)
        stays = known is not None and known.broker is keys.broker
        refusal = None if stays else await _refusal(tx, keys.account_id)
        if refusal is None:
            await repository.connect(tx.connection, keys)
        answers.append(refusal or keys)
    return answers


async def disconnect_brokers(
    tx: Transaction, commands: Sequence[Command[DisconnectWish]]
) -> Sequence[Exception | None]:
    """Forget the keys of accounts; without any, nothing changes.

    Raises:
        HasOpenOrders, HasPositions: (as an answer) not now.
    """
    await repository.keep_orders_out(tx.connection)
    answers: list[Exception | None] = []
    for command in commands:
        account_id = command.wish.account_id
        known = await repository.find_connected(tx.connection, account_id)
        refusal = None
        if known is not None:
            refusal = await _refusal(tx, account_id)
        if refusal is None:
            await repository.disconnect(tx.connection, [account_id])
        answers.append(refusal)
    return answers


async def _refusal(tx: Transaction, account_id: AccountId) -> Exception | None:
    if await repository.has_open_orders(tx.connection, account_id):
        return HasOpenOrders("cancel the account's open orders first")
    if await repository.has_positions(tx.connection, account_id):
        return HasPositions(
            "close the account's positions first; what was filled less than a minute ago, counts"
        )
    return None
