"""Two days of three real stocks, and bars of several markets."""

from collections import Counter
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from market_data.domain.bars import Bar
from market_data.domain.candles import Candles
from market_data.domain.ticks import BarTick, QuoteTick, TradeTick
from market_data.feeds.replay.feed import Replay
from market_data.feeds.replay.files import find_recordings
from vocabulary import Symbol

RECORDED = Path(__file__).parents[4] / ".." / "shared" / "market-data"
IBM, XAUUSD = Symbol("IBM"), Symbol("XAUUSD")

pytestmark = pytest.mark.skipif(
    not RECORDED.exists(), reason=f"recorded prices are not at {RECORDED}"
)


def opened(folder: str, *symbols: Symbol) -> Replay:
    return Replay(folder, find_recordings(RECORDED / folder, symbols), loop=False)


async def test_a_day_of_ticks_is_read_to_the_last_line() -> None:
    feed = opened("ticks/2013-10-07", IBM)
    kinds: Counter[str] = Counter()
    async for group in feed.ticks():
        kinds.update(type(tick).__name__ for tick in group)

    report = feed.report()
    assert kinds == {"QuoteTick": 30_583, "TradeTick": 24_106}
    assert (report.lines_read, report.lines_broken, report.progress) == (54_691, 0, 1)


async def test_a_day_replayed_twice_is_the_same_day() -> None:
    digests: list[str] = []
    for _ in range(2):
        digest = sha256()
        async for group in opened("ticks/2013-10-07", IBM).ticks():
            digest.update(repr(group).encode())
        digests.append(digest.hexdigest())

    assert digests[0] == digests[1]


async def test_trades_of_a_day_are_within_its_recorded_bars() -> None:
    """The bars were made elsewhere, without odd lots and late prints, and by their own clock."""
    candles = Candles()
    async for group in opened("ticks/2013-10-07", IBM).ticks():
        for tick in group:
            if isinstance(tick, TradeTick):
                candles.add(tick)
    ours = {bar.start: bar for bar in candles.finished()}
    theirs: dict[datetime, Bar] = {}
    async for group in opened("bars/1Min", IBM).ticks():
        theirs |= {one.bar.start: one.bar for one in group if isinstance(one, BarTick)}

    both = ours.keys() & theirs.keys()
    close = [
        start
        for start in both
        if abs(ours[start].close - theirs[start].close) < theirs[start].close / 500
    ]
    assert len(both) > 380
    assert len(close) > 0.98 * len(both)


async def test_bars_of_every_market_are_read_and_gold_has_quotes_and_no_trades() -> None:
    feed = opened("bars/1Min")
    kinds: Counter[tuple[str, Symbol]] = Counter()
    async for group in feed.ticks():
        kinds.update((type(tick).__name__, tick.symbol) for tick in group)

    assert feed.report().lines_broken == 0
    assert {one.symbol for one in feed.instruments} >= {IBM, XAUUSD, Symbol("BTCUSD")}
    assert kinds["BarTick", XAUUSD] == 2_774
    assert kinds[QuoteTick.__name__, XAUUSD] == 4 * 2_774
    assert kinds[TradeTick.__name__, XAUUSD] == 0
