"""Writes down what becomes of one account's orders at its broker, and tells the bus."""

from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from logging import getLogger
from uuid import UUID

from bus.envelope import Cause
from chassis.transaction import Database, Transaction
from order.brokers.news import event_of
from order.domain.lifecycle import Happening
from order.domain.routing.report import Execution, Report
from order.domain.routing.routed import Routed
from order.repository.routed import lock_routed, mark_tried
from order.repository.routed_fates import save_routed
from vocabulary import AccountId, LegRole, OrderId, OrderStatus, OrderType, plain

ACTOR = "order.routing"
Locked = Sequence[tuple[Routed, Cause]]

logger = getLogger(__name__)


class Clerk:
    """Every change is one transaction: rows, and events with ids that follow from the approval.

    So it does no harm to be told the same again by whoever is told.
    """

    def __init__(self, database: Database, account_id: AccountId) -> None:
        self.account_id = account_id
        self._database = database

    async def hear(self, report: Report) -> list[Routed]:
        """Take in what the broker says; return the orders of which it knows more trades."""
        names = [name] if (name := _uuid(report.name)) is not None else []
        at_broker = [report.broker_order_id, *(leg.broker_order_id for leg in report.legs)]
        async with self._locked(names, at_broker) as locked:
            orders = [order for order, _ in locked]
            parent = _find(orders, report)
            if parent is None:
                return []
            parent.hear(report)
            if report.filled > parent.filled and not parent.life.is_live:
                much = f"{plain(report.filled - parent.filled)} more"
                logger.error(
                    "%s traded %s of %s, which ended here", parent.broker, much, parent.order_id
                )
            for leg in report.legs:
                exit_ = _find(orders, leg) or _role(orders, parent, leg)
                if exit_ is not None:
                    exit_.hear(leg)
        return [order for order in orders if order.is_behind]

    async def book(self, report: Report, executions: Sequence[Execution]) -> bool:
        """Take in what an order traded, and what the broker says of it; whether that agrees."""
        async with self._locked((), [report.broker_order_id]) as locked:
            for order, _ in locked:
                for execution in executions:
                    order.hear(replace(report, execution=execution, legs=()))
                order.is_behind = False
                order.hear(report)
        return not any(order.is_behind for order, _ in locked)

    async def refuse(self, order_id: OrderId, reason: str) -> None:
        """The broker does not take an order; its exits hear of that by themselves."""
        async with self._locked([order_id]) as locked:
            for order, _ in locked:
                if order.order_id == order_id and order.life.is_live:
                    order.refuse(datetime.now(UTC), reason)

    async def withdraw(self, order_id: OrderId, reason: str) -> None:
        """An order and its exits will not trade any more."""
        async with self._locked([order_id]) as locked:
            for order, _ in locked:
                if order.life.is_live:
                    order.withdraw(datetime.now(UTC), reason)

    async def mark_tried(self, order_id: OrderId) -> None:
        """From now on the broker may have the order."""
        async with self._database.transaction() as tx:
            await mark_tried(tx.connection, order_id, datetime.now(UTC))

    @asynccontextmanager
    async def _locked(
        self, order_ids: Collection[UUID], broker_order_ids: Collection[str] = ()
    ) -> AsyncGenerator[Locked]:
        """Orders to change within the block."""
        async with self._database.transaction(actor=ACTOR) as tx:
            found = await lock_routed(tx.connection, self.account_id, order_ids, broker_order_ids)
            yield found
            _withdraw_exits([order for order, _ in found])
            kept = await self._keep_replaced(tx, found)
            await save_routed(tx.connection, [one for one, _ in (*found, *kept)], datetime.now(UTC))
            for order, cause in (*found, *kept):
                actor = f"{ACTOR}/{order.order_id}"
                for one in order.happened:
                    event = event_of(order, one)
                    tx.publish_effect(event, cause, one.step.number, actor=actor)

    async def _keep_replaced(self, tx: Transaction, found: Locked) -> Locked:
        """Where nothing came of a replacement, the order that it was for stays."""
        failed = {one.replaces: one for one, _ in found if one.replaces and _came_to_nothing(one)}
        if not failed:
            return ()
        kept = await lock_routed(tx.connection, self.account_id, list(failed))
        for order, _ in kept:
            new = failed.get(order.order_id)
            if new is not None and order.replaced_by == new.order_id and order.life.is_live:
                order.keep(datetime.now(UTC), new.happened[-1].step.reason)
        return kept


def _withdraw_exits(orders: Sequence[Routed]) -> None:
    """Exits that wait for an entry which was refused after all, wait for nothing."""
    refused = {
        one.order_id: one.happened[-1].step
        for one in orders
        if one.happened and one.happened[-1].step.happening is Happening.REJECT
    }
    for one in orders:
        step = None if one.parent_id is None else refused.get(one.parent_id)
        if step is not None and one.life.status is OrderStatus.HELD:
            one.withdraw(datetime.now(UTC), f"its entry was refused: {step.reason}")


def _came_to_nothing(one: Routed) -> bool:
    if not one.happened:
        return False
    last = one.happened[-1].step.happening
    return last is Happening.REJECT or (last is Happening.CANCEL and one.broker_order_id is None)


def _find(orders: Sequence[Routed], report: Report) -> Routed | None:
    own = (one for one in orders if one.broker_order_id == report.broker_order_id)
    named = (one for one in orders if str(one.order_id) == report.name)
    return next(own, None) or next(named, None)


def _role(orders: Sequence[Routed], parent: Routed, leg: Report) -> Routed | None:
    """The exit that the broker has made of a leg of a group: it has a name of its own there."""
    is_profit = leg.order_type is OrderType.LIMIT
    role = LegRole.TAKE_PROFIT if is_profit else LegRole.STOP_LOSS
    exits = (one for one in orders if one.parent_id == parent.order_id and one.leg is role)
    return next((one for one in exits if one.broker_order_id is None), None)


def _uuid(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
