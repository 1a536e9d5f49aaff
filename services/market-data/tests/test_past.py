"""A simulated market has a past from its first moment on, through the front door."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from live_market import MONDAY, Exchange, OpenExchange, eventually
from sqlalchemy import text

from market_data.domain.bars import zone_of
from market_data.feeds.catalogue import instrument_of
from market_data.repository.months import make_room
from market_data.ticker.wall import SteppedWall
from vocabulary import Symbol

pytestmark = pytest.mark.real

SHORTER = ("1Min", "5Min", "15Min", "30Min", "1Hour", "4Hour")
PAST = {"history": "", "symbols": "AAPL,BTCUSD"}
"""The simulator as it is where nobody chooses anything."""
LATER = timedelta(days=1, hours=3)


async def bars(
    market: Exchange, symbol: str, interval: str, **query: str | int
) -> list[dict[str, Any]]:
    """The newest of them, oldest first."""
    page = await market.get(f"ohlcv/{symbol}", {"interval": interval, "limit": 1000} | query)
    return page["items"]


async def all_bars(market: Exchange, symbol: str, interval: str) -> list[dict[str, Any]]:
    """Page after page, back to the first one."""
    found: list[dict[str, Any]] = []
    query: dict[str, str | int] = {"interval": interval, "limit": 1000}
    while True:
        page = await market.get(f"ohlcv/{symbol}", query)
        found = page["items"] + found
        if page["next_cursor"] is None:
            return found
        query["cursor"] = page["next_cursor"]


def fold(parts: list[dict[str, Any]]) -> tuple[object, ...]:
    """What bars make together, but for the average price."""
    return (
        parts[0]["open"],
        max(Decimal(one["high"]) for one in parts),
        min(Decimal(one["low"]) for one in parts),
        parts[-1]["close"],
        sum(Decimal(one["volume"]) for one in parts),
        sum(one["trades"] for one in parts),
    )


def day_of(symbol: str, bar: dict[str, Any]) -> str:
    zone = zone_of(instrument_of(Symbol(symbol)).asset_class)
    return datetime.fromisoformat(bar["start"]).astimezone(zone).date().isoformat()


@pytest.mark.parametrize("symbol", ["AAPL", "BTCUSD"])
async def test_the_first_chart_of_all_has_a_past(symbol: str, exchange: OpenExchange) -> None:
    async with exchange(**PAST) as market:
        days = await all_bars(market, symbol, "1Day")
        minutes = await bars(market, symbol, "1Min")
        oldest = await bars(market, symbol, "1Min", before="2024-12-07T00:00:00Z")
        live = await market.get(f"quote/{symbol}")

    assert datetime.fromisoformat(days[0]["start"]) < MONDAY - timedelta(days=5 * 365)
    assert datetime.fromisoformat(oldest[-1]["start"]) < MONDAY - timedelta(days=30)
    before = [one for one in minutes if datetime.fromisoformat(one["start"]) < MONDAY]
    assert datetime.fromisoformat(before[-1]["start"]) == MONDAY - timedelta(minutes=1)
    gap = abs(Decimal(before[-1]["close"]) / Decimal(live["bid"]) - 1)
    assert gap < Decimal("0.005")


@pytest.mark.parametrize("symbol", ["AAPL", "BTCUSD"])
async def test_longer_bars_are_what_the_minutes_make(symbol: str, exchange: OpenExchange) -> None:
    async with exchange(**PAST) as market:
        minutes = await all_bars(market, symbol, "1Min")
        days = {day_of(symbol, one): one for one in await all_bars(market, symbol, "1Day")}
        hours = {one["start"]: one for one in await all_bars(market, symbol, "1Hour")}

    by_day: dict[str, list[dict[str, Any]]] = {}
    by_hour: dict[str, list[dict[str, Any]]] = {}
    for minute in minutes:
        by_day.setdefault(day_of(symbol, minute), []).append(minute)
        by_hour.setdefault(minute["start"][:14] + "00:00Z", []).append(minute)
    assert len(by_day) >= 20  # today as well, of which a part is made up and a part is live
    assert {day: fold(parts) for day, parts in by_day.items()} == {
        day: fold([days[day]]) for day in by_day
    }
    assert {hour: fold(parts) for hour, parts in by_hour.items()} == {
        hour: fold([one]) for hour, one in hours.items()
    }


async def test_weeks_months_and_years_are_whole_from_the_first_moment_on(
    exchange: OpenExchange,
) -> None:
    async with exchange(**PAST) as market:
        days = await all_bars(market, "BTCUSD", "1Day")
        for interval, width in {"1Week": 7, "1Month": 31, "1Year": 366}.items():
            *_, before, growing = await bars(market, "BTCUSD", interval)
            for one in (before, growing):
                first = datetime.fromisoformat(one["start"])
                until = first + timedelta(days=width)
                until = until if width == 7 else until.replace(day=1)
                parts = [
                    day for day in days if first <= datetime.fromisoformat(day["start"]) < until
                ]
                assert fold([one]) == fold(parts), (interval, one)


async def test_movers_and_snapshots_know_the_day_before_at_once(exchange: OpenExchange) -> None:
    async with exchange(**PAST) as market:
        await market.wall.step(5)
        (apple, coin) = await market.get("snapshot", {"symbols": "AAPL,BTCUSD"})
        movers = await market.get("movers")

    assert apple["previous_day"]["start"] == "2025-01-03T05:00:00Z"  # the Friday before
    assert coin["previous_day"]["start"] == "2025-01-05T00:00:00Z"
    shown = [*movers["gainers"], *movers["losers"]]
    assert {one["symbol"]: one["since"] for one in shown} == {
        "AAPL": "previous_close",
        "BTCUSD": "previous_close",
    }


async def test_the_past_stays_as_it_is_when_the_market_begins_anew(exchange: OpenExchange) -> None:
    async with exchange(**PAST) as market:
        await market.wall.step(130)
        await eventually(market.has_stored(700))
        asked = [one for one in await bars(market, "AAPL", "1Min") if one["closed"]]
    async with exchange(SteppedWall(MONDAY + LATER), **PAST | {"seed": 2}) as market:
        again = await bars(market, "AAPL", "1Min", since=asked[0]["start"], before=after(asked[-1]))
        older = await bars(market, "AAPL", "1Day", before=asked[0]["start"])
        between = await market.get(
            "ohlcv/AAPL",
            {"since": after(asked[-1], minutes=2), "before": (MONDAY + LATER).isoformat()},
        )
    async with exchange(SteppedWall(MONDAY + 2 * LATER), **PAST | {"seed": 3}) as market:
        once_more = await bars(market, "AAPL", "1Day", before=asked[0]["start"])

    assert again == asked
    assert once_more == older
    assert len(older) > 900
    assert between["items"] == []  # nobody simulated then


def after(bar: dict[str, Any], minutes: int = 1) -> str:
    return (datetime.fromisoformat(bar["start"]) + timedelta(minutes=minutes)).isoformat()


async def test_a_day_that_somebody_recorded_is_left_alone(exchange: OpenExchange) -> None:
    """One minute of it is enough: the rest of the day would not go with it."""
    friday = datetime(2025, 1, 3, 16, tzinfo=UTC)
    async with exchange(history="none", symbols="MSFT") as market:
        database = market.simulation.database("market_data")
        async with database.engine.begin() as connection:
            await make_room(connection, [friday])
            await connection.execute(
                text("insert into minutes values ('AAPL', :start, 7, 7, 7, 7, 1, 1, 7)"),
                {"start": friday},
            )
    async with exchange(**PAST) as market:
        minutes = await all_bars(market, "AAPL", "1Min")
        days = await all_bars(market, "AAPL", "1Day")

    of_friday = [one for one in minutes if one["start"].startswith("2025-01-03")]
    assert [one["close"] for one in of_friday] == ["7"]
    assert [one["close"] for one in days if one["start"].startswith("2025-01-03")] == ["7"]
    assert len([one for one in minutes if one["start"].startswith("2025-01-02")]) == 390


async def test_what_is_not_simulated_has_no_past(exchange: OpenExchange) -> None:
    async with exchange(**PAST) as market:
        assert await bars(market, "MSFT", "1Day") == []


async def test_it_is_said_that_the_past_is_made_up(exchange: OpenExchange) -> None:
    async with exchange(**PAST) as market:
        found = {one["name"]: one for one in await market.get("providers")}

    assert found["simulator"]["is_archive"]
    assert "made-up past" in found["simulator"]["about"]
    assert set(found["simulator"]["intervals"]) == {*SHORTER, "1Day"}
