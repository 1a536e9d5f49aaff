"""Who steers market time, and who may not."""

from pathlib import Path

import pytest
from live_market import OpenExchange, Query

from events import MarketClock
from vocabulary import ClockState

pytestmark = pytest.mark.real


async def test_the_clock_shows_what_time_it_is_on_the_market(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM", session="regular", speed=10) as market:
        await market.wall.step(6)

        assert await market.get("clock") == {
            "time": "2025-01-06T15:01:00Z",
            "state": "live",
            "speed": 10.0,
            "feed": "simulator",
            "session_open": True,
        }


async def test_an_administrator_stops_time_and_everybody_hears_of_it_at_once(
    exchange: OpenExchange,
) -> None:
    async with exchange(symbols="IBM") as market:
        await market.wall.step(2.5)
        market.told.clear()

        clock = await market.steer({"action": "pause", "speed": "max"})

        assert (clock["state"], clock["speed"]) == ("paused", "max")
        (told,) = market.of(MarketClock)
        assert (told.state, told.speed) == (ClockState.PAUSED, None)
        await market.wall.step(100)
        assert (await market.get("clock"))["time"] == clock["time"]

        clock = await market.steer({"action": "play", "speed": 2})

        await market.wall.step(0.5)
        assert (clock["state"], clock["time"]) == ("live", "2025-01-06T15:00:02.500000Z")
        assert (await market.get("clock"))["time"] == "2025-01-06T15:00:03.500000Z"


async def test_a_trader_may_look_and_not_steer(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        problem = await market.steer({"action": "pause"}, status=403, admin=False)

        assert problem["code"] == "forbidden"
        assert (await market.get("clock"))["state"] == "live"


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"action": "stop"},
        {"speed": 0},
        {"speed": 0.05},
        {"speed": 1001},
        {"speed": -1},
        {"speed": "fast"},
        {"speed": "nan"},
        {"action": "play", "jump": "2013-10-07T12:00:00Z"},
    ],
)
async def test_a_wish_that_makes_no_sense_is_refused(wish: Query, exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        assert (await market.steer(wish, status=422))["code"] == "validation_failed"


async def test_a_replay_at_its_end_cannot_be_played_on(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    (tmp_path / "IBM.trades.csv").write_text(
        "timestamp,symbol,price,size\n2013-10-07T12:00:01Z,IBM,10,100\n"
    )
    async with exchange(feed="csv", replay_path=tmp_path) as market:
        wishes: list[Query] = [{"action": "play"}, {"action": "pause"}, {"speed": 5}]
        for wish in wishes:
            assert (await market.steer(wish, status=409))["code"] == "feed_ended"
        clock = await market.get("clock")

    assert (clock["state"], clock["time"]) == ("ended", "2013-10-07T12:00:01Z")
