"""One-minute bars out of trades, in whatever order the trades come in."""

from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data.domain.bars import MINUTE, Bar, rounded_down
from market_data.domain.candles import REMEMBERED, Candles
from market_data.domain.ticks import TradeTick
from vocabulary import Money, Price, Quantity, Symbol, average_price

IBM = Symbol("IBM")
NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)
MANY_DIGITS = Context(prec=200)


def a_trade(second: float, price: str, size: str) -> TradeTick:
    time = NOON + timedelta(seconds=second)
    return TradeTick(time, IBM, Price(Decimal(price)), Quantity(Decimal(size)))


def shown(bar: Bar) -> str:
    minute = (bar.start - NOON) // MINUTE
    prices = f"{bar.open} {bar.high} {bar.low} {bar.close}"
    return f"{minute}: {prices}, {bar.volume} in {bar.trades}, {bar.vwap}"


@pytest.mark.parametrize(
    ("trades", "expected"),
    [
        ([(0, "10", "1")], []),
        ([(59.999, "10", "1"), (60, "11", "1")], ["0: 10 10 10 10, 1 in 1, 10.00000000"]),
        (
            [(1, "10", "1"), (2, "12", "2"), (3, "9", "3"), (4, "11", "4"), (60, "1", "1")],
            ["0: 10 12 9 11, 10 in 4, 10.50000000"],
        ),
        (  # within the minute, the earlier trade opens and the later one closes
            [(5, "10", "1"), (4, "12", "1"), (9, "11", "1"), (8, "13", "1"), (60, "1", "1")],
            ["0: 12 13 10 11, 4 in 4, 11.50000000"],
        ),
        (  # of the same moment, the first opens and the last closes
            [(5, "10", "1"), (5, "12", "1"), (5, "11", "1"), (60, "1", "1")],
            ["0: 10 12 10 11, 3 in 3, 11.00000000"],
        ),
        (  # late: the closed bar is finished once more
            [(1, "10", "1"), (60, "20", "1"), (2, "12", "1"), (120, "1", "1")],
            ["0: 10 12 10 12, 2 in 2, 11.00000000", "1: 20 20 20 20, 1 in 1, 20.00000000"],
        ),
        (  # late, in a minute that had no trade
            [(120, "10", "1"), (61, "12", "2")],
            ["1: 12 12 12 12, 2 in 1, 12.00000000"],
        ),
    ],
)
def test_trades_become_finished_bars(
    trades: list[tuple[float, str, str]], expected: list[str]
) -> None:
    candles = Candles()

    for trade in trades:
        candles.add(a_trade(*trade))

    assert [shown(bar) for bar in candles.finished()] == expected


def test_a_late_trade_finishes_a_bar_again_after_it_was_told() -> None:
    candles = Candles()
    candles.add(a_trade(1, "10", "1"))
    candles.add(a_trade(61, "20", "1"))
    assert [shown(bar) for bar in candles.finished()] == ["0: 10 10 10 10, 1 in 1, 10.00000000"]

    candles.add(a_trade(2, "12", "1"))

    assert [shown(bar) for bar in candles.finished()] == ["0: 10 12 10 12, 2 in 2, 11.00000000"]
    assert candles.finished() == []


def test_a_trade_that_is_far_too_late_is_counted_and_left_out() -> None:
    candles = Candles()
    candles.add(a_trade(REMEMBERED.total_seconds() + 60, "10", "1"))

    candles.add(a_trade(0, "12", "1"))
    candles.add(a_trade(60, "11", "1"))

    assert candles.too_late == 1
    assert [shown(bar) for bar in candles.finished()] == ["1: 11 11 11 11, 1 in 1, 11.00000000"]


def test_bars_are_remembered_until_they_were_told_however_long_that_takes() -> None:
    candles = Candles()
    for hour in range(4):
        candles.add(a_trade(hour * 3600, "10", "1"))

    told = [(bar.start - NOON) // timedelta(hours=1) for bar in candles.finished()]

    assert told == [0, 1, 2]


def test_a_bar_that_was_told_is_forgotten_after_a_while() -> None:
    candles = Candles()
    candles.add(a_trade(0, "10", "1"))
    candles.add(a_trade(60, "10", "1"))
    assert len(candles.finished()) == 1

    candles.add(a_trade(60 + REMEMBERED.total_seconds() + 60, "10", "1"))
    candles.add(a_trade(1, "12", "1"))

    assert candles.too_late == 1
    assert [bar.start for bar in candles.finished()] == [NOON + MINUTE]


def test_time_alone_closes_a_bar_and_nothing_else() -> None:
    candles = Candles()
    candles.add(a_trade(59, "10", "1"))
    assert candles.live is not None

    candles.close_until(NOON + timedelta(seconds=59.9))
    assert candles.live is not None
    candles.close_until(NOON + MINUTE)

    assert candles.live is None
    assert len(candles.finished()) == 1
    candles.close_until(NOON)  # time that went back closes nothing
    candles.close_until(NOON + 5 * MINUTE)
    assert candles.finished() == []


def test_a_bar_of_the_source_replaces_what_its_trades_gave() -> None:
    candles = Candles()
    candles.add(a_trade(1, "10", "1"))
    nine, twelve = Price(Decimal(9)), Price(Decimal(12))
    bar = Bar(IBM, NOON, nine, twelve, nine, twelve, Quantity(Decimal(500)), 0, None)

    candles.put(bar)

    assert candles.live is None
    assert candles.finished() == [bar]
    candles.add(a_trade(2, "20", "1"))  # late, and nobody knows the turnover
    assert [shown(one) for one in candles.finished()] == ["0: 9 20 9 12, 501 in 1, None"]


def test_a_bar_of_the_source_that_is_far_too_late_is_counted_and_left_out() -> None:
    candles = Candles()
    candles.close_until(NOON + REMEMBERED + 2 * MINUTE)
    ten = Price(Decimal(10))

    candles.put(Bar(IBM, NOON + MINUTE, ten, ten, ten, ten, Quantity(Decimal(1)), 0, None))

    assert candles.too_late == 1
    assert candles.finished() == []


def test_a_bar_that_was_stored_while_it_grew_goes_on_growing() -> None:
    before = Candles()
    before.add(a_trade(1, "10", "1"))
    before.add(a_trade(2, "12", "3"))
    assert before.live is not None
    candles = Candles()

    candles.resume([before.live], NOON + timedelta(seconds=3))
    candles.add(a_trade(30, "9", "4"))
    candles.add(a_trade(-30, "8", "1"))  # of the minute before: no matter of this bar

    assert candles.live is not None
    assert shown(candles.live) == "0: 10 12 9 9, 8 in 3, 10.25000000"


def test_a_minute_that_was_stored_is_corrected_and_not_begun_anew() -> None:
    before = Candles()
    for second, price in ((1, "10"), (59, "12"), (61, "20")):
        before.add(a_trade(second, price, "1"))
    candles = Candles()

    candles.resume(before.finished(), NOON + 2 * MINUTE)
    candles.add(a_trade(30, "9", "4"))

    assert candles.live is None
    assert [shown(bar) for bar in candles.finished()] == ["0: 10 12 9 12, 6 in 3, 9.66666667"]


prices = st.decimals(Decimal("0.01"), Decimal(999_999), places=8).map(Price)
sizes = st.decimals(Decimal("0.000000001"), Decimal(999_999), places=9).map(Quantity)
times = st.integers(0, 600).map(lambda second: NOON + timedelta(seconds=second))
trades_of_ten_minutes = st.lists(
    st.builds(TradeTick, times, st.just(IBM), prices, sizes), min_size=1, max_size=40
)


def naive(trades: list[TradeTick]) -> dict[datetime, Bar]:
    """Everything at once: sorted by time, those of the same time as they came in."""
    bars: dict[datetime, Bar] = {}
    in_order = sorted(trades, key=lambda trade: trade.time)
    for start, group in groupby(in_order, key=lambda trade: rounded_down(trade.time, MINUTE)):
        minute = list(group)
        tape = [trade.price for trade in minute]
        turnover = sum((Fraction(one.price) * Fraction(one.size) for one in minute), Fraction())
        volume = Quantity(sum((trade.size for trade in minute), Decimal()))
        exact = MANY_DIGITS.divide(Decimal(turnover.numerator), Decimal(turnover.denominator))
        first, last = tape[0], tape[-1]
        highest, lowest = max(tape), min(tape)
        bars[start] = Bar(IBM, start, first, highest, lowest, last, volume, len(tape), exact)
    return bars


@given(trades_of_ten_minutes, st.lists(times, max_size=5))
def test_bars_do_not_depend_on_how_and_when_trades_come_in(
    trades: list[TradeTick], readings: list[datetime]
) -> None:
    candles = Candles()
    told: dict[datetime, Bar] = {}
    for number, trade in enumerate(trades):
        candles.add(trade)
        if number < len(readings):
            candles.close_until(readings[number])
            told |= {bar.start: bar for bar in candles.finished()}

    candles.close_until(NOON + timedelta(hours=1))
    told |= {bar.start: bar for bar in candles.finished()}

    assert told == naive(trades)
    for bar in told.values():
        assert bar.turnover is not None
        assert bar.vwap == average_price(Money(bar.turnover), bar.volume)
