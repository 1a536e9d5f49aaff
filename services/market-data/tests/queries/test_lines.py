"""Bars as text."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from market_data.domain.bars import Bar
from market_data.queries.lines import arrays, line, moment, start_of, with_fresh
from vocabulary import Price, Quantity, Symbol

NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)


def bar(minute: int = 0, close: str = "10.50", volume: str = "100.0") -> Bar:
    price = Price(Decimal(close))
    low = Price(min(Decimal(10), price))
    high = Price(max(Decimal(11), price))
    return Bar(
        Symbol("IBM"),
        NOON + timedelta(minutes=minute),
        Price(Decimal(10)),
        high,
        low,
        price,
        Quantity(Decimal(volume)),
        3,
        Decimal(1050),
    )


def test_a_line_is_the_bar_as_clients_are_sent_it() -> None:
    assert json.loads(line(bar(), closed=True)) == {
        "start": "2013-10-07T12:00:00Z",
        "open": "10",
        "high": "11",
        "low": "10",
        "close": "10.5",
        "volume": "100",
        "trades": 3,
        "vwap": "10.5",
        "closed": True,
    }


def test_without_volume_there_is_no_average() -> None:
    shown = json.loads(line(bar(volume="0"), closed=False))

    assert (shown["vwap"], shown["closed"]) == (None, False)


def test_a_line_says_when_it_starts() -> None:
    assert start_of(line(bar(7), closed=True)) == "2013-10-07T12:07:00Z"
    assert moment(NOON.replace(year=200)) == "0200-10-07T12:00:00Z"


@pytest.mark.parametrize(
    ("stored", "fresh", "expected"),
    [
        ([], [], []),
        ([0, 1], [], ["0s", "1s"]),
        ([], [1, 0], ["0f", "1f"]),
        ([0, 1], [2], ["0s", "1s", "2f"]),
        ([0, 1], [1, 2], ["0s", "1f", "2f"]),  # a correction is newer than what is stored
        ([0, 2], [1], ["0s", "1f", "2s"]),
    ],
)
def test_fresh_bars_stand_in_place_of_stored_ones(
    stored: list[int], fresh: list[int], expected: list[str]
) -> None:
    before = [line(bar(minute, "10"), closed=True) for minute in stored]
    after = {moment(bar(minute).start): line(bar(minute, "11"), closed=True) for minute in fresh}

    shown = [json.loads(one) for one in with_fresh(before, after)]

    assert [
        f"{int(one['start'][14:16])}{'f' if one['close'] == '11' else 's'}" for one in shown
    ] == expected


def test_arrays_are_numbers_with_milliseconds() -> None:
    prices, volumes = arrays([line(bar(), closed=True), line(bar(1), closed=False)])

    at = 1381147200000
    assert [json.loads(one) for one in prices] == [
        [at, 10, 11, 10, 10.5],
        [at + 60_000, 10, 11, 10, 10.5],
    ]
    assert [json.loads(one) for one in volumes] == [[at, 100], [at + 60_000, 100]]
