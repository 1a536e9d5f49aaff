"""What the tests of services are run in."""

import asyncio

import pytest
from proving.front_door import SETTINGS
from tally.main import create_service

from chassis.testing import fresh_database, simulation

pytestmark = pytest.mark.real


async def live_and_die(postgres_url: str, error: Exception) -> None:
    async def fail() -> None:
        raise error

    database = await fresh_database(postgres_url, "tally")
    async with simulation(postgres_url) as system:
        await system.start(create_service(SETTINGS), database)
        [running] = system.running.values()
        await asyncio.wait([running.spawn(fail(), "feed")])


async def test_what_dies_in_a_service_fails_its_test_and_stops_no_other(postgres_url: str) -> None:
    with pytest.raises(ArithmeticError, match="broken"):
        await live_and_die(postgres_url, ArithmeticError("broken"))
