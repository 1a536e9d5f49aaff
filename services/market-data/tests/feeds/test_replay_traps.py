"""Files as people and disks leave them: what can be read is told, what is wrong is said."""

import gzip
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from market_data.domain.ticks import QuoteTick, Tick
from market_data.feeds.feed import FeedRefused, FeedReport
from market_data.feeds.replay.feed import Replay
from market_data.feeds.replay.files import find_recordings
from market_data.feeds.replay.lines import BROKEN_LINES_KEPT_MAX
from vocabulary import Symbol

Record = Callable[..., Path]
FIRST = "2013-10-07T12:00:00.000Z,IBM,10,100,11,100"
LAST = "2013-10-07T12:00:09.000Z,IBM,10,100,11,100"


async def replay(path: Path | None, *symbols: Symbol) -> tuple[list[Tick], FeedReport]:
    told: list[Tick] = []
    feed = Replay("test", find_recordings(path, symbols), loop=False)
    async for group in feed.ticks():
        told.extend(group)
    return told, feed.report()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", None),  # an empty line is no line
        ("2013-10-07T12:00:01Z,IBM,10,100", "4 columns instead of 6"),
        ("2013-10-07T12:00:01Z,IBM,10,100,11,100,7", "7 columns instead of 6"),
        ("2013-10-07T12:00:01Z,IBM,ten,100,11,100", "'ten' is not a number"),
        ("2013-10-07T12:00:01Z,IBM,NaN,100,11,100", "'NaN' is not a price or size"),
        ("2013-10-07T12:00:01Z,IBM,Infinity,100,11,100", "'Infinity' is not a price or size"),
        ("2013-10-07T12:00:01Z,IBM,-10,100,11,100", "'-10' is not a price or size"),
        ("2013-10-07T12:00:01Z,IBM,10,-1,11,100", "'-1' is not a price or size"),
        ("2013-10-07T12:00:01Z,IBM,1e30,100,11,100", "'1e30' is not a price or size"),
        ("2013-10-07T12:00:01Z,IBM,10.123456789,1,11,1", "'10.123456789' has more than 8 decimals"),
        ("2013-10-07T12:00:01,IBM,10,100,11,100", "'2013-10-07T12:00:01' names no time zone"),
        ("9999-12-31T09:00Z,IBM,10,100,11,100", "'9999-12-31T09:00Z' is not from 1900 to 2199"),
        ("yesterday,IBM,10,100,11,100", "Invalid isoformat string: 'yesterday'"),
        ("2013-10-07T12:00:01Z,BAC,10,100,11,100", "symbol 'BAC' in a file of IBM"),
        ('2013-10-07T12:00:01Z,IBM,"10,100,11,100', "'\"10' is not a number"),
    ],
)
async def test_a_broken_line_is_left_out_and_said(
    line: str, reason: str | None, record: Record
) -> None:
    ticks, report = await replay(record("IBM.quotes.csv", FIRST, line, LAST))

    assert len(ticks) == 2
    assert [str(one) for one in report.broken] == (
        [f"IBM.quotes.csv:3: {reason}"] if reason else []
    )
    assert report.lines_broken == len(report.broken)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2013-10-07T12:00:01Z,IBM,,100,11,100", (None, 0, 11, 100)),
        ("2013-10-07T12:00:01Z,IBM,0,0,11,100", (None, 0, 11, 100)),
        ("2013-10-07T12:00:01Z,IBM,10,100,,", (10, 100, None, 0)),
        ("2013-10-07T12:00:01Z,IBM,10,,11,0", (10, 0, 11, 0)),
        ("2013-10-07T12:00:01Z,IBM,12,100,11,100", (12, 100, 11, 100)),  # crossed, as it was
        ("2013-10-07T14:00:01+02:00,IBM,10,100,11,100", (10, 100, 11, 100)),
        ("2013-10-07T12:00:01Z,IBM,10,1E+2,11.00000000000,100", (10, 100, 11, 100)),
    ],
)
async def test_unusual_quotes_are_told_as_they_are(
    line: str, expected: tuple[int | None, ...], record: Record
) -> None:
    ticks, report = await replay(record("IBM.quotes.csv", FIRST, line, LAST))

    quote = ticks[1]
    assert isinstance(quote, QuoteTick)
    assert (quote.bid, quote.bid_size, quote.ask, quote.ask_size) == expected
    assert quote.time == datetime(2013, 10, 7, 12, 0, 1, tzinfo=UTC)
    assert report.lines_broken == 0


async def test_a_trade_of_no_shares_is_no_trade_and_one_without_a_price_is_broken(
    record: Record,
) -> None:
    file = record(
        "IBM.trades.csv",
        "2013-10-07T12:00:00Z,IBM,10,0,P",
        "2013-10-07T12:00:01Z,IBM,0,1,P",
        "2013-10-07T12:00:02Z,IBM,,1,P",
        "2013-10-07T12:00:03Z,IBM,10,1,P",
    )

    ticks, report = await replay(file)

    assert len(ticks) == 1
    assert [one.reason for one in report.broken] == ["'0' is not a price", "'' is not a price"]


async def test_a_bar_has_to_start_on_the_minute_and_to_make_sense(record: Record) -> None:
    file = record(
        "IBM.csv",
        "2013-10-07T12:00:30Z,IBM,10,12,9,11,100",
        "2013-10-07T12:01:00Z,IBM,10,9,12,11,100",
        "2013-10-07T12:02:00Z,IBM,10,12,9,11,100",
    )

    _, report = await replay(file)

    assert [one.reason for one in report.broken] == [
        "'2013-10-07T12:00:30Z' is not the start of a minute",
        "a bar opens and closes between its low and its high",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
async def test_line_ends_and_byte_order_marks_do_not_matter(
    end: str, mark: str, record: Record
) -> None:
    header = f"{mark}Timestamp, symbol,ask_price,ask_size,bid_price,bid_size,note"
    line = "2013-10-07T12:00:00Z,IBM,11,200,10,100,columns in any order"

    ticks, _ = await replay(record("IBM.quotes.csv.gz", line, header=header, end=end))

    time = datetime(2013, 10, 7, 12, tzinfo=UTC)
    sizes = (Decimal(10), Decimal(100), Decimal(11), Decimal(200))
    assert ticks == [(time, Symbol("IBM"), *sizes, False)]


async def test_bytes_that_are_no_text_break_one_line_and_no_more(record: Record) -> None:
    file = record("IBM.quotes.csv", FIRST, "?", LAST)
    file.write_bytes(file.read_bytes().replace(b"?", b"2013\xff\xfe\x00,IBM,10,1,11,1"))

    ticks, report = await replay(file)

    assert (len(ticks), report.lines_broken) == (2, 1)


async def test_only_the_first_broken_lines_are_logged_and_all_are_counted(
    record: Record, caplog: pytest.LogCaptureFixture
) -> None:
    file = record("IBM.quotes.csv", FIRST, *["nonsense"] * 500, LAST)

    with caplog.at_level(logging.WARNING):
        ticks, report = await replay(file)

    assert (len(ticks), report.lines_broken) == (2, 500)
    assert len(report.broken) == BROKEN_LINES_KEPT_MAX
    assert len(caplog.messages) == BROKEN_LINES_KEPT_MAX + 1
    assert caplog.messages[0] == "broken_line: IBM.quotes.csv:3: 1 columns instead of 6"


async def refusal_of(path: Path | None, *symbols: Symbol) -> FeedRefused:
    with pytest.raises(FeedRefused) as refusal:
        await replay(path, *symbols)
    return refusal.value


async def test_a_file_that_goes_back_in_time_stops_the_feed_and_says_where(
    record: Record,
) -> None:
    file = record("IBM.quotes.csv", LAST, FIRST)
    told = Replay("test", find_recordings(file, ()), loop=True).ticks()
    assert len(await anext(told)) == 1

    refusal = await refusal_of(file)

    assert refusal.code == "unsorted_file"
    assert str(refusal).endswith(
        "IBM.quotes.csv:3: goes back in time,"
        " from 2013-10-07T12:00:09+00:00 to 2013-10-07T12:00:00+00:00"
    )


async def test_a_missing_column_is_refused_before_anything_is_told(record: Record) -> None:
    refusal = await refusal_of(
        record("IBM.quotes.csv", FIRST, header="timestamp,symbol,bid_price,bid_size,price,x")
    )

    assert refusal.code == "missing_column"
    assert str(refusal).endswith("IBM.quotes.csv: column ask_price, ask_size is missing")


async def test_an_empty_file_is_refused_with_what_it_should_begin_with(record: Record) -> None:
    file = record("IBM.trades.csv")
    file.write_bytes(b"")

    refusal = await refusal_of(file)

    assert refusal.code == "empty_file"
    assert str(refusal).endswith("is empty; it should begin with timestamp,symbol,price,size")


async def test_a_packed_file_that_is_cut_off_is_told_up_to_there(record: Record) -> None:
    lines = [f"2013-10-07T12:00:00.{n % 1000:03}Z,IBM,10,{n},P" for n in range(1000)]
    file = record("IBM.trades.csv.gz", *lines)
    file.write_bytes(file.read_bytes()[:-20])
    feed = Replay("test", find_recordings(file, ()), loop=False)
    groups = feed.ticks()

    told = len(await anext(groups)) + len(await anext(groups))
    assert 500 < told < 1000
    with pytest.raises(FeedRefused, match=r"after line \d+: Compressed file ended") as refusal:
        await anext(groups)

    assert refusal.value.code == "damaged_file"


@pytest.mark.parametrize(
    "content", [b"not packed at all", gzip.compress(b"x" * 99, mtime=0)[:12] + b"\x00" * 40]
)
async def test_a_packed_file_that_is_none_is_refused(content: bytes, record: Record) -> None:
    file = record("IBM.trades.csv.gz")
    file.write_bytes(content)

    assert (await refusal_of(file)).code == "damaged_file"


async def test_a_file_of_which_no_line_can_be_read_is_refused_with_the_first_reason(
    record: Record,
) -> None:
    daily = record("IBM.csv", "1998-01-02,IBM,10,12,9,11,100", "1998-01-05,IBM,10,12,9,11,100")

    refusal = await refusal_of(daily)

    assert refusal.code == "unreadable_file"
    assert "IBM.csv:2: '1998-01-02' names no time zone" in str(refusal)


async def test_a_folder_without_ticks_is_refused(record: Record) -> None:
    assert (await refusal_of(record("IBM.trades.csv"))).code == "no_ticks"


async def test_there_has_to_be_something_to_replay(record: Record, tmp_path: Path) -> None:
    assert (await refusal_of(None)).code == "no_recording"
    assert (await refusal_of(tmp_path / "nowhere")).code == "no_recording"
    assert (await refusal_of(tmp_path)).code == "no_recording"
    folder = record("IBM.quotes.csv", FIRST).parent
    (folder / "folder.csv").mkdir()

    refusal = await refusal_of(folder, *map(Symbol, ("IBM", "BAC", "AIG")))

    assert refusal.code == "unknown_symbol"
    assert str(refusal).endswith("has nothing of AIG, BAC; it has IBM")
