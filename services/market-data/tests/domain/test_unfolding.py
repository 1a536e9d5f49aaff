"""A recorded bar as ticks."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data.domain.bars import MINUTE, Bar
from market_data.domain.candles import Candles
from market_data.domain.instruments import Instrument
from market_data.domain.ticks import BarTick, QuoteTick, TradeTick, moved
from market_data.domain.unfolding import unfold
from vocabulary import AssetClass, Price, Quantity, Symbol

NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)
CENT, LOT = Price(Decimal("0.01")), Quantity(Decimal(100))
IBM = Instrument(Symbol("IBM"), "IBM", AssetClass.STOCK, "NYSE", CENT, LOT)


def a_bar(prices: str, volume: str) -> Bar:
    opened, high, low, close = (Price(Decimal(price)) for price in prices.split())
    return Bar(IBM.symbol, NOON, opened, high, low, close, Quantity(Decimal(volume)), 0, None)


@pytest.mark.parametrize(
    ("bar", "expected"),
    [
        (a_bar("10 12 9 11", "4000"), ["10 1000", "9 1000", "12 1000", "11 1000"]),  # it rose
        (a_bar("11 12 9 10", "4000"), ["11 1000", "12 1000", "9 1000", "10 1000"]),  # it fell
        (a_bar("10 12 9 11", "139"), ["10 34", "9 34", "12 34", "11 37"]),  # whole shares
        (a_bar("10 12 9 11", "3"), ["11 3"]),
        (a_bar("10 12 9 11", "0.5"), ["10 0.125", "9 0.125", "12 0.125", "11 0.125"]),  # coins
        (a_bar("10 12 9 11", "0"), []),
    ],
)
def test_a_bar_trades_at_its_four_prices(bar: Bar, expected: list[str]) -> None:
    trades = [one for one in unfold(bar, IBM) if isinstance(one, TradeTick)]

    assert [f"{one.price} {one.size.normalize():f}" for one in trades] == expected


def test_every_trade_is_within_the_quote_before_it() -> None:
    ticks = list(unfold(a_bar("10 12 9 11", "4000"), IBM))

    for quote, trade in zip(ticks[0:8:2], ticks[1:8:2], strict=True):
        assert isinstance(quote, QuoteTick)
        assert isinstance(trade, TradeTick)
        assert quote.bid is not None
        assert quote.ask is not None
        assert quote.bid == trade.price - CENT
        assert quote.ask == trade.price + CENT
        assert quote.bid_size == quote.ask_size == 1000


def test_a_bar_without_volume_still_shows_a_lot_on_either_side() -> None:
    quotes = [one for one in unfold(a_bar("10 12 9 11", "0"), IBM) if isinstance(one, QuoteTick)]

    assert [one.bid_size for one in quotes] == [LOT] * 4


def test_a_price_of_one_tick_leaves_no_room_for_a_bid() -> None:
    first = next(unfold(a_bar("0.01 0.01 0.01 0.01", "4"), IBM))

    assert isinstance(first, QuoteTick)
    assert (first.bid, first.bid_size, first.ask) == (None, 0, Decimal("0.02"))


@st.composite
def bars(draw: st.DrawFn) -> Bar:
    prices = draw(st.lists(st.decimals(1, 999, places=2), min_size=2, max_size=4))
    volume = draw(st.integers(0, 10_000) | st.decimals(0, 100, places=8))
    return a_bar(f"{prices[0]} {max(prices)} {min(prices)} {prices[1]}", str(volume))


@given(bars())
def test_ticks_of_a_bar_are_in_order_and_give_the_bar_back(bar: Bar) -> None:
    ticks = list(unfold(bar, IBM))
    candles = Candles()
    for tick in ticks:
        if isinstance(tick, TradeTick):
            candles.add(tick)
        elif isinstance(tick, BarTick):
            candles.put(tick.bar)

    times = [tick.time for tick in ticks]
    assert times == sorted(times)
    assert times[-1] == bar.start + MINUTE
    assert candles.finished() == [bar]
    traded = sum((one.size for one in ticks if isinstance(one, TradeTick)), Decimal())
    assert traded == bar.volume


def test_a_tick_that_is_moved_keeps_everything_but_its_time() -> None:
    ticks = list(unfold(a_bar("10 12 9 11", "4000"), IBM))

    later = [moved(tick, MINUTE) for tick in ticks]

    assert [tick.time - MINUTE for tick in later] == [tick.time for tick in ticks]
    assert [moved(tick, -MINUTE) for tick in later] == ticks
    last = later[-1]
    assert isinstance(last, BarTick)
    assert last.bar.start == NOON + MINUTE
