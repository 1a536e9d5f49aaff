"""What the market maker shows in quiet and in wild times."""

from datetime import UTC, datetime
from random import Random
from statistics import fmean

import pytest

from market_data.domain.simulation.fair import PARTS
from market_data.domain.simulation.maker import DRAW_BITS, MarketMaker, Scale
from market_data.feeds.characters import character_of
from vocabulary import Price, Symbol

NOON = datetime(2025, 1, 6, 12, tzinfo=UTC)
GOLD = character_of(Symbol("XAUUSD"))
FAIR = 265_500 * PARTS


def what_is_shown(level: int, activity: int) -> tuple[float, float, float]:
    """Spread in dollars, size at the best prices, and behind them, on the mean."""
    maker, dice = MarketMaker(GOLD), Random(1)  # noqa: S311
    maker.adapt(level, activity)
    spreads, sizes, deep = list[float](), list[float](), list[float]()
    for _ in range(500):
        quote = maker.quote(NOON, FAIR, dice.getrandbits(DRAW_BITS))
        depth = maker.depth(NOON, dice)
        spreads.append(float((quote.ask or 0) - (quote.bid or 0)))
        sizes.append(float(quote.bid_size + quote.ask_size) / 2)
        deep.append(float(sum(one.size for one in depth.bids[1:] + depth.asks[1:])) / 18)
    return fmean(spreads), fmean(sizes), fmean(deep)


def test_the_wilder_the_times_the_wider_the_spread_and_the_smaller_the_sizes() -> None:
    calm, normal, wild = (what_is_shown(level, 100) for level in (60, 100, 190))

    assert calm[0] < normal[0] < wild[0]
    assert calm[1] > normal[1] > wild[1]
    assert calm[2] > normal[2] > wild[2]
    assert wild[0] / normal[0] == pytest.approx(1.9, rel=0.1)
    assert normal[0] == pytest.approx(0.18 * 9 / 8, rel=0.1)  # one in eight is twice as wide


def test_before_and_after_hours_spreads_are_wide_and_sizes_small() -> None:
    thin, usual = what_is_shown(100, 12), what_is_shown(100, 100)

    assert thin[0] > 2 * usual[0]
    assert thin[1] < usual[1] / 2


def test_further_away_stands_more() -> None:
    maker, dice = MarketMaker(GOLD), Random(1)  # noqa: S311
    maker.quote(NOON, FAIR, 0)
    depths = [maker.depth(NOON, dice) for _ in range(200)]

    near, far = (fmean(float(depth.bids[n].size) for depth in depths) for n in (1, 9))

    assert far > 1.4 * near


def test_the_busier_it_is_the_more_trades() -> None:
    maker = MarketMaker(GOLD)
    odds: list[int] = []
    for activity in (12, 100, 190, 1000):
        maker.adapt(100, activity)
        odds.append(maker.trade_odds)

    assert odds == [7, 64, 121, 230]


def test_bids_end_where_prices_do() -> None:
    maker = MarketMaker(character_of(Symbol("AAPL")))
    maker.quote(NOON, 5 * PARTS, 0)

    depth = maker.depth(NOON, Random(1))  # noqa: S311

    prices = [f"{level.price}" for level in depth.bids]
    assert prices == ["0.04", "0.03", "0.02", "0.01"]
    assert len(depth.asks) == 10


def test_decimals_are_made_once_and_forgotten_when_there_are_too_many() -> None:
    scale = Scale(GOLD.instrument.tick_size)

    assert scale[3] is scale[3]
    assert scale[3] == Price(3 * GOLD.instrument.tick_size)
    for number in range(3_000):
        assert scale[number] == number * GOLD.instrument.tick_size
    assert len(scale) <= 1_000
