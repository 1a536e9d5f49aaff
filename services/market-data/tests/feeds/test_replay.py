"""What was recorded is told again, in order."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from market_data.domain.ticks import BarTick, QuoteTick, Tick, TradeTick
from market_data.feeds.discovery import find_feed
from market_data.feeds.feed import Feed
from market_data.settings import MarketDataSettings
from vocabulary import AssetClass, ClockState

Record = Callable[..., Path]
NOW = datetime(2025, 1, 6, tzinfo=UTC)
NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)


@asynccontextmanager
async def opened(path: Path | None, **chosen: object) -> AsyncGenerator[Feed]:
    given = {"port": 1, "rabbitmq_password": "test", "replay_path": path} | chosen
    async with find_feed("csv")(MarketDataSettings.model_validate(given), NOW) as feed:
        yield feed


async def told(path: Path, limit: int = 1_000_000, **chosen: object) -> list[Tick]:
    ticks: list[Tick] = []
    async with opened(path, **chosen) as feed:
        async for group in feed.ticks():
            ticks.extend(group)
            if len(ticks) >= limit:
                break
    return ticks[:limit]


def shown(ticks: Sequence[Tick]) -> list[str]:
    return [f"{tick.time:%S.%f} {tick.symbol} {_what(tick)}" for tick in ticks]


def _what(tick: Tick) -> str:
    match tick:
        case QuoteTick():
            return f"{tick.bid}x{tick.bid_size} {tick.ask}x{tick.ask_size}"
        case TradeTick():
            return f"{tick.size} at {tick.price}"
        case BarTick():
            return f"bar {tick.bar.volume}"
        case _:
            raise AssertionError(f"nobody recorded {tick}")


async def test_quotes_and_trades_of_all_symbols_are_merged_by_time(record: Record) -> None:
    record(
        "IBM.quotes.csv",
        "2013-10-07T12:00:00.001Z,IBM,181.69,200,181.9,700",
        "2013-10-07T12:00:00.003Z,IBM,181.70,200,181.9,700",
    )
    record("IBM.trades.csv.gz", "2013-10-07T12:00:00.002Z,IBM,181.9,64,P")
    folder = record("BAC.quotes.csv", "2013-10-07T12:00:00.002Z,BAC,13.9,100,13.91,200").parent

    assert shown(await told(folder)) == [
        "00.001000 IBM 181.69x200 181.9x700",
        "00.002000 BAC 13.9x100 13.91x200",
        "00.002000 IBM 64 at 181.9",
        "00.003000 IBM 181.70x200 181.9x700",
    ]


async def test_rows_of_the_same_moment_stay_in_order_and_quotes_come_before_trades(
    record: Record,
) -> None:
    same = "2013-10-07T12:00:00.072Z,IBM"
    record("IBM.trades.csv", f"{same},10,1,P", f"{same},11,2,P")
    folder = record("IBM.quotes.csv", f"{same},1,1,2,2", f"{same},1,3,2,4").parent

    assert shown(await told(folder)) == [
        "00.072000 IBM 1x1 2x2",
        "00.072000 IBM 1x3 2x4",
        "00.072000 IBM 1 at 10",
        "00.072000 IBM 2 at 11",
    ]


async def test_a_minute_of_bars_is_told_as_ticks_and_ends_with_the_bar(record: Record) -> None:
    file = record("BTCUSD.csv", "2018-04-04T12:00:00.000Z,BTCUSD,10,12,9,11,0.4")

    ticks = await told(file)

    assert shown(ticks)[-1] == "00.000000 BTCUSD bar 0.4"
    assert [tick.time.second for tick in ticks] == [0, 0, 20, 20, 40, 40, 59, 59, 0]


async def test_only_the_chosen_symbols_are_read(record: Record) -> None:
    record("IBM.trades.csv", "2013-10-07T12:00:00Z,IBM,10,1,P")
    folder = record("BAC.trades.csv", "not to be read").parent

    assert shown(await told(folder, symbols="ibm")) == ["00.000000 IBM 1 at 10"]


async def test_a_feed_knows_its_instruments_and_where_it_begins(record: Record) -> None:
    record("IBM.trades.csv", "2013-10-07T12:00:00Z,IBM,10,1,P")
    folder = record("NOBODY.trades.csv", "2013-10-07T12:00:01Z,NOBODY,10,1,P").parent

    async with opened(folder) as feed:
        classes = {one.symbol: (one.name, one.asset_class) for one in feed.instruments}
        assert (feed.begins, feed.time) == (NOON, ClockState.REPLAY)

    assert classes == {
        "IBM": ("International Business Machines Corp.", AssetClass.STOCK),
        "NOBODY": ("NOBODY", AssetClass.STOCK),
    }


async def test_a_loop_goes_on_whole_days_later(record: Record) -> None:
    file = record(
        "IBM.trades.csv",
        "2013-10-07T12:00:00Z,IBM,10,1,P",
        "2013-10-08T13:00:00Z,IBM,11,1,P",
    )

    ticks = await told(file, 5, replay_loop=True)

    two_days = timedelta(days=2)
    times = [ticks[0].time, ticks[1].time]
    assert [tick.time for tick in ticks] == [
        *times,
        *(time + two_days for time in times),
        times[0] + 2 * two_days,
    ]


async def test_progress_and_lines_are_counted_while_it_is_told(record: Record) -> None:
    lines = [f"2013-10-07T12:00:{n // 1000:02}.{n % 1000:03}Z,IBM,10,1,P" for n in range(10_000)]
    file = record("IBM.trades.csv", *lines)
    async with opened(file) as feed:
        progress = [feed.report().progress]
        async for _ in feed.ticks():
            progress.append(feed.report().progress)
        report = feed.report()

    assert progress == sorted(progress, key=lambda one: one or 0)
    assert 0 < (progress[0] or 0) < 0.2
    assert (report.progress, report.lines_read, report.lines_broken) == (1, 10_001, 0)


async def test_a_replay_is_told_again_from_the_first_tick_on(record: Record) -> None:
    file = record(
        "IBM.trades.csv",
        *(f"2013-10-07T12:{minute:02}:{second:02}Z,IBM,10,1,P" for minute in range(20)
          for second in range(60)),
    )  # fmt: skip

    async with opened(file) as feed:
        async for group in feed.ticks():
            assert len(group) == 500
            break
        again = [tick async for group in feed.ticks() for tick in group]

    assert (len(again), again[0].time) == (1200, NOON)
