"""The edge at work, with little patience where that makes a test short."""

from collections.abc import AsyncGenerator

import pytest
from live_edge import LiveEdge, live_edge

from stream.domain.vigil import Patience


@pytest.fixture
async def edge(redis_url: str) -> AsyncGenerator[LiveEdge]:
    """As in production."""
    async with live_edge(redis_url) as started:
        yield started


@pytest.fixture
async def impatient_edge(redis_url: str) -> AsyncGenerator[LiveEdge]:
    """One that waits for nobody longer than two seconds."""
    patience = Patience(authentication=0.3, silence=2, heartbeat=0.4, stall=1, expired=1, goodbye=1)
    async with live_edge(redis_url, patience) as started:
        yield started
