"""What is known of real prices, looked for in a past that is made up."""

from collections import defaultdict
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from statistics import correlation, fmean, pstdev

import pytest
from made_up_past import FRIDAY, past

from market_data.domain.bars import MINUTE, Bar
from market_data.domain.stretch import BEGINNING, END
from market_data.feeds.characters import character_of
from vocabulary import BarInterval, Symbol

DAY, MINUTES = BarInterval.DAY_1, BarInterval.MINUTE_1
YEAR = timedelta(days=365.25)
SYMBOLS = ("AAPL", "BAC", "BTCUSD", "EURUSD", "JPM", "SPY")


@cache
def bars(symbol: str, interval: BarInterval) -> list[Bar]:
    return past(symbol).bars(interval, BEGINNING, END)


@cache
def returns(symbol: str, interval: BarInterval = DAY) -> dict[datetime, float]:
    """Of minutes without those after a night."""
    some = bars(symbol, interval)
    return {
        after.start: float(after.close / before.close) - 1
        for before, after in pairwise(some)
        if interval is DAY or after.start - before.start == MINUTE
    }


def together(one: str, other: str, interval: BarInterval = DAY) -> float:
    ours, theirs = (
        {at.date() if interval is DAY else at: by for at, by in returns(some, interval).items()}
        for some in (one, other)
    )
    shared = [at for at in ours if at in theirs]
    return correlation([ours[at] for at in shared], [theirs[at] for at in shared])


def test_what_is_alike_moves_together() -> None:
    for interval in (DAY, MINUTES):
        across, within = together("AAPL", "BAC", interval), together("JPM", "BAC", interval)
        assert 0.15 < across < within < 0.85
        assert together("SPY", "JPM", interval) > 0.3
        assert together("BTCUSD", "ETHUSD", interval) > 0.4
    assert abs(together("EURUSD", "SPY")) < 0.1


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_prices_move_as_far_in_a_year_as_their_character_says(symbol: str) -> None:
    """A little further, as nights come on top of it."""
    daily = returns(symbol)
    years = (max(daily) - min(daily)) / YEAR

    yearly = 100 * pstdev(daily.values()) * (len(daily) / years) ** 0.5

    assert 0.75 < yearly / character_of(Symbol(symbol)).volatility < 1.3


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_returns_do_not_tell_the_next_one(symbol: str) -> None:
    daily = list(returns(symbol).values())

    assert abs(correlation(daily[:-1], daily[1:])) < 0.1


def test_large_moves_come_together() -> None:
    for symbol in SYMBOLS:
        sizes = [abs(one) for one in returns(symbol).values()]
        told = fmean(correlation(sizes[:-n], sizes[n:]) for n in range(1, 11))
        assert told > (0.05 if symbol == "SPY" else 0.01)  # jumps of its own blur that of others


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_extreme_moves_are_more_frequent_than_the_normal_law_has_it(symbol: str) -> None:
    for interval in (DAY, MINUTES):
        some = list(returns(symbol, interval).values())
        deviation = pstdev(some)
        assert fmean((one / deviation) ** 4 for one in some) > 3.3  # 3 for a normal law


def test_most_trades_at_both_ends_of_a_session_and_evenly_around_the_clock() -> None:
    opens = FRIDAY.replace(hour=14, minute=30, second=0).time()
    volumes: defaultdict[int, list[float]] = defaultdict(list)
    for bar in bars("AAPL", MINUTES):
        since = (bar.start.hour - opens.hour) * 60 + bar.start.minute - opens.minute
        volumes[since // 30].append(float(bar.volume))
    stock = {part: fmean(some) for part, some in volumes.items()}

    noon = fmean(stock[n] for n in (5, 6, 7))
    assert sorted(stock) == list(range(13))
    assert min(stock[0], stock[12]) > 2 * noon
    assert stock[0] > stock[1] > stock[3] > noon


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_days_look_alike_however_far_away_they_are(symbol: str) -> None:
    """Those of the last weeks are made of minutes, all others of half hours."""
    days = bars(symbol, DAY)
    ranges = [float((bar.high - bar.low) / bar.close) for bar in days]
    volumes = [float(bar.volume) for bar in days]

    assert 0.5 < fmean(ranges[-20:]) / fmean(ranges[:-40]) < 2
    assert 0.5 < fmean(volumes[-20:]) / fmean(volumes[:-40]) < 2
