"""A made-up instrument that could be real."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from statistics import pstdev

import pytest

from market_data.domain.instruments import Instrument
from market_data.domain.sessions import AlwaysOpen
from market_data.domain.simulation.characters import Character, Load
from market_data.domain.simulation.factors import Factor
from market_data.domain.simulation.symbol import SimulatedSymbol
from market_data.domain.simulation.timetable import Continuous, ExchangeTimetable, Timetable
from market_data.domain.ticks import DepthTick, QuoteTick, StatusTick, Tick, TradeTick
from market_data.domain.trading_days import TradingDays
from market_data.feeds.characters import USUAL, character_of
from vocabulary import (
    NO_SHARES,
    AssetClass,
    Auction,
    InstrumentStatus,
    Price,
    Quantity,
    Symbol,
)

NOON = datetime(2025, 1, 6, 12, tzinfo=UTC)
OPENS = datetime(2025, 1, 6, 14, 30, tzinfo=UTC)
GAP = timedelta(milliseconds=250)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
STEPS = 2_000
ALWAYS, EXCHANGE = Continuous(AlwaysOpen()), ExchangeTimetable(TradingDays(), extended=False)
IBM = character_of(Symbol("IBM"))


def a_symbol(
    character: Character,
    *,
    seed: int = 1,
    gap: timedelta = GAP,
    timetable: Timetable = ALWAYS,
    begins: datetime = NOON,
) -> SimulatedSymbol:
    factors = {
        load.factor: Factor(begins, Random(f"{seed} {load.factor}"))  # noqa: S311
        for load in character.loads
    }
    return SimulatedSymbol(character, gap, timetable, factors, Random(seed))  # noqa: S311


def a_run(character: Character, seed: int = 1, steps: int = STEPS) -> list[Tick]:
    symbol = a_symbol(character, seed=seed)
    ticks = symbol.begin(NOON)
    for _ in range(steps):
        ticks.extend(symbol.step())
    return ticks


def a_stretch(symbol: SimulatedSymbol, begins: datetime, until: datetime) -> list[Tick]:
    ticks = symbol.begin(begins)
    while symbol.due < until:
        ticks.extend(symbol.step())
    return ticks


def quotes_in(ticks: Iterable[Tick]) -> list[QuoteTick]:
    return [tick for tick in ticks if isinstance(tick, QuoteTick)]


def statuses_in(ticks: Iterable[Tick]) -> list[str]:
    told = (tick for tick in ticks if isinstance(tick, StatusTick))
    return [f"{tick.time:%H:%M:%S} {tick.status}" for tick in told]


@pytest.fixture(params=USUAL)
def character(request: pytest.FixtureRequest) -> Character:
    return character_of(request.param)


def test_prices_are_whole_ticks_and_sizes_whole_lots(character: Character) -> None:
    tick, lot = character.instrument.tick_size, character.instrument.lot

    for quote in quotes_in(a_run(character)):
        assert quote.bid is not None
        assert quote.ask is not None
        assert quote.bid % tick == quote.ask % tick == 0
        assert tick <= quote.ask - quote.bid <= 5 * character.spread * tick
        for size in (quote.bid_size, quote.ask_size):
            assert size % lot == 0
            assert lot <= size <= 2 * character.lots_max * lot


def test_trades_happen_at_the_quote_before_and_take_no_more_than_is_shown(
    character: Character,
) -> None:
    trades = 0
    told = [tick for tick in a_run(character) if isinstance(tick, QuoteTick | TradeTick)]
    for before, tick in pairwise(told):
        if isinstance(tick, TradeTick):
            trades += 1
            assert isinstance(before, QuoteTick)
            shown = {before.bid: before.bid_size, before.ask: before.ask_size}
            assert 0 < tick.size <= shown[tick.price]

    assert 0.2 < trades / STEPS < 0.3


def test_prices_move_about_as_much_as_they_should(character: Character) -> None:
    """All moods and news of some days included, seen a quote a minute for speed."""
    seen: list[float] = []
    for seed in range(8):
        symbol = a_symbol(character, seed=seed, gap=timedelta(minutes=1))
        ticks = a_stretch(symbol, NOON, NOON + timedelta(hours=12))
        quotes = (tick for tick in ticks if isinstance(tick, QuoteTick) and tick.bid)
        middles = [float(quote.bid or 0) for quote in quotes]
        changes = sorted(after / before - 1 for before, after in pairwise(middles))
        usual = changes[len(changes) // 100 : -(len(changes) // 100)]  # without the jumps
        seen.append(pstdev(usual) * (character.hours_per_year * 60) ** 0.5 * 100)

    assert 0.6 < sum(seen) / 8 / character.volatility < 1.2


def test_the_same_draws_give_the_same_ticks(character: Character) -> None:
    assert a_run(character, seed=7) == a_run(character, seed=7)
    assert a_run(character, seed=7) != a_run(character, seed=8)


def test_the_time_to_the_next_quote_is_around_the_mean() -> None:
    quotes = quotes_in(a_run(IBM))
    gaps = [after.time - before.time for before, after in pairwise(quotes)]

    assert min(gaps) >= GAP / 2
    assert max(gaps) <= 3 * GAP / 2
    assert sum(gaps, timedelta()) / len(gaps) == pytest.approx(GAP, rel=0.05)


def test_depth_is_ten_levels_a_second_that_begin_with_the_quote(character: Character) -> None:
    tick, lot = character.instrument.tick_size, character.instrument.lot
    told = a_run(character)
    depths = [one for one in told if isinstance(one, DepthTick)]
    quotes = {quote.time: quote for quote in quotes_in(told)}

    assert {after.time - before.time >= SECOND for before, after in pairwise(depths)} == {True}
    assert len(depths) == pytest.approx((told[-1].time - NOON) / SECOND, rel=0.2)
    for depth in depths:
        quote = quotes[depth.time]
        assert depth.bids[0] == (quote.bid, quote.bid_size)
        assert depth.asks[0] == (quote.ask, quote.ask_size)
        assert (len(depth.bids), len(depth.asks)) == (10, 10)
        assert all(before.price > after.price for before, after in pairwise(depth.bids))
        assert all(before.price < after.price for before, after in pairwise(depth.asks))
        for level in depth.bids + depth.asks:
            assert level.price % tick == 0
            assert level.size % lot == 0
            assert level.size > 0


def test_a_day_on_the_exchange_has_two_auctions_and_no_quotes_outside_of_trading() -> None:
    begins = OPENS - timedelta(hours=3)
    symbol = a_symbol(IBM, timetable=EXCHANGE, begins=begins, gap=SECOND)
    ticks = a_stretch(symbol, begins, begins + timedelta(days=1))
    trades = [tick for tick in ticks if isinstance(tick, TradeTick)]
    opening, *between, closing = trades

    assert statuses_in(ticks) == [
        "11:30:00 closed",
        "14:28:00 opening_auction",
        "14:30:00 trading",
        "20:59:30 closing_auction",
        "20:59:59 closed",
    ]
    assert (opening.time, opening.auction) == (OPENS, Auction.OPENING)
    assert (closing.time.time(), closing.auction) == (time(20, 59, 59, 999_000), Auction.CLOSING)
    assert {trade.auction for trade in between} == {None}
    assert closing.size > opening.size > max(trade.size for trade in between)
    for quote in quotes_in(ticks):
        quoting = OPENS <= quote.time < OPENS.replace(hour=20, minute=59, second=30)
        assert (quote.bid is not None, quote.ask_size > 0) == (quoting, quoting)


def test_the_print_of_an_auction_is_close_to_the_quotes_after_it() -> None:
    symbol = a_symbol(IBM, timetable=EXCHANGE, begins=NOON)
    ticks = a_stretch(symbol, NOON, OPENS + SECOND)
    (opening,) = [tick for tick in ticks if isinstance(tick, TradeTick) and tick.auction]
    quote = quotes_in(ticks)[2]

    assert quote.time == OPENS
    assert quote.bid is not None
    assert quote.ask is not None
    assert quote.bid <= opening.price <= quote.ask


def test_when_nobody_trades_nothing_is_bid_offered_or_shown() -> None:
    sunday = datetime(2025, 1, 5, 18, tzinfo=UTC)
    symbol = a_symbol(IBM, timetable=EXCHANGE, begins=sunday)

    status, quote, depth = symbol.begin(sunday)

    assert status == StatusTick(sunday, Symbol("IBM"), InstrumentStatus.CLOSED)
    assert quote == QuoteTick(sunday, Symbol("IBM"), None, NO_SHARES, None, NO_SHARES)
    assert depth == DepthTick(sunday, Symbol("IBM"), (), ())
    assert symbol.due == datetime(2025, 1, 6, 14, 28, tzinfo=UTC)


def test_a_night_moves_a_price_less_than_a_session() -> None:
    nights, sessions = list[float](), list[float]()
    for seed in range(40):
        symbol = a_symbol(IBM, seed=seed, timetable=EXCHANGE, begins=OPENS, gap=MINUTE)
        told = a_stretch(symbol, OPENS, OPENS + timedelta(days=1, seconds=1))
        quotes = [float(quote.bid) for quote in quotes_in(told) if quote.bid]
        sessions.append(quotes[-2] / quotes[0] - 1)
        nights.append(quotes[-1] / quotes[-2] - 1)

    assert 0.2 < pstdev(nights) / pstdev(sessions) < 0.9


def test_a_price_never_falls_to_nothing() -> None:
    penny = Instrument(
        Symbol("DUST"), "", AssetClass.CRYPTO, "", Price(Decimal("0.01")), Quantity(Decimal(100))
    )
    character = Character(penny, Price(Decimal("0.03")), 1, 1, 5, 100_000, 1, (Load("market", 50),))

    for quote in quotes_in(a_run(character)):
        assert quote.bid is not None
        assert quote.bid > 0
