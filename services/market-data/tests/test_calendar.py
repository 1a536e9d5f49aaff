"""The calendar, as people see it and as the library knows it."""

import json
import subprocess
import sys
from datetime import date

import pytest
from live_market import OpenExchange

from market_data.domain.trading_days import Holiday
from market_data.feeds import calendars
from market_data.feeds.calendars import LAST, trading_days
from vocabulary import SessionPhase


@pytest.mark.real
async def test_a_week_with_a_holiday_and_a_half_day(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        shown = await market.get("calendar", {"from": "2013-11-27", "to": "2013-12-01"})

    closed = dict.fromkeys(("open", "close", "session_open", "session_close"))
    assert shown == {
        "exchange": "XNYS",
        "time_zone": "America/New_York",
        "items": [
            {
                "date": "2013-11-27",
                "open": "2013-11-27T14:30:00Z",
                "close": "2013-11-27T21:00:00Z",
                "session_open": "2013-11-27T09:00:00Z",
                "session_close": "2013-11-28T01:00:00Z",
                "early_close": False,
                "holiday": None,
            },
            {"date": "2013-11-28", **closed, "early_close": False, "holiday": "Thanksgiving"},
            {
                "date": "2013-11-29",
                "open": "2013-11-29T14:30:00Z",
                "close": "2013-11-29T18:00:00Z",
                "session_open": "2013-11-29T09:00:00Z",
                "session_close": "2013-11-29T22:00:00Z",
                "early_close": True,
                "holiday": None,
            },
        ],
    }


@pytest.mark.real
@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({}, "2025-01-06", "2025-02-04"),  # 30 days from the Monday on
        ({"from": "2012-10-27"}, "2012-10-29", "2012-11-23"),
        ({"to": "2012-10-30"}, "2012-10-01", "2012-10-30"),
        ({"from": "2012-10-29", "to": "2012-10-29"}, "2012-10-29", "2012-10-29"),
    ],
)
async def test_what_is_left_out_is_thirty_days(
    asked: dict[str, str], first: str, last: str, exchange: OpenExchange
) -> None:
    async with exchange(symbols="IBM") as market:
        items = (await market.get("calendar", asked))["items"]

    assert (items[0]["date"], items[-1]["date"]) == (first, last)


@pytest.mark.real
@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"from": "2013-11-29", "to": "2013-11-28"}, "days_unfit"),
        ({"from": "2013-01-01", "to": "2014-01-02"}, "days_unfit"),
        ({"from": "1899-12-31"}, "days_unfit"),
        ({"to": "2200-01-01"}, "days_unfit"),
        ({"to": "0001-01-01"}, "days_unfit"),
        ({"from": "9999-12-31"}, "days_unfit"),
        ({"from": "soon"}, "validation_failed"),
        ({"to": "0"}, "validation_failed"),
        ({"to": "2013-11-31"}, "validation_failed"),
    ],
)
async def test_days_that_make_no_sense_are_refused(
    asked: dict[str, str], code: str, exchange: OpenExchange
) -> None:
    async with exchange(symbols="IBM") as market:
        problem = await market.get("calendar", asked, status=422)

    assert problem["code"] == code


@pytest.mark.parametrize(
    ("on", "known"),
    [
        (date(2013, 10, 7), None),
        (date(2026, 11, 26), Holiday("Thanksgiving")),
        (date(2012, 10, 29), Holiday(None)),  # a hurricane
        (date(2001, 9, 11), Holiday(None)),
        (date(2026, 7, 3), Holiday("July 4th")),  # which is a Saturday
    ],
)
def test_the_library_knows_holidays_and_what_nobody_planned(
    on: date, known: Holiday | None
) -> None:
    assert trading_days().holiday(on) == known
    assert (trading_days().day(on) is None) == (known is not None)


@pytest.mark.parametrize("on", [date(2026, 11, 27), date(2026, 12, 24), date(2013, 7, 3)])
def test_the_library_knows_half_days(on: date) -> None:
    day = trading_days().day(on)

    assert day is not None
    assert (day.half, (day.closes - day.opens).total_seconds()) == (True, 3.5 * 3600)


def test_beyond_the_table_every_weekday_is_a_trading_day() -> None:
    assert trading_days().day(date(LAST.year + 1, 12, 25)) is not None


PROGRAM = """
import asyncio, json, sys
from contextlib import AsyncExitStack

from market_data.main import create_service
from market_data.settings import MarketDataSettings
from market_data.ticker.finder import Finder
from market_data.ticker.market import Market
from market_data.ticker.sources import open_archive, open_feed
from market_data.ticker.wall import RealWall

async def start():
    settings = MarketDataSettings.model_validate(json.loads(sys.argv[1]))
    create_service(settings)
    async with AsyncExitStack() as stack:
        feed = await open_feed(settings, RealWall(), stack)
        market = Market(feed, settings, RealWall())
        await open_archive(settings, stack)
        Finder(market.instruments)
        print(market.outlook().phase, *sorted({"pandas", "numpy"} & {*sys.modules}))

asyncio.run(start())
"""


def test_pandas_stays_out_of_the_process_that_runs() -> None:
    """It would take 60 MB. Other tests import it, so this process cannot tell."""
    settings = json.dumps({"port": 1, "rabbitmq_password": "test", "session": "regular"})

    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", PROGRAM, settings], stdout=subprocess.PIPE, check=True, text=True
    )

    phase, *imported = done.stdout.split()
    assert phase in set(SessionPhase)
    assert imported == []


def test_a_library_that_fails_is_no_empty_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "LIBRARY", "market_data.feeds.nothing_like_that")

    with pytest.raises(subprocess.CalledProcessError):
        trading_days.__wrapped__()
