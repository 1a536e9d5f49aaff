"""A made-up market that could be real."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from statistics import pstdev

import pytest

from market_data.domain.instruments import Instrument
from market_data.domain.simulation.symbol import Character, SimulatedSymbol
from market_data.domain.ticks import QuoteTick, Tick, TradeTick
from market_data.feeds.characters import CHARACTERS
from vocabulary import AssetClass, Price, Quantity, Symbol

NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)
GAP = timedelta(milliseconds=250)
STEPS = 2_000


def a_run(character: Character, seed: int = 1, steps: int = STEPS) -> list[Tick]:
    symbol = SimulatedSymbol(character, GAP, Random(seed))  # noqa: S311
    ticks: list[Tick] = [symbol.open(NOON)]
    for _ in range(steps):
        ticks.extend(symbol.step(NOON))
    return ticks


def quotes_in(ticks: list[Tick]) -> list[QuoteTick]:
    return [tick for tick in ticks if isinstance(tick, QuoteTick)]


@pytest.fixture(params=CHARACTERS, ids=lambda one: one.instrument.symbol)
def character(request: pytest.FixtureRequest) -> Character:
    chosen: Character = request.param
    return chosen


def test_prices_are_whole_ticks_and_sizes_whole_lots(character: Character) -> None:
    tick, lot = character.instrument.tick_size, character.instrument.lot

    for quote in quotes_in(a_run(character)):
        assert quote.bid is not None
        assert quote.ask is not None
        assert quote.bid % tick == quote.ask % tick == 0
        assert quote.ask - quote.bid in (character.spread * tick, 2 * character.spread * tick)
        for size in (quote.bid_size, quote.ask_size):
            assert size % lot == 0
            assert character.lots_min * lot <= size <= character.lots_max * lot


def test_trades_happen_at_the_quote_before_and_take_no_more_than_is_shown(
    character: Character,
) -> None:
    trades = 0
    for before, tick in pairwise(a_run(character)):
        if isinstance(tick, TradeTick):
            trades += 1
            assert isinstance(before, QuoteTick)
            shown = {before.bid: before.bid_size, before.ask: before.ask_size}
            assert 0 < tick.size <= shown[tick.price]

    assert 0.2 < trades / STEPS < 0.3


def test_prices_move_about_as_much_as_they_should(character: Character) -> None:
    middles = [
        float(quote.bid + quote.ask) / 2
        for quote in quotes_in(a_run(character, steps=12 * STEPS))
        if quote.bid and quote.ask
    ]
    minute = timedelta(minutes=1) // GAP
    changes = [after / before - 1 for before, after in pairwise(middles[::minute])]
    minutes_per_year = character.hours_per_year * 60

    seen = pstdev(changes) * minutes_per_year**0.5 * 100

    assert 0.75 < seen / character.volatility < 1.3


def test_the_same_draws_give_the_same_ticks(character: Character) -> None:
    assert a_run(character, seed=7) == a_run(character, seed=7)
    assert a_run(character, seed=7) != a_run(character, seed=8)


def test_the_time_to_the_next_step_is_around_the_mean() -> None:
    symbol = SimulatedSymbol(CHARACTERS[0], GAP, Random(1))  # noqa: S311

    gaps = [symbol.until_next() for _ in range(2_000)]

    assert min(gaps) >= GAP / 2
    assert max(gaps) <= 3 * GAP / 2
    assert sum(gaps, timedelta()) / len(gaps) == pytest.approx(GAP, rel=0.05)


def test_a_price_never_falls_to_nothing() -> None:
    penny = Instrument(
        Symbol("DUST"), "", AssetClass.STOCK, "", Price(Decimal("0.01")), Quantity(Decimal(100))
    )
    character = Character(penny, Price(Decimal("0.03")), 1, 1, 5, 100_000, 1)

    for quote in quotes_in(a_run(character)):
        assert quote.bid is not None
        assert quote.bid > 0
