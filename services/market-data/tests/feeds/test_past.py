"""What holds of every past that is made up, wherever it begins."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from made_up_past import FRIDAY, past

from market_data.domain.bars import MINUTE, WIDTHS, Bar, bar_end, zone_of
from market_data.domain.past.past import Past
from market_data.domain.stretch import BEGINNING, END, resampled
from market_data.domain.trading_days import NEW_YORK
from market_data.feeds.calendars import trading_days
from market_data.feeds.catalogue import instrument_of
from market_data.feeds.characters import character_of
from market_data.feeds.discovery import find_archive
from market_data.feeds.feed import FeedRefused
from market_data.settings import MarketDataSettings
from vocabulary import BarInterval, Symbol

DAY, MINUTES = BarInterval.DAY_1, BarInterval.MINUTE_1
WEEKEND = 5
DIGESTS = {
    "AAPL": "ee89c7e3ff887179f33b25ce2395483734d3536f928b46b20e508ac5d9430101",
    "BTCUSD": "4eda1b02d3d4ebc733f1666cd69721ce43ec907a72ae627be7c0e453ef8fb348",
}

few = trying(max_examples=8, deadline=None)
symbols = st.sampled_from(["AAPL", "BTCUSD", "EURUSD", "KO"])
moments = st.datetimes(datetime(2010, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def everything(one: Past, interval: BarInterval) -> list[Bar]:
    return one.bars(interval, BEGINNING, END)


def whole_days(minutes: Sequence[Bar], symbol: str) -> list[Bar]:
    return resampled(minutes, DAY, zone_of(instrument_of(Symbol(symbol)).asset_class))


@few
@given(symbols, moments, st.integers(5_000, 5_000_000))
def test_the_last_minute_closes_where_the_simulation_begins(
    symbol: str, begins: datetime, ticks: int
) -> None:
    instrument = instrument_of(Symbol(symbol))

    minutes = everything(past(symbol, begins, ticks=ticks), MINUTES)

    assert minutes[-1].close == instrument.tick_size * ticks
    assert minutes[-1].start + MINUTE <= begins
    assert minutes[0].start <= begins - timedelta(days=30)


@few
@given(symbols, moments)
def test_minutes_make_their_day_exactly(symbol: str, begins: datetime) -> None:
    one = past(symbol, begins)
    days = {bar.start: bar for bar in everything(one, DAY)}

    made = {bar.start: bar for bar in whole_days(everything(one, MINUTES), symbol)}

    assert len(made) >= 20
    assert [made[start] for start in made if start in days] == [
        days[start] for start in made if start in days
    ]
    assert len(made.keys() - days.keys()) <= 1, "only the day of the beginning is no past"


@few
@given(symbols, moments, st.sampled_from([one for one in WIDTHS if one is not MINUTES]))
def test_minutes_make_every_longer_bar_exactly(
    symbol: str, begins: datetime, interval: BarInterval
) -> None:
    one, zone = past(symbol, begins), zone_of(instrument_of(Symbol(symbol)).asset_class)
    until = begins.replace(second=0, microsecond=0)

    made = resampled(everything(one, MINUTES), interval, zone)

    ended = [bar for bar in made if bar_end(bar.start, interval, zone) <= until]
    assert everything(one, interval) == ended


@few
@given(symbols, moments, st.integers(5_000, 50_000))
def test_every_number_could_have_been_traded(symbol: str, begins: datetime, ticks: int) -> None:
    instrument = instrument_of(Symbol(symbol))
    one = past(symbol, begins, ticks=ticks)

    for bar in [*everything(one, MINUTES)[::50], *everything(one, DAY)]:
        for price in (bar.open, bar.high, bar.low, bar.close):
            assert price > 0
            assert price % instrument.tick_size == 0
        assert bar.volume % (instrument.lot / 100) == 0
        assert bar.trades > 0
        assert bar.turnover is not None
        assert bar.low * bar.volume <= bar.turnover <= bar.high * bar.volume


@few
@given(moments, st.data())
def test_a_part_of_it_is_the_same_as_the_whole(begins: datetime, data: st.DataObject) -> None:
    whole = everything(past("KO", begins), MINUTES)
    places = st.integers(0, len(whole) - 1)
    first, until = sorted((data.draw(places), data.draw(places)))

    one, other = past("KO", begins), past("KO", begins)
    everything(other, MINUTES)  # it remembers some of it

    for some in (one, other):
        assert some.bars(MINUTES, whole[first].start, whole[until].start) == whole[first:until]
    assert other.bars(MINUTES, BEGINNING, whole[0].start) == []
    assert other.bars(DAY, BEGINNING, everything(one, DAY)[0].start) == []


@pytest.mark.parametrize("symbol", ["AAPL", "BTCUSD", "EURUSD"])
def test_days_are_those_of_the_instruments_calendar(symbol: str) -> None:
    zone = zone_of(instrument_of(Symbol(symbol)).asset_class)
    days = [bar.start.astimezone(zone).date() for bar in everything(past(symbol), DAY)]

    every = [days[0] + timedelta(days=n) for n in range((FRIDAY.date() - days[0]).days)]
    traded = {
        "AAPL": [on for on in every if trading_days().day(on) is not None],
        "BTCUSD": every,
        "EURUSD": [on for on in every if on.weekday() < WEEKEND],
    }
    assert days == traded[symbol]
    assert days[0] <= date(2020, 1, 3)


def test_minutes_are_those_of_the_session() -> None:
    """The day after Thanksgiving is a half day."""
    begins = datetime(2024, 12, 2, 12, tzinfo=UTC)
    minutes = everything(past("AAPL", begins), MINUTES)

    friday = [bar for bar in minutes if bar.start.date() == date(2024, 11, 29)]
    assert [f"{bar.start.astimezone(NEW_YORK):%H:%M}" for bar in (friday[0], friday[-1])] == [
        "09:30",
        "12:59",
    ]
    assert not [bar for bar in minutes if bar.start.date() == date(2024, 11, 28)]
    assert minutes[-1] == friday[-1]


def test_days_that_are_taken_have_no_bars_and_all_else_stays() -> None:
    whole, thursday = past("AAPL"), date(2025, 1, 2)
    lacking = past("AAPL", taken=[thursday])

    for interval in (MINUTES, DAY):
        expected = [bar for bar in everything(whole, interval) if bar.start.date() != thursday]
        assert len(expected) < len(everything(whole, interval))
        assert everything(lacking, interval) == expected


@pytest.mark.parametrize("symbol", list(DIGESTS))
def test_the_same_seed_makes_the_same_bytes_on_every_machine(symbol: str) -> None:
    digest = sha256()
    for interval in (MINUTES, DAY):
        for bar in everything(past(symbol), interval):
            digest.update(f"{bar}\n".encode())

    assert digest.hexdigest() == DIGESTS[symbol]


def test_another_seed_makes_another_past() -> None:
    one, other = (everything(past("KO", seed=seed), DAY) for seed in (1, 2))

    assert one[-1].open != other[-1].open


async def test_there_is_no_made_up_past_beside_what_was_recorded() -> None:
    given = MarketDataSettings.model_validate(
        {"port": 8102, "rabbitmq_password": "test", "feed": "csv"}
    )
    with pytest.raises(FeedRefused) as refused:
        async with find_archive("simulator")(given):
            pass
    assert refused.value.code == "made_up"


def test_a_price_that_fell_as_far_as_it_can_stays_there() -> None:
    """Backwards, that is: a spread has to fit below it."""
    penny = character_of(Symbol("TSLA"))
    cheap = past("TSLA", ticks=1)

    least = 8 * penny.spread * penny.instrument.tick_size
    assert min(bar.low for bar in everything(cheap, DAY)) >= least
