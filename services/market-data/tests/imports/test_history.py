"""Bars from files as people have them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from market_data.domain.bars import Bar
from market_data.feeds.feed import FeedRefused
from market_data.feeds.replay.lines import LINE_MAX
from market_data.imports.history import LINES_PER_PART, HistoryFile, find_history
from vocabulary import BarInterval, Symbol

Written = Callable[..., Path]
HEADER = "timestamp,symbol,open,high,low,close,volume"
RECORDED = Path(__file__).parents[4] / ".." / "shared" / "market-data"
recorded = pytest.mark.skipif(
    not RECORDED.exists(), reason=f"recorded prices are not at {RECORDED}"
)


def opened(
    path: Path, only: Symbol | None = None, interval: BarInterval | None = None
) -> HistoryFile:
    (recording,) = find_history(path)
    return HistoryFile(recording, only, interval)


def bars_of(file: HistoryFile, after_line: int = 0) -> list[Bar]:
    return [bar for part in file.parts(after_line) for bar in part.bars]


def shown(bars: list[Bar]) -> list[str]:
    return [f"{one.symbol} {one.interval} {one.start:%Y-%m-%dT%H:%M} {one.close}" for one in bars]


def test_a_date_is_a_day_in_new_york_for_a_stock_and_in_utc_for_a_coin(written: Written) -> None:
    file = written(
        "IBM.csv",
        HEADER,
        "2013-07-01,IBM,10,12,9,11,100",
        "2013-12-02,IBM,10,12,9,11,100",
        "2013-12-02,BTCUSD,10,12,9,11,0.5",
    )

    assert shown(bars_of(opened(file))) == [
        "IBM 1Day 2013-07-01T04:00 11",
        "IBM 1Day 2013-12-02T05:00 11",
        "BTCUSD 1Day 2013-12-02T00:00 11",
    ]


def test_a_moment_is_a_minute_unless_somebody_says_that_it_is_a_day(written: Written) -> None:
    file = written("IBM.csv.gz", HEADER, "2013-07-01T00:00:00-04:00,IBM,10,12,9,11,100")

    assert shown(bars_of(opened(file))) == ["IBM 1Min 2013-07-01T04:00 11"]
    days = opened(file, interval=BarInterval.DAY_1)
    assert shown(bars_of(days)) == ["IBM 1Day 2013-07-01T04:00 11"]


def test_columns_have_the_names_that_others_give_them(written: Written) -> None:
    file = written(
        "many.csv",
        '"Ticker","Date","Open","High","Low","Close","Volume","Adj Close"',
        '"aapl","2000-03-01",118.56,132.06,118.5,130.31,9616100,4.186662803811',
        '"brk.b","2000-03-01",18.56,32.06,18.5,30.31,100,4.2',
    )

    assert shown(bars_of(opened(file))) == [
        "AAPL 1Day 2000-03-01T05:00 130.31",
        "BRK.B 1Day 2000-03-01T05:00 30.31",
    ]
    assert shown(bars_of(opened(file, only=Symbol("BRK.B")))) == [
        "BRK.B 1Day 2000-03-01T05:00 30.31"
    ]


def test_without_a_column_the_name_of_the_file_is_the_symbol_unless_it_is_said(
    written: Written,
) -> None:
    file = written("ibm.csv", "Date,Open,High,Low,Close,Volume", "2013-07-01,10,12,9,11,")

    assert shown(bars_of(opened(file))) == ["IBM 1Day 2013-07-01T04:00 11"]
    assert shown(bars_of(opened(file, Symbol("BAC")))) == ["BAC 1Day 2013-07-01T04:00 11"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2013-07-02,IBM,10,12,9,11", "6 columns instead of 7"),
        ("2013-07-32,IBM,10,12,9,11,1", "day is out of range for month"),
        ("tomorrow,IBM,10,12,9,11,1", "Invalid isoformat string: 'tomorrow'"),
        ("2013-07-02,I B M,10,12,9,11,1", "'I B M' is not a symbol"),
        ("2013-07-02,IBM,ten,12,9,11,1", "'ten' is not a number"),
        ("2013-07-02,IBM,0,12,9,11,1", "'0' is not a price"),
        ("2013-07-02,IBM,10,9,12,11,1", "a bar opens and closes between its low and its high"),
        ("9999-12-31,IBM,10,12,9,11,1", "'9999-12-31' is not from 1900 to 2199"),
        ("0001-01-01T00:01:00+23:59,IBM,10,12,9,11,1", "date value out of range"),
    ],
)
def test_a_broken_line_is_left_out_and_said(line: str, reason: str, written: Written) -> None:
    good = "2013-07-01,IBM,10,12,9,11,1"
    file = opened(written("IBM.csv", HEADER, good, "", line, good.replace("01,", "03,")))

    assert len(bars_of(file)) == 2
    assert [str(one) for one in file.broken.first] == [f"IBM.csv:4: {reason}"]


def test_a_line_that_is_too_long_is_left_out_and_said(written: Written) -> None:
    good = "2013-07-01,IBM,10,12,9,11,1"
    file = opened(written("IBM.csv.gz", HEADER, good + "0" * LINE_MAX, good))

    assert shown(bars_of(file)) == ["IBM 1Day 2013-07-01T04:00 11"]
    assert [str(one) for one in file.broken.first] == [
        f"IBM.csv.gz:2: longer than {LINE_MAX} characters"
    ]


def test_a_minute_has_to_start_on_the_minute(written: Written) -> None:
    file = opened(written("IBM.csv", HEADER, "2013-07-01T10:00:30Z,IBM,10,12,9,11,1"))

    assert bars_of(file) == []
    assert "is not the start of a minute" in str(file.broken.first[0])


def test_a_day_has_no_time_or_midnight(written: Written) -> None:
    rest = "IBM,10,12,9,11,1"
    times = [
        "2013-07-01",
        "2013-07-02 00:00:00",
        "2013-07-03T00:00:00Z",
        "2013-07-05T04:00:00Z",
        "2013-07-08T00:00:00-04:00",
        "2013-07-09T09:30:00-04:00",
        "2013-07-10T00:00:01Z",
        "2013-07-11T16:00:00",
        "9999-12-31T00:00:00",
    ]
    file = opened(written("IBM.csv", HEADER, *(f"{time},{rest}" for time in times)))

    days = [f"IBM 1Day 2013-07-{day:02}T04:00 11" for day in (1, 2, 3, 5, 8)]
    assert shown(bars_of(file)) == days
    assert [str(one) for one in file.broken.first] == [
        "IBM.csv:7: '2013-07-09T09:30:00-04:00' is not the start of a day",
        "IBM.csv:8: '2013-07-10T00:00:01Z' is not the start of a day",
        "IBM.csv:9: '2013-07-11T16:00:00' names no time zone",
        "IBM.csv:10: '9999-12-31' is not from 1900 to 2199",
    ]


def test_of_a_bar_that_comes_twice_the_last_is_taken(written: Written) -> None:
    lines = [f"2013-07-01,IBM,10,12,9,{close},1" for close in (10, 11)]

    assert shown(bars_of(opened(written("IBM.csv", HEADER, *lines)))) == [
        "IBM 1Day 2013-07-01T04:00 11"
    ]


def test_a_file_is_read_in_parts_and_goes_on_after_any_of_them(written: Written) -> None:
    minutes = [
        f"2013-07-{1 + n // 1440:02}T{n // 60 % 24:02}:{n % 60:02}:00Z,IBM,10,12,9,11,{n}"
        for n in range(LINES_PER_PART + 5)
    ]
    path = written("IBM.csv.gz", HEADER, *minutes)
    first, second = opened(path).parts()

    assert (first.line, len(first.bars)) == (LINES_PER_PART, LINES_PER_PART - 1)
    assert (second.line, len(second.bars)) == (LINES_PER_PART + 6, 6)
    (rest,) = opened(path).parts(first.line)
    assert rest == second


@pytest.mark.parametrize(
    ("name", "lines", "code"),
    [
        ("IBM.csv", [], "empty_file"),
        ("IBM.csv", ["date,open,high,low,last,volume"], "missing_column"),
        ("IBM.csv", [HEADER], "no_bars"),
        ("IBM.csv", [HEADER, "2013"], "no_bars"),
        ("IBM.quotes.csv", [HEADER], "no_bars"),
        ("IBM.txt", [HEADER], "no_recording"),
    ],
)
def test_a_file_without_bars_is_refused(
    name: str, lines: list[str], code: str, written: Written
) -> None:
    path = written(name, *lines)

    with pytest.raises(FeedRefused) as refusal:
        opened(path)

    assert refusal.value.code == code


def test_a_packed_file_that_is_cut_off_is_refused_after_what_can_be_read(
    written: Written,
) -> None:
    lines = [f"2013-07-01T{n // 60:02}:{n % 60:02}:00Z,IBM,10,12,9,11,{n}" for n in range(1440)]
    path = written("IBM.csv.gz", HEADER, *lines)
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(FeedRefused, match=r"after line \d+: Compressed file ended"):
        bars_of(opened(path))


@recorded
def test_daily_bars_of_twenty_years_are_read_to_the_last_line() -> None:
    files = [HistoryFile(one, None, None) for one in find_history(RECORDED / "bars" / "1Day")]
    counts = {file.lines.path.name[:4].strip("."): len(bars_of(file)) for file in files}

    assert counts == {"AAPL": 5849, "BAC": 5849, "IBM": 5849, "QQQ": 3964, "SPY": 5849}
    assert sum(file.broken.count for file in files) == 0


def test_a_broken_line_does_not_say_what_a_file_holds(written: Written) -> None:
    file = opened(
        written("IBM.csv", HEADER, "n/a,IBM,1,1,1,1,1", "2013-07-01T10:00:00Z,IBM,10,12,9,11,1")
    )

    assert shown(bars_of(file)) == ["IBM 1Min 2013-07-01T10:00 11"]


def test_what_was_read_before_the_damage_is_told_first(written: Written) -> None:
    path = written("IBM.csv.gz", HEADER, *(f"2013-07-{n:02},IBM,1,1,1,1,1" for n in range(1, 29)))
    path.write_bytes(path.read_bytes()[:-9])
    parts = opened(path, interval=BarInterval.DAY_1).parts()
    told: list[Bar] = []

    with pytest.raises(FeedRefused, match="damaged after line"):
        told.extend(bar for part in parts for bar in part.bars)

    assert 20 < len(told) <= 28
