"""What companies do to their shares shows in what is made up of them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from market_data.domain.actions import Dividend, Split
from market_data.domain.sessions import AlwaysOpen
from market_data.domain.simulation.characters import Character
from market_data.domain.simulation.factors import Factor
from market_data.domain.simulation.symbol import SimulatedSymbol
from market_data.domain.simulation.timetable import Continuous, ExchangeTimetable, Timetable
from market_data.domain.ticks import BandTick, DepthTick, QuoteTick, StatusTick, Tick, TradeTick
from market_data.domain.trading_days import TradingDays
from market_data.feeds.characters import character_of
from vocabulary import Money, Price, Quantity, Symbol

MIDNIGHT = datetime(2025, 1, 7, 5, tzinfo=UTC)
OPENS = datetime(2025, 1, 7, 14, 30, tzinfo=UTC)
GAP, HOUR = timedelta(seconds=1), timedelta(hours=1)
ALWAYS, EXCHANGE = Continuous(AlwaysOpen()), ExchangeTimetable(TradingDays(), extended=False)
AAPL, IBM = character_of(Symbol("AAPL")), character_of(Symbol("IBM"))


def split(new: int, old: int = 1) -> Split:
    return Split(Quantity(Decimal(new)), Quantity(Decimal(old)))


def dividend(cash: str) -> Dividend:
    return Dividend(Money(Decimal(cash)))


def a_symbol(character: Character = AAPL, timetable: Timetable = ALWAYS) -> SimulatedSymbol:
    begins = MIDNIGHT - HOUR
    factors = {
        load.factor: Factor(begins, Random(load.factor))  # noqa: S311
        for load in character.loads
    }
    return SimulatedSymbol(character, GAP, timetable, factors, Random(1))  # noqa: S311


def night(symbol: SimulatedSymbol, *what: Split | Dividend, hours: int = 1) -> list[list[Tick]]:
    """What is told up to midnight, at midnight, and after it."""
    before = symbol.begin(MIDNIGHT - HOUR) + up_to(symbol, MIDNIGHT)
    for one in what:
        symbol.take_effect(one)
    anew = symbol.show_anew(MIDNIGHT) if what else []
    return [before, anew, up_to(symbol, MIDNIGHT + hours * HOUR)]


def up_to(symbol: SimulatedSymbol, until: datetime) -> list[Tick]:
    ticks: list[Tick] = []
    while symbol.due < until:
        ticks += symbol.step()
    return ticks


def quotes_in(ticks: list[Tick]) -> list[QuoteTick]:
    return [tick for tick in ticks if isinstance(tick, QuoteTick) and tick.bid]


def middle(quote: QuoteTick) -> Decimal:
    return ((quote.bid or Decimal()) + (quote.ask or Decimal())) / 2


def mean(numbers: list[Decimal]) -> float:
    return float(sum(numbers) / len(numbers))


@pytest.mark.parametrize(("new", "old"), [(4, 1), (3, 2), (1, 8)])
def test_prices_go_on_where_they_were_in_new_shares(new: int, old: int) -> None:
    before, anew, after = night(a_symbol(), split(new, old))
    last = middle(quotes_in(before)[-1]) * old / new

    for quote in (quotes_in(anew)[0], *quotes_in(after)[:5]):
        assert middle(quote) == pytest.approx(last, rel=Decimal("0.001"))
        assert all(
            not price % AAPL.instrument.tick_size for price in (quote.bid, quote.ask) if price
        )
    trade = next(tick for tick in after if isinstance(tick, TradeTick))
    assert trade.price == pytest.approx(last, rel=Decimal("0.003"))


@pytest.mark.parametrize(("new", "old"), [(4, 1), (1, 2)])
def test_sizes_are_of_new_shares_and_so_is_what_trades(new: int, old: int) -> None:
    before, _, after = night(a_symbol(IBM), split(new, old))

    def shown(ticks: list[Tick]) -> float:
        return mean([quote.bid_size for quote in quotes_in(ticks)])

    def traded(ticks: list[Tick]) -> float:
        return mean([tick.size for tick in ticks if isinstance(tick, TradeTick)])

    def deep(ticks: list[Tick]) -> float:
        depths = [tick for tick in ticks if isinstance(tick, DepthTick)]
        return mean([Decimal(sum(level.size for level in depth.bids)) for depth in depths])

    for of in (shown, traded, deep):
        assert of(after) / of(before) == pytest.approx(new / old, rel=0.3)
    lot = IBM.instrument.lot
    assert all(not quote.bid_size % lot for quote in quotes_in(after))
    assert all(tick.size % 1 == 0 for tick in after if isinstance(tick, TradeTick))


def test_what_is_shown_at_midnight_is_of_midnight_and_nothing_is_halted() -> None:
    before, anew, after = night(a_symbol(), split(4), hours=6)
    unsplit = night(a_symbol(), hours=6)[2]

    bands, quote, depth = anew
    assert {tick.time for tick in anew} == {MIDNIGHT}
    assert isinstance(bands, BandTick)
    assert isinstance(quote, QuoteTick)
    assert isinstance(depth, DepthTick)
    assert (bands.low or 0) < (quote.bid or 0) < (quote.ask or 0) < (bands.high or 0)
    assert (quote.bid, quote.ask) == (depth.bids[0].price, depth.asks[0].price)
    for ticks in (before, after, unsplit):
        statuses = [tick.status for tick in ticks if isinstance(tick, StatusTick)]
        assert set(statuses) <= {"trading"}
    assert len(after) == pytest.approx(len(unsplit), rel=0.05)


def test_while_it_is_closed_nothing_is_shown_and_the_auction_is_at_the_new_price() -> None:
    symbol, unsplit = a_symbol(timetable=EXCHANGE), a_symbol(timetable=EXCHANGE)
    _, anew, after = night(symbol, split(4), hours=10)
    usual = night(unsplit, hours=10)[2]

    (opening,) = (tick for tick in after if isinstance(tick, TradeTick) and tick.auction)
    (undivided,) = (tick for tick in usual if isinstance(tick, TradeTick) and tick.auction)
    assert anew == []
    assert opening.time == undivided.time == OPENS
    assert opening.price == pytest.approx(undivided.price / 4, abs=Decimal("0.01"))
    assert opening.size == undivided.size * 4


def test_a_dividend_is_not_in_the_price_from_its_day_on() -> None:
    before, anew, _ = night(a_symbol(), dividend("2.50"))
    large = night(a_symbol(), dividend("60"))[2]

    last, first = quotes_in(before)[-1], quotes_in(anew)[0]
    assert middle(last) - middle(first) == pytest.approx(Decimal("2.5"), abs=Decimal("0.03"))
    assert not [tick for tick in large if isinstance(tick, StatusTick)]


def test_a_dividend_of_the_same_day_was_of_old_shares() -> None:
    before, anew, _ = night(a_symbol(), dividend("8"), split(4))

    expected = (middle(quotes_in(before)[-1]) - 8) / 4
    assert middle(quotes_in(anew)[0]) == pytest.approx(expected, abs=Decimal("0.02"))


def test_splits_before_the_first_tick_are_in_the_opening_price() -> None:
    symbol = a_symbol()
    for one in (split(4), split(1, 2)):
        symbol.take_effect(one)

    opening = symbol.price
    quote = quotes_in(symbol.begin(MIDNIGHT))[0]

    assert opening == AAPL.opening / 2
    assert middle(quote) == pytest.approx(opening, abs=Decimal("0.02"))


@pytest.mark.parametrize("what", [split(1_000_000), dividend("100000")])
def test_however_little_is_left_there_is_room_for_a_bid(what: Split | Dividend) -> None:
    _, anew, after = night(a_symbol(), what)

    quotes = quotes_in(anew) + quotes_in(after)
    assert len(quotes) > 1_000
    assert all(Price(Decimal()) < (one.bid or 0) < (one.ask or 0) for one in quotes)
