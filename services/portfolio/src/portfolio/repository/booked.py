"""Finds trades that were booked before an account knew of what a company does."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from portfolio.domain.account import Account
from portfolio.domain.actions import Action
from portfolio.domain.trade import Fill
from portfolio.tables import trades
from vocabulary import Side, Symbol


async def show_booked(connection: AsyncConnection, loaded: Collection[Account]) -> None:
    """Show each account those of its trades that may have come after what it was not told of.

    Hardly anybody has any: actions are known long before, and who trades after one is told first.
    """
    wanted = {one.account_id: one for one in loaded if _symbols_in_doubt(one)}
    if not wanted:
        return
    symbols = {symbol for one in wanted.values() for symbol in _symbols_in_doubt(one)}
    query = select(trades).where(
        trades.c.account_id.in_(wanted.keys()), trades.c.symbol.in_(symbols)
    )
    for row in await connection.execute(query.order_by(trades.c.number)):
        account = wanted[row.account_id]
        if row.epoch == account.epoch:
            account.claims.booked = (*account.claims.booked, _fill_of(row))


def _symbols_in_doubt(account: Account) -> set[Symbol]:
    known = account.claims.known
    untold = (one for one in account.claims.actions.all() if one.action_id not in known)
    return {one.symbol for one in untold if _may_be_over(account, one)}


def _may_be_over(account: Account, action: Action) -> bool:
    """Whether the account may have traded after the action."""
    if action.symbol not in account.positions or account.booked_until is None:
        return False
    return action.said_at is not None or account.booked_until >= action.effective_at


def _fill_of(row: Any) -> Fill:  # noqa: ANN401  # a row
    return Fill(
        fill_id=row.fill_id,
        order_id=row.order_id,
        symbol=row.symbol,
        side=Side(row.side),
        quantity=row.quantity,
        price=row.price,
        counterparty=row.counterparty,
        market_time=row.market_time,
        fee=row.fee,
    )
