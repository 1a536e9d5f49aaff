"""What each service says of all accounts, as its own code reads its own tables.

Each answer is of one moment if the transaction sees only one.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import FromClause, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics import tables as of_analytics
from analytics.repository.accounts import TrackRecords
from order import tables as of_order
from order.queries.open_orders import all_open
from outcry.agreement import accounts
from outcry.agreement.figures import (
    ANALYTICS,
    LEDGER,
    ORDER,
    PORTFOLIO,
    RISK,
    ZERO,
    Figure,
    Figures,
    Kind,
    Voice,
)
from portfolio import tables as of_portfolio
from portfolio.domain.ledger import CASH
from risk import tables as of_risk
from risk.domain.rulebook import Rulebook
from risk.repository import Accounts
from vocabulary import AccountId, Side

AT_ONCE = 1_000
State = TypeVar("State")
Load = Callable[[AsyncConnection, Sequence[AccountId]], Awaitable[Mapping[AccountId, State]]]
Describe = Callable[[State], accounts.Said]
Read = Callable[[AsyncConnection], Awaitable[Mapping[str, Voice]]]


class _Said:
    """What has been said so far."""

    def __init__(self) -> None:
        self.voice: defaultdict[AccountId, dict[Figure, Decimal]] = defaultdict(dict)

    def note(self, account_id: AccountId, said: Mapping[Figure, Decimal]) -> None:
        """Take in figures; those that are zero need no mention."""
        self.voice[account_id].update({one: value for one, value in said.items() if value})


async def ask_order(connection: AsyncConnection) -> Mapping[str, Voice]:
    """Fills, positions and open orders."""
    orders, fills, said = of_order.orders, of_order.fills, _Said()
    columns = (orders.c.account_id, orders.c.symbol, orders.c.side)
    traded = select(*columns, fills.c.quantity, fills.c.price, fills.c.fee)
    traded = traded.join_from(fills, orders, orders.c.order_id == fills.c.order_id)
    await _traded(connection, traded.subquery(), said)
    for row in await connection.execute(select(of_order.positions)):
        said.note(row.account_id, {Figure(Kind.SHARES, row.symbol): row.quantity})
    for account_id, placed in (await all_open(connection)).items():
        said.note(account_id, dict(accounts.of_open_orders(placed)))
    return {ORDER: said.voice}


async def ask_portfolio(connection: AsyncConnection) -> Mapping[str, Voice]:
    """Balances and trades; and the ledger, whose entries have to come to the same."""
    said, ledger = _Said(), _Said()
    await _balances(connection, said)
    await _traded(connection, of_portfolio.trades, said)
    entries = of_portfolio.entries
    owners = entries.c.account_id.in_(select(of_portfolio.accounts.c.account_id))
    query = select(entries.c.account_id, entries.c.asset, func.sum(entries.c.amount).label("sum"))
    query = query.where(owners).group_by(entries.c.account_id, entries.c.asset)
    for row in await connection.execute(query):
        is_cash = row.asset == CASH
        figure = Figure(Kind.CASH) if is_cash else Figure(Kind.SHARES, row.asset)
        ledger.note(row.account_id, {figure: row.sum})
    return {PORTFOLIO: said.voice, LEDGER: ledger.voice}


async def ask_risk(connection: AsyncConnection) -> Mapping[str, Voice]:
    """What accounts may commit, and have committed."""
    said, repository = _Said(), Accounts(Rulebook())
    await _each(connection, of_risk.accounts, repository.load, accounts.of_risk, said)
    return {RISK: said.voice}


async def ask_analytics(connection: AsyncConnection) -> Mapping[str, Voice]:
    """Fills, and what was worked out of them."""
    said, repository = _Said(), TrackRecords()
    known = of_analytics.beginnings
    await _each(connection, known, repository.load, accounts.of_analytics, said)
    await _traded(connection, of_analytics.fills, said)
    return {ANALYTICS: said.voice}


ASKED: Mapping[str, Read] = {
    ORDER: ask_order,
    RISK: ask_risk,
    PORTFOLIO: ask_portfolio,
    ANALYTICS: ask_analytics,
}
"""By the name of the service, in the order in which what happens goes through them."""


async def _balances(connection: AsyncConnection, said: _Said) -> None:
    """Rows as they are: the service itself would refuse to load books that do not add up."""
    owners, held = of_portfolio.accounts, of_portfolio.positions
    for row in await connection.execute(select(owners.c.account_id, owners.c.cash)):
        said.note(row.account_id, {Figure(Kind.CASH): row.cash})
    present = (owners.c.account_id == held.c.account_id) & (owners.c.epoch == held.c.epoch)
    query = select(held, owners.c.is_closed).join_from(held, owners, present)
    for row in await connection.execute(query):
        said.note(row.account_id, {Figure(Kind.SHARES, row.symbol): row.quantity})
        if not row.is_closed:  # what it had earned is of an epoch that is over
            earned = {Kind.COST: row.cost, Kind.PROFIT: row.realised}
            own = {Figure(kind, row.symbol): value for kind, value in earned.items()}
            said.note(row.account_id, own)


async def _each(
    connection: AsyncConnection,
    known: Table,
    load: Load[State],
    describe: Describe[State],
    said: _Said,
) -> None:
    ids = [*await connection.scalars(select(known.c.account_id).distinct().order_by("account_id"))]
    for start in range(0, len(ids), AT_ONCE):
        states = await load(connection, ids[start : start + AT_ONCE])
        for account_id, state in states.items():
            said.note(account_id, dict(describe(state)))


async def _traded(connection: AsyncConnection, fills: FromClause, said: _Said) -> None:
    """Add up every fill that there ever was, by account, symbol and side."""
    one: Any = fills.c
    own = (one.account_id, one.symbol, one.side)
    sums = {
        "fills": func.count(),
        "quantity": func.sum(one.quantity),
        "value": func.sum(one.quantity * one.price),
        "fee": func.sum(one.fee),
    }
    query = select(*own, *(each.label(name) for name, each in sums.items())).group_by(*own)
    for row in await connection.execute(query):
        buys = row.side == Side.BUY
        shares, dollars = (Kind.BOUGHT, Kind.PAID) if buys else (Kind.SOLD, Kind.RECEIVED)
        before: Figures = said.voice[row.account_id]
        both = {Kind.FILLS: Decimal(row.fills), Kind.FEES: row.fee}
        figures = {Figure(kind, row.symbol): value for kind, value in both.items()}
        added = {each: before.get(each, ZERO) + value for each, value in figures.items()}
        own_side = {Figure(shares, row.symbol): row.quantity}
        own_side[Figure(dollars, row.symbol)] = row.value
        said.note(row.account_id, {**added, **own_side})
