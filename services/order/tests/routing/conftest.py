"""A broker beside the exchange, and people in a hurry."""

from collections.abc import AsyncGenerator

import pytest
from broker_room import Room, broker_room

from order.brokers import courier, line
from order.brokers.alpaca import account


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(courier, "STANDBY_SECONDS", 0.1)
    monkeypatch.setattr(line, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(line, "AGAIN_SECONDS", 0.2)
    monkeypatch.setattr(line, "PAUSE_FIRST", 0.05)
    monkeypatch.setattr(account, "TIMEOUT_SECONDS", 0.4)


@pytest.fixture
async def room(postgres_url: str) -> AsyncGenerator[Room]:
    """The trader has given the keys of a paper account."""
    async with broker_room(postgres_url) as opened:
        await opened.connect()
        yield opened
