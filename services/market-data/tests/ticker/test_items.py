"""Whole numbers, and what has to be said to who begins to read in the middle."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market_data.domain.ticks import (
    BandTick,
    DepthTick,
    Level,
    QuoteTick,
    StaleTick,
    StatusTick,
    TradeTick,
)
from market_data.ticker.items import Told, Units, microseconds
from vocabulary import Auction, InstrumentStatus, Price, Quantity, SessionPhase, Symbol

IBM = Symbol("IBM")
NOON = datetime(2025, 1, 6, 17, tzinfo=UTC)
T = microseconds(NOON)


def price(text: str | int) -> Price:
    return Price(Decimal(text))


def size(text: str | int) -> Quantity:
    return Quantity(Decimal(text))


def test_every_tick_becomes_whole_numbers() -> None:
    told, lots = Told(IBM), (Level(price("9.99"), size(3)),)

    assert told.quote(QuoteTick(NOON, IBM, price("10.01"), size(200), None, size(0)), T) == [
        "q", "IBM", T, 1_001_000_000, 200 * 10**9, 0, 0
    ]  # fmt: skip
    assert told.trade(TradeTick(NOON, IBM, price("0.00000001"), size("0.000000001")), T) == [
        "t", "IBM", T, 1, 1, ""
    ]  # fmt: skip
    printed = TradeTick(NOON, IBM, price(1), size(1), Auction.CLOSING)
    assert told.trade(printed, T)[5] == "closing"
    assert told.depth(DepthTick(NOON, IBM, lots, ()), T) == [
        "d", "IBM", T, [[999_000_000, 3 * 10**9]], []
    ]  # fmt: skip
    halted = StatusTick(NOON, IBM, InstrumentStatus.HALTED, "why")
    assert told.status(halted, T) == ["s", "IBM", T, "halted"]
    assert told.stale(StaleTick(NOON, IBM), T) == ["x", "IBM", T]
    bands = BandTick(NOON, IBM, price(9), price(11))
    assert told.bands(bands, T) == ["n", "IBM", T, 900_000_000, 1_100_000_000]
    assert told.bands(BandTick(NOON, IBM, None, None), T) == ["n", "IBM", T, 0, 0]
    assert told.phase(SessionPhase.PRE, T) == ["p", "IBM", T, "pre"]
    assert told.day_end(T) == ["e", "IBM", T]


def test_times_are_exact() -> None:
    assert microseconds(NOON + timedelta(microseconds=1)) == 1_736_182_800_000_001


@given(st.decimals(0, 10**9, places=8, allow_nan=False))
def test_a_number_loses_nothing(number: Decimal) -> None:
    assert Decimal(Units(8)[number]).scaleb(-8) == number


def test_what_is_more_than_fits_is_told_as_the_most_that_does() -> None:
    assert Units(9)[Decimal(10) ** 20] == 2**63 - 1
    assert Units(9)[None] == 0


def test_remembered_numbers_do_not_pile_up() -> None:
    units = Units(0)

    assert [units[Decimal(number)] for number in range(60_000)] == list(range(60_000))
    assert len(units) < 50_001


class Reader:
    """What somebody makes of the items: of a depth stays what is behind every quote since."""

    def __init__(self, items: Iterable[Sequence[Any]]) -> None:
        self.rules: dict[str, Any] = {}
        self.bids: dict[int, int] = {}
        self.asks: dict[int, int] = {}
        self.best: Sequence[int] = ()
        self.last, self.is_fresh = 0, False
        for word, _, _, *rest in items:
            self.is_fresh = word == "t" or (self.is_fresh and word not in "xp")
            if word == "q":
                self._quote(*rest)
            elif word in "dx":
                bids, asks = rest or ((), ())
                self.bids, self.asks, self.best = dict(bids), dict(asks), ()
            elif word == "t":
                self.last = rest[0]
            else:
                self.rules[word] = rest

    def _quote(self, bid: int, bid_size: int, ask: int, ask_size: int) -> None:
        self.best = bid, bid_size, ask, ask_size
        is_crossed = bid > ask > 0
        self.bids = {at: of for at, of in self.bids.items() if at < bid and not is_crossed}
        self.asks = {at: of for at, of in self.asks.items() if at > ask > 0 and not is_crossed}


_prices = st.integers(1, 9).map(price)
_sizes = st.integers(1, 9).map(size)
_levels = st.lists(st.builds(Level, _prices, _sizes), max_size=4, unique_by=lambda one: one.price)
_sides = st.one_of(st.none(), _prices)
_quotes = st.builds(QuoteTick, st.just(NOON), st.just(IBM), _sides, _sizes, _sides, _sizes)
_depths = st.builds(DepthTick, st.just(NOON), st.just(IBM), _levels.map(tuple), _levels.map(tuple))
_trades = st.builds(TradeTick, st.just(NOON), st.just(IBM), _prices, _sizes)
_statuses = st.builds(StatusTick, st.just(NOON), st.just(IBM), st.sampled_from(InstrumentStatus))
_bands = st.builds(BandTick, st.just(NOON), st.just(IBM), _sides, _sides)
_phases = st.sampled_from([SessionPhase.PRE, SessionPhase.REGULAR])
_ticks = st.one_of(
    _quotes, _quotes, _depths, _trades, _statuses, _bands, _phases, st.just(StaleTick(NOON, IBM))
)
_MAKERS: dict[type, Any] = {
    QuoteTick: Told.quote,
    DepthTick: Told.depth,
    TradeTick: Told.trade,
    StatusTick: Told.status,
    StaleTick: Told.stale,
    BandTick: Told.bands,
    SessionPhase: Told.phase,
}


@given(st.lists(_ticks, max_size=12))
@settings(max_examples=500)
def test_who_hears_only_where_it_stands_knows_as_much_as_who_heard_all(ticks: list[Any]) -> None:
    told = Told(IBM)
    ticks = [SessionPhase.REGULAR, *ticks]
    everything = [_MAKERS[type(tick)](told, tick, T) for tick in ticks]

    assert vars(Reader(told.standing())) == vars(Reader(everything))


@pytest.mark.parametrize("auction", [None, Auction.OPENING])
def test_the_last_trade_is_repeated_without_a_size(auction: Auction | None) -> None:
    told = Told(IBM)
    told.trade(TradeTick(NOON, IBM, price(7), size(100), auction), T)

    assert list(told.standing()) == [["t", "IBM", T, 700_000_000, 0, ""]]


def test_what_was_shown_at_the_close_is_not_repeated() -> None:
    told, lots = Told(IBM), (Level(price("9.99"), size(3)),)
    told.depth(DepthTick(NOON, IBM, lots, ()), T)
    told.quote(QuoteTick(NOON, IBM, price(9), size(1), price(10), size(1)), T)

    told.phase(SessionPhase.AFTER, T)
    assert [item[0] for item in told.standing()] == ["p", "d", "q"]
    told.phase(SessionPhase.CLOSED, T)
    assert [item[0] for item in told.standing()] == ["p"]
