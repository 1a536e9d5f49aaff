"""However big a file is, it is read in the same few megabytes."""

import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from market_data.feeds.replay.feed import Replay
from market_data.feeds.replay.files import find_recordings
from market_data.feeds.replay.lines import LINE_MAX

Record = Callable[..., Path]
LINES = 48_000
"""Half of them have more numbers than are remembered, whatever was read before."""
NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)


def lines() -> Iterator[str]:
    """Prices and sizes that hardly ever come again, as far as that can be."""
    for number in range(LINES):
        time = NOON + timedelta(milliseconds=number)
        yield f"{time.isoformat()},IBM,{100 + number / 1000:.3f},{number},{300},{number + 1}"


async def peak_bytes(path: Path) -> int:
    tracemalloc.start()
    try:
        async for _ in Replay("test", find_recordings(path, ()), loop=False).ticks():
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


async def test_memory_does_not_grow_with_the_file(record: Record) -> None:
    every = list(lines())
    await peak_bytes(record("IBM.quotes.csv.gz", *every))  # so that all that is remembered is full
    small = await peak_bytes(record("IBM.quotes.csv.gz", *every[: LINES // 2]))
    large = await peak_bytes(record("IBM.quotes.csv.gz", *every))

    assert large < 12_000_000
    assert large < 1.2 * small


async def test_memory_does_not_grow_with_a_line_either(record: Record) -> None:
    first, last, *_ = lines()
    long = "x" * (500 * LINE_MAX)

    assert await peak_bytes(record("IBM.quotes.csv.gz", first, long, last)) < 20 * LINE_MAX
