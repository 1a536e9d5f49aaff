"""Who steers market time, and who may not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from live_market import MONDAY, OpenExchange, Query, eventually

from chassis.testing import sign_in, some_account
from events import ClockSteered, MarketClock, Trade
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
            "phase": "regular",
            "session_open": True,
            "next_open": "2025-01-07T14:30:00Z",
            "next_close": "2025-01-06T21:00:00Z",
            "going_to": None,
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
        {"action": "play", "to": "2013-10-07T12:00:00Z"},
        {"action": "step"},
        {"action": "step", "seconds": 0},
        {"action": "step", "seconds": 3601},
        {"action": "jump"},
        {"action": "jump", "to": "noon"},
        {"action": "jump", "to": "2013-10-07T12:00:00"},
        {"action": "jump", "seconds": 5},
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
        wishes: list[Query] = [
            {"action": "play"},
            {"action": "pause"},
            {"action": "step", "seconds": 1},
            {"action": "jump", "to": "2013-10-07T12:00:02Z"},
            {"speed": 5},
        ]
        for wish in wishes:
            assert (await market.steer(wish, status=409))["code"] == "feed_ended"
        clock = await market.get("clock")

    assert (clock["state"], clock["time"]) == ("ended", "2013-10-07T12:00:01Z")


async def test_a_replay_goes_onward_and_back_and_says_where_it_is(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    lines = [f"2013-10-07T12:{minute:02}:30Z,IBM,{minute + 1},100" for minute in range(30)]
    (tmp_path / "IBM.trades.csv").write_text("\n".join(["timestamp,symbol,price,size", *lines]))
    async with exchange(feed="csv", replay_path=tmp_path) as market:
        clock = await market.steer({"action": "jump", "to": "2013-10-07T12:20:00Z"})
        assert (clock["time"], clock["state"]) == ("2013-10-07T12:20:00Z", "replay")
        await market.wall.step(2)
        await eventually(market.has_stored(20))

        clock = await market.steer({"action": "pause"})
        assert clock["time"] == "2013-10-07T12:20:02Z"
        clock = await market.steer({"action": "step", "seconds": 60})
        assert (clock["time"], clock["state"]) == ("2013-10-07T12:21:02Z", "paused")

        market.told.clear()
        clock = await market.steer({"action": "jump", "to": "2013-10-07T12:05:00Z", "speed": 10})
        assert (clock["time"], clock["state"]) == ("2013-10-07T12:05:00Z", "paused")
        assert (clock["speed"], clock["going_to"]) == (10.0, None)
        assert market.of(MarketClock)[-1].time == datetime(2013, 10, 7, 12, 5, tzinfo=UTC)
        await market.wall.step(0.1)
        assert [trade.price for trade in market.of(Trade)] == [1, 2, 3, 4, 5]


async def test_who_steered_is_published_for_the_audit_trail(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        await market.steer({"action": "pause", "speed": 60})
        await market.steer({"action": "step", "seconds": 30})
        await market.steer({"speed": "max"})
        await market.steer({"action": "jump", "to": "2013-10-07T12:00:00Z"}, status=409)

        said = await market.said()

    steered = [one for one in said if isinstance(one, ClockSteered)]
    assert [one for one in steered if one.user_id == market.admin_id] == [
        ClockSteered(user_id=market.admin_id, action=action, speed=speed, market_time=time)
        for action, speed, time in (
            ("pause", 60, MONDAY),
            ("step", None, MONDAY + timedelta(seconds=30)),
            ("speed", None, MONDAY + timedelta(seconds=30)),
        )
    ]


async def test_steering_takes_a_proof_of_who_it_is_that_is_new(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        stale = sign_in(some_account(), "admin")
        answer = await market.client.post(
            "/api/market/clock", json={"action": "pause"}, headers=stale
        )

        assert (answer.status_code, answer.json()["code"]) == (403, "step_up_required")
        assert (await market.get("clock"))["state"] == "live"
