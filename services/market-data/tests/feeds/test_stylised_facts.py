"""What is known of real prices, seen in made-up ones.

The list is that of Cont, Empirical properties of asset returns: stylized facts and statistical
issues (2001), as far as minutes of one week can show it.
"""

import asyncio
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import correlation, fmean, pstdev
from typing import NamedTuple

import pytest

from market_data.domain.bars import MINUTE, rounded_down
from market_data.domain.ticks import QuoteTick, TradeTick
from market_data.feeds.discovery import find_feed
from market_data.settings import MarketDataSettings

OPENS = datetime(2025, 1, 6, 14, 30, tzinfo=UTC)
WEEK = timedelta(days=5)
SYMBOLS = "AAPL,MSFT,JPM,BAC,SPY,TSLA,BTCUSD,ETHUSD,EURUSD"


class Spread(NamedTuple):
    """Parts of the price, in the minute that ends."""

    minute: datetime
    width: float


class Seen:
    """The last middle of each minute, the mean spread, and what traded at which hour."""

    def __init__(self) -> None:
        self.middles: dict[str, dict[datetime, float]] = defaultdict(dict)
        self.widths: dict[str, dict[datetime, list[float]]] = defaultdict(lambda: defaultdict(list))
        self.volumes: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))

    def take(self, tick: object) -> None:
        """Remember a tick that counts."""
        if isinstance(tick, QuoteTick) and tick.bid and tick.ask:
            minute, middle = rounded_down(tick.time, MINUTE), float(tick.bid + tick.ask) / 2
            self.middles[tick.symbol][minute] = middle
            self.widths[tick.symbol][minute].append(float(tick.ask - tick.bid) / middle)
        elif isinstance(tick, TradeTick) and tick.auction is None:
            part = (tick.time - OPENS) % timedelta(days=1) // timedelta(minutes=30)
            self.volumes[tick.symbol][part] += float(tick.size)

    def returns(self, symbol: str) -> dict[datetime, float]:
        """From minute to minute, without nights."""
        minutes = self.middles[symbol].items()
        return {
            time: after / before - 1
            for (earlier, before), (time, after) in pairwise(minutes)
            if time - earlier == MINUTE
        }

    def correlation(self, one: str, other: str) -> float:
        """How alike two of them move, from -1 to 1."""
        ours, theirs = self.returns(one), self.returns(other)
        common = sorted(ours.keys() & theirs.keys())
        return correlation([ours[time] for time in common], [theirs[time] for time in common])


@pytest.fixture(scope="module")
def week() -> Seen:
    """Five sessions."""
    return asyncio.run(seen_in_a_week())


async def seen_in_a_week() -> Seen:
    seen = Seen()
    chosen = {"symbols": SYMBOLS, "session": "regular", "quotes_per_second": 0.1}
    given = {"port": 1, "rabbitmq_password": "test"} | chosen
    async with find_feed("simulator")(MarketDataSettings.model_validate(given), OPENS) as feed:
        async for ticks in feed.ticks():
            for tick in ticks:
                seen.take(tick)
            if ticks[-1].time > OPENS + WEEK:
                return seen
    raise AssertionError("a simulated market has no end")


def test_stocks_move_together_and_those_of_a_sector_more(week: Seen) -> None:
    across, within = week.correlation("AAPL", "BAC"), week.correlation("AAPL", "MSFT")

    assert 0.15 < across < within < 0.85
    assert across < week.correlation("JPM", "BAC")
    assert week.correlation("SPY", "MSFT") > 0.4
    assert week.correlation("BTCUSD", "ETHUSD") > 0.4
    assert abs(week.correlation("EURUSD", "SPY")) < 0.1


@pytest.mark.parametrize("symbol", ["AAPL", "JPM", "SPY", "BTCUSD"])
def test_returns_do_not_tell_the_next_one(week: Seen, symbol: str) -> None:
    returns = list(week.returns(symbol).values())

    assert abs(correlation(returns[:-1], returns[1:])) < 0.1


@pytest.mark.parametrize("symbol", ["JPM", "SPY", "BTCUSD"])
def test_large_moves_come_together(week: Seen, symbol: str) -> None:
    sizes = [abs(one) for one in week.returns(symbol).values()]

    assert correlation(sizes[:-1], sizes[1:]) > 0.05
    assert correlation(sizes[:-10], sizes[10:]) > 0.03


@pytest.mark.parametrize("symbol", SYMBOLS.split(","))
def test_extreme_moves_are_more_frequent_than_the_normal_law_has_it(
    week: Seen, symbol: str
) -> None:
    returns = list(week.returns(symbol).values())
    deviation = pstdev(returns)

    assert fmean((one / deviation) ** 4 for one in returns) > 3.3  # 3 for a normal law


def test_most_trades_at_both_ends_of_a_session_and_evenly_around_the_clock(week: Seen) -> None:
    stock, coin = week.volumes["AAPL"], week.volumes["BTCUSD"]

    assert list(stock) == list(range(13))
    first, noon, last = stock[0], fmean(stock[n] for n in (5, 6, 7)), stock[12]
    assert first > 2 * noon
    assert last > 2 * noon
    assert stock[0] > stock[1] > stock[3] > noon
    assert pstdev(coin.values()) < fmean(coin.values()) / 3


@pytest.mark.parametrize("symbol", ["TSLA", "BTCUSD", "EURUSD"])
def test_spreads_widen_when_prices_move_more(week: Seen, symbol: str) -> None:
    returns = week.returns(symbol)
    moves = {time: abs(one) for time, one in returns.items()}
    widths = [Spread(time, fmean(week.widths[symbol][time])) for time in sorted(moves)]

    by_width = sorted(widths, key=lambda spread: spread.width)
    quarter = len(by_width) // 4
    narrow = fmean(moves[spread.minute] for spread in by_width[:quarter])
    wide = fmean(moves[spread.minute] for spread in by_width[-quarter:])

    assert wide > 1.2 * narrow
