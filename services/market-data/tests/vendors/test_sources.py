"""Which plugins run, and from when on the feed is trusted to have told everything."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fakes.listener import Settings

from chassis.startup import CannotStart
from market_data.domain.stretch import BEGINNING, END, Stretch
from market_data.domain.ticks import Tick
from market_data.feeds.catalogue import instrument_of
from market_data.feeds.feed import FeedReport, Steering
from market_data.feeds.health import Health, HealthState
from market_data.ticker.market import Market
from market_data.ticker.sources import open_archive, open_feed, told_since
from market_data.ticker.wall import SteppedWall
from vocabulary import BarInterval, ClockState, Symbol

IBM = Symbol("IBM")
NOON = datetime(2025, 1, 6, 12, 0, 30, tzinfo=UTC)
KEYS = {"alpaca_key": "PK", "alpaca_secret_key": "secret", "massive_key": "key"}


@pytest.mark.parametrize(
    ("chosen", "name"),
    [
        ({}, "simulator"),
        ({"history": "none"}, None),
        ({"feed": "csv"}, None),
        ({"feed": "alpaca"}, "alpaca"),
        ({"feed": "alpaca", "history": "none"}, None),
        ({"feed": "alpaca", "history": "massive"}, "massive"),
        ({"history": "alpaca"}, "alpaca"),
    ],
)
async def test_the_past_is_asked_of_whom_the_settings_name_or_the_feed_itself(
    chosen: dict[str, Any], name: str | None, given: Settings
) -> None:
    async with AsyncExitStack() as stack:
        archive = await open_archive(given(**KEYS, **chosen), stack)

    assert (archive.name if archive else None) == name


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        ({"history": "alpaca"}, r"^the archive alpaca: missing_key: .*_ALPACA_KEY"),
        ({"history": "bloomberg"}, r"^the archive bloomberg: unknown_archive: .*alpaca.*massive"),
    ],
)
async def test_an_archive_that_cannot_be_opened_stops_the_start(
    chosen: dict[str, Any], reason: str, given: Settings
) -> None:
    async with AsyncExitStack() as stack:
        with pytest.raises(CannotStart, match=reason):
            await open_archive(given(**chosen), stack)


async def test_a_vendor_without_a_key_stops_the_start_and_says_so(given: Settings) -> None:
    settings = given(feed="massive", symbols="AAPL")
    async with AsyncExitStack() as stack:
        with pytest.raises(CannotStart, match=r"^the feed massive: missing_key: "):
            await open_feed(settings, SteppedWall(NOON), stack)


class Wire:
    """A vendor whose connections do as they are told."""

    name, source, time, begins = "wire", "wire", ClockState.LIVE, NOON
    steering, instruments = Steering.NONE, (instrument_of(IBM),)

    def __init__(self, *lines: Health) -> None:
        self._lines = lines

    async def ticks(self) -> AsyncGenerator[Sequence[Tick]]:
        yield ()

    def report(self) -> FeedReport:
        return FeedReport(connections=self._lines)


def line(state: HealthState, minutes: float) -> Health:
    return Health("stocks", state, NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("lines", "since"),
    [
        ([], NOON.replace(minute=1, second=0)),
        ([line(HealthState.LIVE, 0.2)], NOON.replace(minute=1, second=0)),
        (
            [line(HealthState.LIVE, 0), line(HealthState.LIVE, 5.2)],
            NOON.replace(minute=6, second=0),
        ),
        ([line(HealthState.LIVE, 1.5)], NOON.replace(minute=2, second=0)),
        ([line(HealthState.LIVE, 0), line(HealthState.DOWN, 7)], END),
        ([line(HealthState.STALE, 0)], END),
    ],
)
def test_bars_of_a_time_when_a_vendor_was_away_are_asked_for_again(
    lines: list[Health], since: datetime, given: Settings
) -> None:
    market = Market(Wire(*lines), given(), SteppedWall(NOON))
    wanted = Stretch(IBM, BarInterval.MINUTE_1, ZoneInfo("UTC"), BEGINNING, END, 10)

    assert told_since(market, wanted) == since


def test_of_symbols_that_do_not_tick_the_feed_told_nothing(given: Settings) -> None:
    market = Market(Wire(), given(), SteppedWall(NOON))
    wanted = Stretch(
        Symbol("BAC"), BarInterval.DAY_1, ZoneInfo("America/New_York"), BEGINNING, END, 10
    )

    assert told_since(market, wanted) == END
