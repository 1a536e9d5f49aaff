"""Bars of the past and of this minute, through the front door."""

from pathlib import Path

import pytest
from live_market import OpenExchange, Query, eventually

pytestmark = pytest.mark.real

TRADES = """timestamp,symbol,price,size,exchange
2013-10-07T12:00:01Z,IBM,10,100,P
2013-10-07T12:00:59Z,IBM,12,300,P
2013-10-07T12:04:00Z,IBM,9,100,P
2013-10-07T12:05:00Z,IBM,11,50,P
2013-10-07T16:30:00Z,IBM,20,1,P
"""


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    file = tmp_path / "IBM.trades.csv"
    file.write_text(TRADES)
    return file


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["12:00 10 12 10 12 400 11.5", "12:04 9 9 9 9 100 9", "12:05 11 11 11 11 50 11"]),
        ({"interval": "5Min"}, ["12:00 10 12 9 9 500 11", "12:05 11 11 11 11 50 11"]),
        ({"interval": "1Hour"}, ["12:00 10 12 9 11 550 11"]),
        ({"interval": "4Hour"}, ["12:00 10 12 9 11 550 11"]),
        ({"interval": "1Day"}, ["04:00 10 12 9 11 550 11"]),  # midnight in New York
        ({"interval": "1Year"}, ["05:00 10 12 9 11 550 11"]),
        ({"start": "2013-10-07T12:04:30Z"}, ["12:04 9 9 9 9 100 9", "12:05 11 11 11 11 50 11"]),
        ({"end": "2013-10-07T12:04:00Z"}, ["12:00 10 12 10 12 400 11.5"]),
        ({"end": "2013-10-07T12:04:01Z", "limit": 1}, ["12:04 9 9 9 9 100 9"]),
        ({"start": "2013-10-08T00:00:00Z"}, []),
        (
            {"since": "2013-10-07T12:04:30Z", "before": "2013-10-07T12:05:00Z"},
            ["12:04 9 9 9 9 100 9"],
        ),
    ],
)
async def test_bars_are_shown_whether_they_are_stored_or_not(
    query: Query, expected: list[str], exchange: OpenExchange, recording: Path
) -> None:
    async with exchange(feed="csv", replay_path=recording, speed=60) as market:
        await market.wall.step(6)
        fresh = await market.get("ohlcv/IBM", query)
        await eventually(market.has_stored(2))
        stored = await market.get("ohlcv/IBM", query)

    assert fresh == stored
    fields = ("open", "high", "low", "close", "volume", "vwap")
    assert [
        " ".join([bar["start"][11:16], *(bar[field] for field in fields)])
        for bar in stored["items"]
    ] == expected


async def test_charts_get_numbers(exchange: OpenExchange, recording: Path) -> None:
    async with exchange(feed="csv", replay_path=recording, speed=60) as market:
        await market.wall.step(6)
        page = await market.get("ohlcv/IBM", {"format": "highcharts", "limit": 2})

    noon = 1381147200000
    assert page == {
        "symbol": "IBM",
        "interval": "1Min",
        "ohlc": [[noon + 240_000, 9, 9, 9, 9], [noon + 300_000, 11, 11, 11, 11]],
        "volume": [[noon + 240_000, 100], [noon + 300_000, 50]],
        "next_cursor": "2013-10-07T12:04:00Z",
    }


async def test_pages_of_bars_lead_back_in_time(exchange: OpenExchange, recording: Path) -> None:
    async with exchange(feed="csv", replay_path=recording, speed=60) as market:
        await market.wall.step(6)
        starts: list[str] = []
        page = await market.get("ohlcv/IBM", {"limit": 1})
        while True:
            starts += [bar["start"][11:16] for bar in page["items"]]
            if page["next_cursor"] is None:
                break
            page = await market.get("ohlcv/IBM", {"limit": 1, "cursor": page["next_cursor"]})

    assert starts == ["12:05", "12:04", "12:00"]


async def test_bars_that_were_recorded_are_shown_as_they_were(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    """Gold has prices and no volume; what is not known is not made up."""
    (tmp_path / "XAUUSD.csv").write_text(
        "timestamp,symbol,open,high,low,close,volume\n"
        "2014-05-05T00:00:00.000Z,XAUUSD,1300.567,1301.221,1300.5245,1301.035,0\n"
        "2014-05-05T00:01:00.000Z,XAUUSD,1300.9915,1301.0735,1300.979,1301.069,0\n"
    )
    async with exchange(feed="csv", replay_path=tmp_path, speed="max") as market:
        (bar,) = (await market.get("ohlcv/XAUUSD", {"interval": "1Hour"}))["items"]
        await market.wall.step(1)
        await eventually(market.has_stored(2))
        minutes = (await market.get("ohlcv/XAUUSD"))["items"]

    assert bar == {
        "start": "2014-05-05T00:00:00Z",
        "open": "1300.567",
        "high": "1301.221",
        "low": "1300.5245",
        "close": "1301.069",
        "volume": "0",
        "trades": 0,
        "vwap": None,
        "closed": True,
    }
    assert [minute["close"] for minute in minutes] == ["1301.035", "1301.069"]


async def test_only_the_bar_that_still_grows_is_not_closed(
    exchange: OpenExchange, recording: Path
) -> None:
    async with exchange(feed="csv", replay_path=recording, speed=60) as market:
        await market.wall.step(5.5)
        for interval, closed in {"1Min": [True, True, False], "1Hour": [False]}.items():
            page = await market.get("ohlcv/IBM", {"interval": interval})
            assert [bar["closed"] for bar in page["items"]] == closed
        await market.wall.step(300)
        page = await market.get("ohlcv/IBM", {"interval": "4Hour"})

    assert [(bar["start"][11:16], bar["closed"]) for bar in page["items"]] == [
        ("12:00", True),
        ("16:00", True),  # nothing will come any more
    ]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"interval": "7Min"}, "validation_failed"),
        ({"limit": "0"}, "validation_failed"),
        ({"limit": "100000"}, "validation_failed"),
        ({"start": "2013-10-07T12:00:00"}, "validation_failed"),  # names no time zone
        ({"start": "0001-01-01T00:00:00+23:59"}, "validation_failed"),
        ({"cursor": "older"}, "validation_failed"),
    ],
)
async def test_bars_that_make_no_sense_are_refused(
    query: Query, code: str, exchange: OpenExchange
) -> None:
    async with exchange(symbols="IBM") as market:
        assert (await market.get("ohlcv/IBM", query, status=422))["code"] == code
