"""When a price runs away, trading stops."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest

from market_data.domain.sessions import AlwaysOpen
from market_data.domain.simulation.characters import Character
from market_data.domain.simulation.factors import Factor
from market_data.domain.simulation.halts import Band
from market_data.domain.simulation.symbol import SimulatedSymbol
from market_data.domain.simulation.timetable import Continuous, ExchangeTimetable, Timetable
from market_data.domain.ticks import BandTick, DepthTick, QuoteTick, StatusTick, Tick, TradeTick
from market_data.domain.trading_days import TradingDays
from market_data.feeds.characters import character_of
from vocabulary import Auction, InstrumentStatus, Symbol

OPENS = datetime(2025, 1, 6, 14, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TSLA, BTC = character_of(Symbol("TSLA")), character_of(Symbol("BTCUSD"))
ALWAYS = Continuous(AlwaysOpen())


def a_run(
    character: Character, begins: datetime, lasts: timedelta, seed: int, timetable: Timetable
) -> list[Tick]:
    factors = {
        load.factor: Factor(begins, Random(f"{seed} {load.factor}"))  # noqa: S311
        for load in character.loads
    }
    gap, dice = timedelta(seconds=30), Random(seed)  # noqa: S311
    symbol = SimulatedSymbol(character, gap, timetable, factors, dice)
    ticks = symbol.begin(begins)
    while symbol.due < begins + lasts:
        ticks.extend(symbol.step())
    return ticks


def statuses_in(ticks: list[Tick]) -> list[StatusTick]:
    return [tick for tick in ticks if isinstance(tick, StatusTick)]


@pytest.fixture(scope="module")
def turmoil() -> list[Tick]:
    """As much in a day as usually happens in months."""
    wild = replace(TSLA, hours_per_year=TSLA.hours_per_year // 100)
    return a_run(wild, OPENS, timedelta(days=1), 1, ALWAYS)


def test_a_band_holds_a_price_for_five_minutes_and_tells_which_way_it_was_left() -> None:
    band = Band(character_of(Symbol("IBM")))
    band.renew(10_000, OPENS)

    assert (band.low, band.high) == (9_500, 10_500)
    assert "up by more than 5 % within 5 minutes" in band.broken_by(10_501)
    assert "down" in band.broken_by(9_499)
    assert [band.is_old(OPENS + n * MINUTE) for n in (4, 5)] == [False, True]


def test_what_moves_more_has_a_wider_band() -> None:
    band = Band(TSLA)
    band.renew(100, OPENS)

    assert (band.low, band.high) == (93, 107)


def test_a_halt_lasts_five_minutes_and_ends_with_an_auction(turmoil: list[Tick]) -> None:
    told = statuses_in(turmoil)[1:]  # the first is told at the start
    statuses = told[: len(told) // 3 * 3]  # it may end in the midst of a halt
    kinds = [tick.status for tick in statuses]

    assert len(kinds) >= 9
    assert kinds == ["halted", "opening_auction", "trading"] * (len(kinds) // 3)
    for halted, called in list(pairwise(statuses))[::3]:
        assert called.time - halted.time == 5 * MINUTE
        assert "by more than 7 %" in (halted.reason or "")
        assert called.reason == "trading goes on with an auction"
    for called, trading in list(pairwise(statuses))[1::3]:
        assert trading.time - called.time == MINUTE
        assert trading.reason is None


def test_during_a_halt_there_is_nothing_to_trade_with(turmoil: list[Tick]) -> None:
    n = next(
        n
        for n, tick in enumerate(turmoil)
        if isinstance(tick, StatusTick) and tick.status is InstrumentStatus.HALTED
    )
    lifted, quote, depth, called, no_quote, no_depth, cross, trading, bands, again = turmoil[
        n + 1 : n + 11
    ]

    assert lifted == BandTick(turmoil[n].time, TSLA.instrument.symbol, None, None)
    assert isinstance(quote, QuoteTick)
    assert (quote.bid, quote.ask, quote.bid_size, quote.ask_size) == (None, None, 0, 0)
    assert isinstance(depth, DepthTick)
    assert (depth.bids, depth.asks) == ((), ())
    assert isinstance(called, StatusTick)
    assert isinstance(no_quote, QuoteTick)
    assert no_quote.bid is None
    assert isinstance(no_depth, DepthTick)
    assert isinstance(cross, TradeTick)
    assert cross.auction is Auction.OPENING
    assert isinstance(trading, StatusTick)
    assert isinstance(again, QuoteTick)
    assert again.bid is not None
    assert again.bid <= cross.price <= (again.ask or 0)
    assert isinstance(bands, BandTick)
    assert (bands.low or 0) < again.bid < (bands.high or 0)


def test_bands_are_told_around_every_price_that_is_watched(turmoil: list[Tick]) -> None:
    low = high = None
    told = 0
    for tick in turmoil:
        if isinstance(tick, BandTick):
            low, high, told = tick.low, tick.high, told + 1
        elif isinstance(tick, QuoteTick) and tick.bid and tick.ask:
            assert low is not None
            assert high is not None
            assert low < (tick.bid + tick.ask) / 2 < high
            assert high / low < Decimal("1.2")
    assert told > 200


def test_where_nothing_is_halted_there_are_no_bands() -> None:
    timetable = ExchangeTimetable(TradingDays(), extended=True)
    day = a_run(TSLA, OPENS - timedelta(hours=5), timedelta(hours=15), 1, timetable)
    bands = [tick for tick in day if isinstance(tick, BandTick)]
    coins = a_run(BTC, OPENS, timedelta(hours=5), 1, ALWAYS)

    assert [one for one in coins if isinstance(one, BandTick)] == []
    assert bands[0].time == OPENS
    assert bands[-1].time == OPENS + timedelta(hours=6, minutes=29, seconds=30)
    assert (bands[-1].low, bands[-1].high) == (None, None)
    assert all(one.low and one.high for one in bands[:-1])


def test_coins_are_never_halted() -> None:
    ticks = a_run(BTC, OPENS, timedelta(days=5), 1, ALWAYS)

    assert [tick.status for tick in statuses_in(ticks)] == ["trading"]


def test_a_halt_shortly_before_the_close_ends_in_the_closing_auction() -> None:
    wild = Character(
        TSLA.instrument, TSLA.opening, TSLA.spread, TSLA.lots_min, TSLA.lots_max, 60, 2
    )
    timetable = ExchangeTimetable(TradingDays(), extended=False)
    begins = OPENS + timedelta(hours=6, minutes=22)
    seen: list[list[str]] = []
    for seed in range(60):
        ticks = a_run(wild, begins, timedelta(minutes=30), seed, timetable)
        seen.append([str(tick.status) for tick in statuses_in(ticks)])
        assert len([one for one in ticks if isinstance(one, TradeTick) and one.auction]) == sum(
            before.endswith("auction") and not after.endswith("auction")
            for before, after in pairwise(seen[-1])
        )

    assert {tuple(kinds[-2:]) for kinds in seen} == {("closing_auction", "closed")}
    assert ("halted", "closing_auction") in {tuple(kinds[-3:-1]) for kinds in seen}
    assert ("opening_auction", "closing_auction") in {tuple(kinds[-3:-1]) for kinds in seen}


def test_before_and_after_hours_nothing_is_halted() -> None:
    wild = Character(TSLA.instrument, TSLA.opening, 1, 1, 5, 60, 20)
    timetable = ExchangeTimetable(TradingDays(), extended=True)
    begins = OPENS - timedelta(hours=5)

    statuses = statuses_in(a_run(wild, begins, timedelta(hours=4), 1, timetable))

    assert [tick.status for tick in statuses] == ["trading"]
