"""The figures of one account, out of what a service's own code makes of its rows."""

from collections.abc import Iterator
from decimal import Decimal

from analytics.domain.record import TrackRecord
from order.domain.open_orders import OpenOrders
from outcry.agreement.figures import ZERO, Figure, Kind
from risk.domain.account import TradingAccount

Said = Iterator[tuple[Figure, Decimal]]
ONE = Decimal(1)


def of_analytics(record: TrackRecord) -> Said:
    """Cash as what the account began with, what was paid in, and what trading brought or took."""
    if record.beginnings:
        holdings = record.holdings.values()
        moved = sum((one.earned_in_cash for one in holdings), ZERO)
        paid = record.paid_in() - record.interest()
        yield Figure(Kind.CASH), record.started_with() + paid + moved
    for symbol, holding in record.holdings.items():
        yield Figure(Kind.SHARES, symbol), holding.quantity
        yield Figure(Kind.COST, symbol), holding.cost
        yield Figure(Kind.PROFIT, symbol), holding.realised


def of_risk(account: TradingAccount) -> Said:
    """What is free and what is held together, and what is held for which orders."""
    yield Figure(Kind.CASH), (account.free_cash or ZERO) + account.held_cash
    for symbol in account.free_shares:
        yield Figure(Kind.SHARES, symbol), account.position(symbol)
    fees = ZERO
    for one in account.commitments:
        for kept in one.kept:
            fees += kept.fee
            if kept.hold.quantity:
                yield Figure(Kind.OPEN, f"order {kept.hold.order_id}"), ONE
        if one.exits is not None:
            fees += one.exits.fee
            if one.exits.quantity:
                yield Figure(Kind.OPEN, f"exits of {one.exits.group_id}"), ONE
    yield Figure(Kind.RESERVED), account.held_cash - fees


def of_open_orders(placed: OpenOrders) -> Said:
    """What may still trade, and what that may cost."""
    for order_id, is_exit, _ in placed.lines():
        yield Figure(Kind.OPEN, f"{'exits of' if is_exit else 'order'} {order_id}"), ONE
    yield Figure(Kind.RESERVED), placed.cash()
