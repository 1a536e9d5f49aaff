"""Golden instances of what the market says; see :mod:`events.examples`."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import events
from vocabulary import (
    BarInterval,
    ClockState,
    InstrumentStatus,
    Price,
    Quantity,
    SessionPhase,
    Symbol,
)

IBM = Symbol("IBM")
NOON = datetime(2013, 10, 7, 16, 0, tzinfo=UTC)
_NOON = 1_381_161_600_000_000
_RUN = UUID("0191e0a4-7d00-7000-8000-000000000111")


def price(text: str) -> Price:
    """Dollars per share."""
    return Price(Decimal(text))


def shares(text: str) -> Quantity:
    """Shares."""
    return Quantity(Decimal(text))


QUOTE = events.Quote(
    symbol=IBM,
    sequence=4711,
    time=NOON,
    bid=price("182.01"),
    bid_size=shares("300"),
    ask=price("182.03"),
    ask_size=shares("200"),
)
SAID: tuple[events.Event, ...] = (
    QUOTE,
    events.Trade(symbol=IBM, sequence=4712, time=NOON, price=price("182.02"), size=shares("100")),
    events.Depth(
        symbol=IBM,
        sequence=4713,
        time=NOON,
        bids=[events.BookLevel(price=price("182"), size=shares("300"))],
        asks=[events.BookLevel(price=price("182.02"), size=shares("500"))],
    ),
    events.InstrumentStatusShown(
        symbol=IBM,
        time=NOON,
        status=InstrumentStatus.HALTED,
        reason="the price moved by more than 5 % in five minutes",
    ),
    events.Bar(
        symbol=IBM,
        interval=BarInterval.MINUTE_1,
        start=NOON,
        open=price("182.02"),
        high=price("182.1"),
        low=price("181.98"),
        close=price("182.05"),
        volume=shares("12400"),
        trades=87,
        vwap=price("182.0431"),
        closed=True,
    ),
    events.MarketSnapshot(
        time=NOON,
        complete=False,
        symbols=[events.SymbolSnapshot(quote=QUOTE, last=price("182.02"))],
    ),
    events.MarketClock(
        time=NOON,
        state=ClockState.REPLAY,
        speed=60,
        feed="csv 2013-10-07",
        session_open=True,
        phase=SessionPhase.REGULAR,
        exchange_phase=SessionPhase.REGULAR,
        next_open=NOON.replace(day=8, hour=13, minute=30),
        next_close=NOON.replace(hour=20),
    ),
    events.OrderBook(
        symbol=IBM,
        sequence=17,
        bids=[events.BookLevel(price=price("181.5"), size=shares("20"))],
        asks=[],
    ),
    events.TapeWritten(
        run=_RUN,
        number=4711,
        time=_NOON + 20_000,
        items=[
            ["s", "IBM", _NOON, "trading"],
            ["p", "IBM", _NOON, "regular"],
            ["n", "IBM", _NOON, 17_290_000_000, 19_110_000_000],
            ["q", "IBM", _NOON, 18_201_000_000, 300 * 10**9, 18_203_000_000, 200 * 10**9],
            ["d", "IBM", _NOON, [[18_201_000_000, 300 * 10**9]], []],
            ["t", "IBM", _NOON + 15_000, 18_202_000_000, 100 * 10**9, ""],
        ],
    ),
)
"""What it says, and what our traders add to it."""
