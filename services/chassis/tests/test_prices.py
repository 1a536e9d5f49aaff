"""What the market said last, whatever order its messages came in and however often."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from proving.catalogue import quote

from chassis.prices import Prices
from events import MarketClock, MarketSnapshot, Quote, SymbolSnapshot, Trade
from vocabulary import AssetClass, ClockState, Price, Quantity, Symbol

IBM, BAC = Symbol("IBM"), Symbol("BAC")
NOON = datetime(2026, 1, 5, 17, 0, tzinfo=UTC)


@pytest.fixture
def prices() -> Prices:
    return Prices()


@pytest.fixture
def told(prices: Prices) -> list[Quote]:
    heard: list[Quote] = []
    prices.on_quote(heard.append)
    return heard


def snapshot(*quotes: Quote, last: str | None = None) -> MarketSnapshot:
    paid = Price(Decimal(last)) if last else None
    symbols = [SymbolSnapshot(quote=one, last=paid) for one in quotes]
    return MarketSnapshot(time=NOON, complete=True, symbols=symbols)


def trade(symbol: Symbol, price: str) -> Trade:
    return Trade(
        symbol=symbol, sequence=1, time=NOON, price=Price(Decimal(price)), size=Quantity(Decimal(1))
    )


def clock(time: datetime) -> MarketClock:
    return MarketClock(time=time, state=ClockState.REPLAY, speed=1, feed="csv", session_open=True)


def test_nothing_is_known_of_what_was_never_quoted(prices: Prices) -> None:
    assert prices.quote(IBM) is None
    assert prices.last(IBM) is None


def test_all_prices_are_known_once_a_complete_snapshot_was_heard_of_this_time(
    prices: Prices,
) -> None:
    part = snapshot(quote("IBM", 1)).model_copy(update={"complete": False})
    whole = snapshot(quote("IBM", 1))
    known: list[bool] = []
    for event in (clock(NOON), part, whole, part, clock(NOON.replace(hour=16)), whole):
        prices.arrived(event.name, [event])
        known.append(prices.is_complete)

    assert known == [False, False, True, True, False, True]


def test_what_a_symbol_is_was_said_in_a_complete_snapshot_and_stays(prices: Prices) -> None:
    cent, lot = Price(Decimal("0.01")), Quantity(Decimal(100))
    shown = SymbolSnapshot(
        quote=quote("IBM", 1), tick_size=cent, lot_size=lot, asset_class=AssetClass.STOCK
    )
    prices.arrived("MARKET_SNAPSHOT", [snapshot(quote("IBM", 1), quote("BAC", 1))])
    assert prices.instrument(IBM) is None

    whole = MarketSnapshot(time=NOON, complete=True, symbols=[shown])
    prices.arrived("MARKET_SNAPSHOT", [whole, snapshot(quote("IBM", 2))])

    assert prices.instrument(IBM) == (cent, lot, AssetClass.STOCK)
    assert prices.instrument(BAC) is None


def test_the_newest_quote_of_each_symbol_counts(prices: Prices, told: list[Quote]) -> None:
    first, second, other = quote("IBM", 1), quote("IBM", 2), quote("BAC", 1)

    prices.arrived("QUOTE", [first, other, second])

    assert (prices.quote(IBM), prices.quote(BAC)) == (second, other)
    assert told == [first, other, second]


def test_a_quote_that_is_old_or_known_changes_nothing_and_is_not_told(
    prices: Prices, told: list[Quote]
) -> None:
    """A book that is shown a quote twice would give its shares away twice."""
    prices.arrived("QUOTE", [quote("IBM", 5)])

    prices.arrived("QUOTE", [quote("IBM", 4), quote("IBM", 5)])
    prices.arrived("MARKET_SNAPSHOT", [snapshot(quote("IBM", 5), quote("IBM", 3))])

    assert told == [quote("IBM", 5)]


def test_a_snapshot_fills_in_what_was_missed(prices: Prices, told: list[Quote]) -> None:
    prices.arrived("MARKET_SNAPSHOT", [snapshot(quote("IBM", 9), quote("BAC", 2), last="7.50")])

    assert told == [quote("IBM", 9), quote("BAC", 2)]
    assert prices.last(IBM) == prices.last(BAC) == Decimal("7.5")


def test_the_last_trade_is_what_was_paid(prices: Prices, told: list[Quote]) -> None:
    prices.arrived("TRADE", [trade(IBM, "10"), trade(IBM, "11"), trade(BAC, "5")])
    prices.arrived("MARKET_SNAPSHOT", [snapshot(quote("IBM", 1))])

    assert (prices.last(IBM), prices.last(BAC)) == (Decimal(11), Decimal(5))
    assert told == [quote("IBM", 1)]


def test_when_time_is_taken_back_nothing_was_paid_until_somebody_says_so(prices: Prices) -> None:
    prices.arrived("MARKET_CLOCK", [clock(NOON)])
    prices.arrived("TRADE", [trade(IBM, "180"), trade(BAC, "10")])
    prices.arrived("MARKET_CLOCK", [clock(NOON), clock(NOON + timedelta(seconds=1))])
    assert prices.last(IBM) == Decimal(180)

    prices.arrived("MARKET_CLOCK", [clock(NOON - timedelta(hours=1))])
    snapshots = [snapshot(quote("IBM", 9)), snapshot(quote("BAC", 9), last="9")]
    prices.arrived("MARKET_SNAPSHOT", snapshots)

    assert (prices.last(IBM), prices.last(BAC)) == (None, Decimal(9))


def test_when_the_last_was_paid_is_known_where_it_was_said(prices: Prices) -> None:
    later = NOON + timedelta(hours=1)
    assert prices.marked_at(IBM) is None

    prices.arrived("QUOTE", [quote("IBM", 1)])
    assert prices.marked_at(IBM) == quote("IBM", 1).time
    prices.arrived("MARKET_SNAPSHOT", [snapshot(quote("IBM", 2), last="100")])
    assert prices.marked_at(IBM) is None
    prices.arrived("TRADE", [trade(IBM, "100")])
    prices.arrived("MARKET_SNAPSHOT", [snapshot(quote("IBM", 3), last="100")])
    assert prices.marked_at(IBM) == NOON
    paid = SymbolSnapshot(quote=quote("IBM", 4), last=Price(Decimal(101)), last_time=later)
    prices.arrived("MARKET_SNAPSHOT", [MarketSnapshot(time=later, complete=True, symbols=[paid])])
    assert prices.marked_at(IBM) == later
    prices.arrived("MARKET_SNAPSHOT", [snapshot(quote("IBM", 5), last="102")])
    assert prices.marked_at(IBM) is None
