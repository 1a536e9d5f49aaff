"""A broker that all proofs share, with empty queues for each."""

from collections.abc import AsyncGenerator, Generator

import pytest
from proving.broker import OwnBroker, own_broker
from proving.queues import admin_of
from proving.scene import COLLECTOR, TALLY, Scene, scene_on


@pytest.fixture(scope="session")
def shared_broker() -> Generator[OwnBroker]:
    with own_broker([*TALLY, COLLECTOR]) as shared:
        yield shared


@pytest.fixture
async def broker(shared_broker: OwnBroker) -> OwnBroker:
    if not shared_broker.is_running:
        await shared_broker.start()
    async with admin_of(shared_broker.url) as admin:
        for queue in (*TALLY, COLLECTOR):
            await admin.purge(queue)
    return shared_broker


@pytest.fixture
async def scene(broker: OwnBroker, postgres_url: str) -> AsyncGenerator[Scene]:
    """One process, not started yet."""
    async with scene_on(broker, postgres_url) as one:
        yield one


@pytest.fixture
async def twins(broker: OwnBroker, postgres_url: str) -> AsyncGenerator[Scene]:
    """Two replicas, not started yet."""
    async with scene_on(broker, postgres_url, replicas=2) as two:
        yield two
