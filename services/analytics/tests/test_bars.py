"""Minutes that are over, and days as far as they went, are kept; everything else is left out."""

import asyncio
from collections.abc import Sequence
from decimal import Decimal

import pytest
from market_days import IBM, at, bar
from sqlalchemy.ext.asyncio import AsyncEngine

from analytics.main import create_service
from analytics.settings import AnalyticsSettings
from analytics.ticker import bars as ticker
from analytics.ticker.bars import Bars
from chassis.testing import Simulation, simulation
from events import Bar, MarketClock
from events.examples import EXAMPLES
from vocabulary import BarInterval

pytestmark = pytest.mark.real

SERVICE = create_service(
    AnalyticsSettings.model_validate({"port": 8106, "rabbitmq_password": "test"})
)
MINUTE = bar(IBM, at(0), "1 4 1 2", BarInterval.MINUTE_1)
DAY = bar(IBM, at(0), "1 9 1 5", BarInterval.DAY_1)


async def stored(system: Simulation) -> Sequence[tuple[object, ...]]:
    async with system.database("analytics").engine.connect() as connection:
        rows = await connection.exec_driver_sql(
            "select interval, open, high, low, close from bars order by interval, start"
        )
        return [tuple(row) for row in rows]


async def until_stored(system: Simulation, expected: Sequence[tuple[object, ...]]) -> None:
    async with asyncio.timeout(10):
        while await stored(system) != expected:  # noqa: ASYNC110  # another task stores them
            await asyncio.sleep(0.01)


async def test_what_the_market_says_is_kept(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticker, "STORE_SECONDS", 0.01)
    async with simulation(postgres_url) as system:
        await system.start(SERVICE)
        growing = MINUTE.model_copy(update={"closed": False, "start": at(1)})
        hour = MINUTE.model_copy(update={"interval": BarInterval.HOUR_1})
        await system.show(MINUTE, growing, hour, DAY, EXAMPLES[MarketClock.name])
        await until_stored(system, [("1Day", 1, 9, 1, 5), ("1Min", 1, 4, 1, 2)])
        await system.show(DAY.model_copy(update={"close": Decimal(7)}))
        await until_stored(system, [("1Day", 1, 9, 1, 7), ("1Min", 1, 4, 1, 2)])


async def test_what_could_not_be_stored_waits_unless_something_newer_has_come(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise OSError("the database is away")

    kept = Bars()
    kept.arrived(Bar.name, [MINUTE, DAY])
    async with simulation(postgres_url) as system:
        await system.start(SERVICE)
        engine = system.database("analytics").engine
        with monkeypatch.context() as away:
            away.setattr(ticker, "upsert", fail)
            with pytest.raises(OSError, match="away"):
                await kept.store(engine)
        kept.arrived(Bar.name, [DAY.model_copy(update={"close": Decimal(7)})])
        await kept.store(engine)

        assert await stored(system) == [("1Day", 1, 9, 1, 7), ("1Min", 1, 4, 1, 2)]


async def test_an_outage_is_told_and_outlived(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    enough = asyncio.Event()
    tries: list[int] = []

    async def store(_bars: Bars, _engine: AsyncEngine) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("the database is away")
        enough.set()

    monkeypatch.setattr(Bars, "store", store)
    monkeypatch.setattr(ticker, "STORE_SECONDS", 0.001)
    async with simulation(postgres_url) as system, asyncio.timeout(10):
        await system.start(SERVICE)
        await enough.wait()

    assert "bars: tried again until a server is back: the database is away" in caplog.messages
