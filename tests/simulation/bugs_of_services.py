"""Bugs that somebody could put into services: holds, bookings, figures, and how they are stored.

Only tests ever do, and from outside; each is as small as a careless edit would be.
"""
# ruff: noqa: ANN401, SLF001
# pyright: reportPrivateUsage=false
# they reach for what is private, and take the place of functions of all kinds

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from typing import Any

from sqlalchemy import Table

import analytics.tables
import order.engine.engine
import order.repository.fates
import portfolio.domain.account
import portfolio.tables
import risk.domain.assessing
import risk.tables
from analytics.domain.record import TrackRecord
from chassis import statements
from chassis.statements import Build
from chassis.transaction import Transaction
from portfolio.domain.account import Account
from portfolio.domain.lots import Queue
from risk.domain.account import TradingAccount
from simulation.bugs_of_carriers import Change, Plant, inbox_off, nobody, nothing
from vocabulary import NO_MONEY, Money


def not_written(table: Table, verb: Build) -> Sequence[Change]:
    """Rows of a table are not inserted, updated, or deleted; whoever's statement it is."""
    return _written_otherwise([table], verb, lambda change: replace(change, rows=()))


def _written_otherwise(
    tables: Collection[Table], verb: Build, other: Callable[[statements.Change], statements.Change]
) -> Sequence[Change]:
    made = statements.Change

    def change(build: Build, table: Table, rows: Collection[statements.Row]) -> statements.Change:
        usual = made(build, table, rows)
        return other(usual) if build is verb and table in tables else usual

    return [(statements, "Change", change)]


def hold_not_released() -> Sequence[Change]:
    """An order that ends keeps what it held."""
    return [(TradingAccount, "release", nobody)]


def rest_not_released() -> Sequence[Change]:
    """The last fill leaves what was held beyond it."""
    old = TradingAccount.settle

    def settle(self: Any, *fill: Any, **_: Any) -> None:
        old(self, *fill, is_last=False)

    return [(TradingAccount, "settle", settle)]


def fee_not_settled() -> Sequence[Change]:
    """Risk takes trading to be free."""
    old = TradingAccount.settle

    def settle(self: Any, order_id: Any, quantity: Any, price: Any, _fee: Any, **last: Any) -> None:
        old(self, order_id, quantity, price, NO_MONEY, **last)

    return [(TradingAccount, "settle", settle)]


def ended_holds_stay_stored() -> Sequence[Change]:
    """What was held is gone from memory, but not from the table."""
    return not_written(risk.tables.holds, statements._delete)


def exits_not_stored() -> Sequence[Change]:
    """What exits hold is in memory, but not in the table."""
    return not_written(risk.tables.exits, statements._upsert)


def everything_approved() -> Sequence[Change]:
    """Nobody looks whether there is money, or are shares."""
    return [(risk.domain.assessing, "refusal", nobody)]


def fill_booked_twice() -> Sequence[Change]:
    """A fill that comes again moves cash again, and the ledger does not mind."""

    def missing(change: statements.Change) -> statements.Change:
        return replace(change, build=statements._insert_missing)

    tables = portfolio.tables.metadata.tables.values()
    return [*_written_otherwise(tables, statements._insert, missing), *inbox_off()]


def fee_not_booked() -> Sequence[Change]:
    """The portfolio takes trading to be free."""
    old = Account.book

    def book(self: Account, fill: Any) -> Any:
        return old(self, replace(fill, fee=NO_MONEY))

    return [(Account, "book", book)]


def value_cut() -> Sequence[Change]:
    """The portfolio counts in whole cents, and drops the rest."""

    def cut(quantity: Any, price: Any) -> Money:
        exact: Decimal = quantity * price
        return Money(exact.quantize(Decimal(1), ROUND_DOWN))

    return [(portfolio.domain.account, "value", cut)]


def positions_not_stored() -> Sequence[Change]:
    """What an account holds is in memory, but not in the table."""
    return not_written(portfolio.tables.positions, statements._upsert)


def closed_lots_stay_open() -> Sequence[Change]:
    """What is sold is taken from no lot."""
    return [(Queue, "_close", nobody)]


def fill_counted_twice() -> Sequence[Change]:
    """Analytics counts fills of seven shares, and of many times seven, twice."""
    old = TrackRecord.trade

    def trade(self: Any, fill: Any) -> None:
        old(self, fill)
        if not fill.quantity % 7:
            self.holdings[fill.symbol].trade(fill.side, fill.quantity, fill.price, fill.fee)

    return [(TrackRecord, "trade", trade)]


def holdings_not_stored() -> Sequence[Change]:
    """What analytics has counted is in memory, but not in the table."""
    return not_written(analytics.tables.holdings, statements._upsert)


def cancel_not_told() -> Sequence[Change]:
    """It is written down that an order is to be taken back, and the book does not hear of it."""
    old = Transaction.publish

    def publish(self: Any, event: Any, origin: Any = None) -> None:
        if event.name != "ORDER_CANCEL_REQUESTED":
            old(self, event, origin)

    return [(Transaction, "publish", publish)]


def positions_of_orders_not_moved() -> Sequence[Change]:
    """The order service does not know what accounts hold."""
    return [(order.repository.fates, "move_positions", nothing)]


def pages_not_stored() -> Sequence[Change]:
    """Books are not recorded, and made again without what they were told."""
    return [(order.engine.engine, "save_pages", nothing)]


BUGS: Mapping[str, Plant] = {
    plant.__name__: plant
    for plant in (
        hold_not_released,
        rest_not_released,
        fee_not_settled,
        ended_holds_stay_stored,
        exits_not_stored,
        everything_approved,
        fill_booked_twice,
        fee_not_booked,
        value_cut,
        positions_not_stored,
        closed_lots_stay_open,
        fill_counted_twice,
        holdings_not_stored,
        cancel_not_told,
        positions_of_orders_not_moved,
        pages_not_stored,
    )
}
