"""The log is told where the audit trail ends, so that nobody can shorten it unseen."""

import asyncio
import logging

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from analytics.domain.trail import BEGINNING, Head
from analytics.main import create_service
from analytics.settings import AnalyticsSettings
from analytics.ticker import head as ticker
from chassis.testing import simulation
from events.examples import EXAMPLES

pytestmark = pytest.mark.real

SERVICE = create_service(
    AnalyticsSettings.model_validate({"port": 8106, "rabbitmq_password": "test"})
)


async def test_it_is_told_whenever_the_end_has_moved(
    postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "analytics.ticker")
    async with simulation(postgres_url) as system:
        await system.start(SERVICE)
        engine, head, heads = system.database("analytics").engine, BEGINNING, list[Head]()
        assert await ticker.tell(engine, head) == head
        for name in ("USER_REGISTERED", "ORDER_CREATED"):
            await system.publish(EXAMPLES[name])
            for _ in range(2):
                head = await ticker.tell(engine, head)
            heads.append(head)

    assert [one.position for one in heads] == [1, 2]
    lines = [f"audit head position={one.position} hash={one.hash.hex()}" for one in heads]
    assert caplog.messages == lines


async def test_it_is_told_again_and_again_and_after_an_outage(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Head] = []
    enough = asyncio.Event()

    async def tell(_engine: AsyncEngine, last: Head) -> Head:
        told.append(last)
        if len(told) == 2:
            raise OSError("the database is away")
        if len(told) == 4:
            enough.set()
        return Head(len(told), last.hash)

    monkeypatch.setattr(ticker, "tell", tell)
    monkeypatch.setattr(ticker, "TELL_SECONDS", 0.001)
    async with simulation(postgres_url) as system, asyncio.timeout(60):
        await system.start(SERVICE)
        await enough.wait()

    assert [one.position for one in told[:4]] == [0, 1, 1, 3]
