"""What is counted when a transaction has committed, and of what a process has in its hands."""

import os
import time
from dataclasses import replace

import pytest
from prometheus_client import REGISTRY
from proving.catalogue import created
from proving.front_door import SETTINGS
from proving.stage import Stage, accounts
from sqlalchemy.ext.asyncio import AsyncConnection
from tally.main import create_service

from bus.envelope import first
from bus.memory import InMemoryBus
from bus.message import pack
from chassis.lifespan import POOL_SIZE, assemble_parts, make_engine
from chassis.measure import JOURNEY_SECONDS_MAX
from chassis.security import TokenVerifier
from chassis.testing import fresh_database, known_keys
from chassis.works import MORE_CONNECTIONS
from events import OrderAccepted, OrderRejected
from vocabulary import OrderId, RejectedBy, RejectionReason, uuid7

pytestmark = pytest.mark.real
ACCEPTED = {"type": OrderAccepted.name}
TOO_LARGE = {"rejected_by": "risk", "reason": "order_too_large"}


def shown(name: str, labels: dict[str, str]) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0


async def test_connections_to_the_database_are_counted(postgres_url: str) -> None:
    engine = make_engine(await fresh_database(postgres_url, "tally"), "test", leases=2)
    service = create_service(SETTINGS)
    running = assemble_parts(service, InMemoryBus(), engine, TokenVerifier(known_keys()))

    async with engine.connect():
        await running.observe()
    await engine.dispose()

    counted = [shown("database_connections", {"state": one}) for one in ("used", "idle", "most")]
    assert counted == [1, 0, POOL_SIZE + 2 + MORE_CONNECTIONS]


async def test_what_a_click_led_to_is_measured_from_the_click_unless_it_rested(
    stage: Stage,
) -> None:
    names = ["events_published_total", "journey_seconds_count", "journey_seconds_sum"]
    before = {name: shown(name, ACCEPTED) for name in names}
    [one] = accounts(1)
    runner, now = stage.tally(), time.time_ns() // 1_000_000
    clicks = [now - 500, now - 1000 * (JOURNEY_SECONDS_MAX + 1)]
    sent = [
        replace(first(created(one, number), "test"), id=uuid7(click, os.urandom(10)))
        for number, click in enumerate(clicks, 1)
    ]
    async with stage.leading(runner) as connection:
        await stage.bus.publish(pack(sent))
        await runner.step(connection)

    change = {name: shown(name, ACCEPTED) - before[name] for name in names}
    assert change["events_published_total"] == 2
    assert change["journey_seconds_count"] == 1
    assert 0.5 <= change["journey_seconds_sum"] < JOURNEY_SECONDS_MAX


async def refuse(stage: Stage, connection: AsyncConnection, *, fails: bool = False) -> None:
    [one] = accounts(1)
    order = created(one, 1)
    async with stage.database.transaction(connection) as tx:
        tx.publish(
            OrderRejected(
                order_id=OrderId(order.order_id),
                account_id=one,
                symbol=order.symbol,
                rejected_by=RejectedBy.RISK,
                reason=RejectionReason.ORDER_TOO_LARGE,
                rule="an order may be worth $1",
            )
        )
        if fails:
            raise ArithmeticError


async def test_refusals_are_counted_by_rule_once_they_are_committed(stage: Stage) -> None:
    before = shown("orders_rejected_total", TOO_LARGE)
    async with stage.engine.connect() as connection:
        await refuse(stage, connection)
        with pytest.raises(ArithmeticError):
            await refuse(stage, connection, fails=True)

    assert shown("orders_rejected_total", TOO_LARGE) == before + 1
