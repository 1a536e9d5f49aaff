"""The kill switch: halting trading for an account, for a symbol or for all, and letting it go on.

New orders are refused as soon as it is stored. Those that are open are canceled by the order
service, which hears of it account by account.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import String, cast, exists, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.commands import Command
from chassis.transaction import Transaction
from events import TradingHalted, TradingResumed
from risk.commands.deeds import Doer
from risk.domain.rulebook import Place, Scope
from risk.repository.rulebook import remove_halt, store_halt
from risk.tables import accounts, exits, halts, holds, shares
from vocabulary import NO_SHARES, AccountId, AuditAction, Symbol


@dataclass(frozen=True, slots=True)
class HaltWish:
    """Where trading is to be halted, and why; without a reason it is to go on."""

    place: Place
    reason: str | None
    doer: Doer


async def switch_trading(tx: Transaction, commands: Sequence[Command[HaltWish]]) -> Sequence[bool]:
    """Halt trading, or let it go on; whether that changed anything. Asked again, nothing does."""
    return [await _switch(tx, command) for command in commands]


async def _switch(tx: Transaction, command: Command[HaltWish]) -> bool:
    wish, where = command.wish, " ".join(command.wish.place)
    if wish.reason is None:
        if not await remove_halt(tx.connection, wish.place):
            return False
        action, detail = AuditAction.RESUME_TRADING, where
    else:
        if not await store_halt(tx.connection, wish.place, wish.reason):
            return False
        action, detail = AuditAction.HALT_TRADING, f"{where}: {wish.reason}"
    tx.publish(wish.doer.did(action, detail), command.origin)
    symbol = symbol_of(wish.place)
    find = resumed_by if wish.reason is None else concerned
    for account_id in await find(tx.connection, wish.place):
        resumed = TradingResumed(account_id=account_id, symbol=symbol)
        halted = TradingHalted(account_id=account_id, reason=wish.reason or "", symbol=symbol)
        tx.publish(resumed if wish.reason is None else halted, command.origin)
    return True


_is_live = accounts.c.free_cash.is_not(None) & ~accounts.c.is_closed


_is_liquidated = accounts.c.standing["call"]["liquidated"].as_boolean().is_(True)
_is_held = accounts.c.standing.has_key("winding") | _is_liquidated


def symbol_of(place: Place) -> Symbol | None:
    """The symbol that a place is, if it is one."""
    scope, name = place
    return Symbol(name) if scope is Scope.SYMBOL else None


async def concerned(connection: AsyncConnection, place: Place) -> Collection[AccountId]:
    """The accounts that a halt is about: of a symbol, those with orders or shares of it."""
    scope, name = place
    if scope is Scope.ACCOUNT:
        return [AccountId(UUID(name))]
    if scope is Scope.HOUSE:
        found = await connection.execute(select(accounts.c.account_id).where(_is_live))
        return [row.account_id for row in found]
    own = shares.c.free != NO_SHARES
    query = union(
        select(holds.c.account_id).where(holds.c.symbol == name),
        select(exits.c.account_id).where(exits.c.symbol == name),
        select(shares.c.account_id).where(shares.c.symbol == name, own),
    )
    return [row.account_id for row in await connection.execute(query)]


async def resumed_by(connection: AsyncConnection, place: Place) -> Collection[AccountId]:
    """The accounts that may trade again, or that symbol, now that a halt is over.

    Nobody who is halted otherwise, wound up or liquidated.
    """
    scope, name = place
    if scope is Scope.SYMBOL:
        return await concerned(connection, place)
    own_name = cast(accounts.c.account_id, String)
    singly = select(halts.c.name).where(halts.c.scope == Scope.ACCOUNT)
    everybody = exists().where(halts.c.scope == Scope.HOUSE)
    is_free = ~_is_held & own_name.not_in(singly) & ~everybody
    query = select(accounts.c.account_id).where(_is_live, is_free)
    if scope is Scope.ACCOUNT:
        query = query.where(own_name == name)
    return [row.account_id for row in await connection.execute(query)]
