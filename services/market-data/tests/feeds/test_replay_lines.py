"""Lines that nobody writes on purpose: they are left out, and what comes after them is not."""

import gc
import gzip
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from market_data.feeds.feed import FeedRefused
from market_data.feeds.replay.feed import Replay
from market_data.feeds.replay.files import find_recordings
from market_data.feeds.replay.lines import BROKEN_LINES_KEPT_MAX, LINE_MAX, CsvLines

Record = Callable[..., Path]
HEADER = "timestamp,symbol,price,size,note"
FIRST = "2013-10-07T12:00:00Z,IBM,10,1,"
LAST = "2013-10-07T12:00:09Z,IBM,11,1,"
TOO_LONG = f"longer than {LINE_MAX} characters"


@pytest.mark.parametrize("name", ["IBM.trades.csv", "IBM.trades.csv.gz"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("length", [LINE_MAX, LINE_MAX + 1, 2 * LINE_MAX, 10 * LINE_MAX + 7])
async def test_a_line_that_is_too_long_is_left_out_and_said(
    length: int, end: str, name: str, record: Record
) -> None:
    long = FIRST + "x" * (length - len(FIRST))
    path = record(name, FIRST, long, LAST, "nonsense", header=HEADER, end=end)
    feed = Replay("test", find_recordings(path, ()), loop=False)

    times = [tick.time.second async for group in feed.ticks() for tick in group]

    report = feed.report()
    assert times == [0, 9]
    assert [str(one) for one in report.broken] == [
        f"{name}:3: {TOO_LONG}",
        f"{name}:5: 1 columns instead of 5",
    ]
    assert (report.lines_read, report.progress) == (5, 1)


async def test_a_line_that_is_left_out_in_each_round_is_said_once(
    record: Record, caplog: pytest.LogCaptureFixture
) -> None:
    path = record("IBM.trades.csv", FIRST, "nonsense", LAST, header=HEADER)
    feed = Replay("test", find_recordings(path, ()), loop=False)

    for _ in range(BROKEN_LINES_KEPT_MAX + 1):
        assert sum([len(group) async for group in feed.ticks()]) == 2

    report = feed.report()
    assert report.lines_broken == BROKEN_LINES_KEPT_MAX + 1
    assert [str(one) for one in report.broken] == ["IBM.trades.csv:3: 1 columns instead of 5"]
    assert caplog.messages == ["broken_line: IBM.trades.csv:3: 1 columns instead of 5"]


async def test_a_long_line_that_is_not_too_long_is_read(record: Record) -> None:
    long = LAST + "x" * (LINE_MAX - len(LAST) - 1)
    path = record("IBM.trades.csv", FIRST, long, header=HEADER)
    feed = Replay("test", find_recordings(path, ()), loop=False)

    assert sum([len(group) async for group in feed.ticks()]) == 2
    assert feed.report().lines_broken == 0


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_file_that_begins_with_a_line_that_is_too_long_is_refused(
    pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    path = tmp_path / ("IBM.csv" if pack is bytes else "IBM.csv.gz")
    path.write_bytes(pack(b"[" * 3 * LINE_MAX))

    with pytest.raises(FeedRefused, match=f"IBM.csv.*:1: {TOO_LONG}") as refusal:
        next(CsvLines(path).rows())

    assert refusal.value.code == "unreadable_file"


def test_a_file_that_is_given_up_is_closed_at_once(record: Record) -> None:
    """Nothing in it leads in a circle, or it would be open until somebody looks for circles."""
    lines = CsvLines(record("IBM.trades.csv", FIRST, LAST, header=HEADER))
    watched, rows = weakref.ref(lines), lines.rows()
    next(rows)
    gc.disable()
    try:
        del lines, rows
        assert watched() is None
    finally:
        gc.enable()


def test_a_file_may_end_in_the_middle_of_a_line_that_is_too_long(record: Record) -> None:
    path = record("IBM.trades.csv", FIRST, "x" * 3 * LINE_MAX, header=HEADER, end="\n")
    path.write_bytes(path.read_bytes().rstrip())
    lines = CsvLines(path)

    said = [str(lines.broken(ValueError("?"))) for _ in lines.rows()]

    assert said[1:] == ["IBM.trades.csv:2: ?", f"IBM.trades.csv:3: {TOO_LONG}"]
