"""Orders at brokers: what is to be done about them, and what became of them, as rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, String, cast, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bus.envelope import Cause
from order.domain.lifecycle import Life
from order.domain.record import OrderRecord
from order.domain.routing.keys import BrokerName
from order.domain.routing.routed import Routed
from order.domain.units import value_units
from order.repository.rows import record_of
from order.tables import IS_AT_BROKER, order_events, orders, routed_orders
from vocabulary import AccountId, LegRole, Money, OrderId, OrderStatus, Quantity, Side

Found = Row[Any]
_CUSTOMERS = (
    "select distinct account_id, since from orders join routed_orders using (order_id)"  # noqa: S608
    " left join (select account_id, created_at as since from broker_keys) as keyed"
    f" using (account_id) where broker = any(:brokers) and {IS_AT_BROKER}"
)
_BOTH = orders.join(routed_orders, orders.c.order_id == routed_orders.c.order_id)


@dataclass(frozen=True, slots=True)
class Errand:
    """A live order that a broker has, or is to have; under which name, if that is known."""

    record: OrderRecord
    approved_at: datetime
    tried_at: datetime | None
    broker_order_id: str | None

    @property
    def order_id(self) -> OrderId:
        """Which order."""
        return self.record.order_id

    @property
    def is_canceled(self) -> bool:
        """Whether its owner wants it back."""
        return self.record.cancel_requested_at is not None


class Customer(NamedTuple):
    """An account, and since when its keys are those that it has; ``None`` if it has none."""

    account_id: AccountId
    since: datetime | None


class AtBroker(NamedTuple):
    """What an order is called at its broker, how much of it is filled, and whether it lives."""

    broker_order_id: str | None
    filled: Quantity
    is_live: bool


async def customers_at_work(
    connection: AsyncConnection, brokers: Collection[BrokerName]
) -> set[Customer]:
    """Who has live orders that these brokers have, or are to have."""
    found = await connection.execute(text(_CUSTOMERS), {"brokers": list(brokers)})
    return {Customer(*row) for row in found}


async def load_errands(
    connection: AsyncConnection, account_id: AccountId, broker: BrokerName
) -> list[Errand]:
    """The live orders of the account there, in the order in which they were placed."""
    query = (
        select(orders, *_routing())
        .select_from(_BOTH)
        .where(orders.c.account_id == account_id, orders.c.broker == broker, text(IS_AT_BROKER))
        .order_by(orders.c.order_id)
    )
    rows = (await connection.execute(query)).all()
    legs = {
        row.order_id: [record_of(one) for one in rows if one.parent_id == row.order_id]
        for row in rows
    }
    return [
        Errand(record_of(row, legs[row.order_id]), row.approved_at, row.tried_at, row.at_broker)
        for row in rows
    ]


async def find_at_broker(
    connection: AsyncConnection, account_id: AccountId, order_id: OrderId
) -> AtBroker | None:
    """How an order of the account stands; ``None`` if no broker was ever to have it."""
    query = select(
        routed_orders.c.broker_order_id, orders.c.filled_quantity, orders.c.ended_at
    ).select_from(_BOTH)
    own = (orders.c.account_id == account_id) & (orders.c.order_id == order_id)
    row = (await connection.execute(query.where(own))).one_or_none()
    if row is None:
        return None
    return AtBroker(row.broker_order_id, row.filled_quantity, row.ended_at is None)


async def find_ended(
    connection: AsyncConnection, account_id: AccountId, names: Collection[str]
) -> set[str]:
    """Those of the names that are orders of the account at its broker, and have ended here."""
    named = cast(orders.c.order_id, String).in_(names)
    query = select(orders.c.order_id).select_from(_BOTH)
    own = orders.c.account_id == account_id
    ended = await connection.scalars(query.where(own, named, text(f"not ({IS_AT_BROKER})")))
    return {str(one) for one in ended}


async def mark_tried(connection: AsyncConnection, order_id: OrderId, now: datetime) -> None:
    """The order is about to be handed over, for the first time or again."""
    own = routed_orders.c.order_id == order_id
    await connection.execute(update(routed_orders).where(own).values(tried_at=now))


async def lock_routed(
    connection: AsyncConnection,
    account_id: AccountId,
    order_ids: Collection[UUID],
    broker_order_ids: Collection[str] = (),
) -> list[tuple[Routed, Cause]]:
    """These orders, by our name or the broker's, with their exits, and what let them go.

    Nobody else changes them meanwhile.
    """
    steps = (
        select(func.coalesce(func.max(order_events.c.number), 0))
        .where(order_events.c.order_id == orders.c.order_id)
        .scalar_subquery()
    )
    named = orders.c.order_id.in_(order_ids) | orders.c.parent_id.in_(order_ids)
    known = routed_orders.c.broker_order_id.in_(broker_order_ids)
    query = (
        select(orders, *_routing(), steps.label("steps"))
        .select_from(_BOTH)
        .where(orders.c.account_id == account_id, named | known)
        .order_by(orders.c.order_id)
        .with_for_update(of=[orders, routed_orders])
    )
    return [_locked(row) for row in await connection.execute(query)]


def _routing() -> Sequence[Any]:
    table = routed_orders.c
    return (
        table.cause_id,
        table.correlation_id,
        table.approved_at,
        table.tried_at,
        table.size,
        table.broker_order_id.label("at_broker"),
    )


def _locked(row: Found) -> tuple[Routed, Cause]:
    routed = Routed(
        order_id=row.order_id,
        account_id=row.account_id,
        symbol=row.symbol,
        side=Side(row.side),
        size=row.size or row.quantity,
        is_amount=row.notional is not None,
        broker=row.broker,
        life=Life(OrderStatus(row.status), row.steps),
        market_time=row.market_time,
        parent_id=row.parent_id,
        leg=None if row.leg is None else LegRole(row.leg),
        replaces=row.replaces,
        replaced_by=row.replaced_by,
        broker_order_id=row.at_broker,
        filled=row.filled_quantity,
        value=value_units(Money(row.traded_value)),
        fill_count=row.fill_count,
    )
    return routed, Cause(row.cause_id, row.correlation_id)
