"""Bars of every interval out of trades, however late they come in."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from market_data.domain.bars import Bar
from market_data.domain.candles import REMEMBERED
from market_data.domain.ladder import Ladder
from market_data.domain.ticks import TradeTick
from market_data.domain.trading_days import NEW_YORK
from vocabulary import BarInterval, Price, Quantity, Symbol

IBM = Symbol("IBM")
NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)


def a_trade(second: float, price: str, size: str = "1") -> TradeTick:
    time = NOON + timedelta(seconds=second)
    return TradeTick(time, IBM, Price(Decimal(price)), Quantity(Decimal(size)))


def shown(bars: Sequence[Bar]) -> list[str]:
    return [
        f"{bar.interval} {bar.start:%d %H:%M}: {bar.open} {bar.high} {bar.low} {bar.close},"
        f" {bar.volume}"
        for bar in bars
    ]


def test_a_bar_is_finished_when_its_time_is_over() -> None:
    ladder = Ladder(NEW_YORK)
    for trade in (a_trade(0, "10"), a_trade(70, "12"), a_trade(310, "9")):
        ladder.add(trade)

    assert shown(ladder.finished()) == [
        "1Min 07 12:00: 10 10 10 10, 1",
        "1Min 07 12:01: 12 12 12 12, 1",
        "5Min 07 12:00: 10 12 10 12, 2",
    ]
    ladder.close_until(NOON + timedelta(minutes=30))
    assert shown(ladder.finished()) == [
        "1Min 07 12:05: 9 9 9 9, 1",
        "5Min 07 12:05: 9 9 9 9, 1",
        "15Min 07 12:00: 10 12 9 9, 3",
        "30Min 07 12:00: 10 12 9 9, 3",
    ]
    assert ladder.finished() == []


def test_bars_that_grow_show_the_last_trade() -> None:
    ladder = Ladder(NEW_YORK)
    for trade in (a_trade(0, "10"), a_trade(70, "12"), a_trade(310, "9")):
        ladder.add(trade)

    assert shown(ladder.growing()) == [
        "1Min 07 12:05: 9 9 9 9, 1",
        "5Min 07 12:05: 9 9 9 9, 1",
        "15Min 07 12:00: 10 12 9 9, 3",
        "30Min 07 12:00: 10 12 9 9, 3",
        "1Hour 07 12:00: 10 12 9 9, 3",
        "4Hour 07 12:00: 10 12 9 9, 3",
        "1Day 07 04:00: 10 12 9 9, 3",
        "1Week 07 04:00: 10 12 9 9, 3",
        "1Month 01 04:00: 10 12 9 9, 3",
        "1Year 01 05:00: 10 12 9 9, 3",
    ]


def test_a_late_trade_corrects_every_closed_bar_that_it_falls_into() -> None:
    ladder = Ladder(NEW_YORK)
    for trade in (a_trade(0, "10"), a_trade(310, "9"), a_trade(1000, "11")):
        ladder.add(trade)
    ladder.finished()

    ladder.add(a_trade(59, "20"))

    assert shown(ladder.finished()) == [
        "1Min 07 12:00: 10 20 10 20, 2",
        "5Min 07 12:00: 10 20 10 20, 2",
        "15Min 07 12:00: 10 20 9 9, 3",
    ]
    assert shown(ladder.growing())[2:4] == [
        "15Min 07 12:15: 11 11 11 11, 1",
        "30Min 07 12:00: 10 20 9 11, 4",
    ]


def test_a_bar_of_the_source_replaces_a_minute_in_all_bars() -> None:
    ladder = Ladder(NEW_YORK)
    for trade in (a_trade(0, "10"), a_trade(70, "9"), a_trade(310, "11")):
        ladder.add(trade)
    ladder.finished()
    five, seven = Price(Decimal(5)), Price(Decimal(7))

    ladder.put(Bar(IBM, NOON, five, seven, five, seven, Quantity(Decimal(100)), 0, None))

    assert shown(ladder.finished()) == [
        "1Min 07 12:00: 5 7 5 7, 100",
        "5Min 07 12:00: 5 9 5 9, 101",
    ]


def test_what_is_far_too_late_changes_nothing() -> None:
    ladder = Ladder(NEW_YORK)
    ladder.add(a_trade(REMEMBERED.total_seconds() + 120, "10"))

    ladder.add(a_trade(0, "20"))

    assert ladder.too_late == 1
    assert ladder.finished() == []


def test_when_nothing_will_come_any_more_everything_is_finished() -> None:
    ladder = Ladder(NEW_YORK)
    ladder.add(a_trade(0, "10"))

    ladder.close()

    assert [bar.interval for bar in ladder.finished()] == list(BarInterval)
    assert ladder.growing() == []


def test_a_month_without_trades_is_followed_by_one_with_them() -> None:
    ladder = Ladder(NEW_YORK)
    ladder.add(a_trade(0, "10"))
    ladder.add(a_trade(60 * 24 * 3600, "11"))

    assert [bar.interval for bar in ladder.finished()] == list(BarInterval)[:-1]
    assert shown(ladder.growing())[-1] == "1Year 01 05:00: 10 11 10 11, 2"


def test_what_an_earlier_run_knew_of_the_future_is_forgotten() -> None:
    """A replay that begins in the middle of a day that was replayed before."""
    earlier, ladder = Ladder(NEW_YORK), Ladder(NEW_YORK)
    for trade in (a_trade(0, "10"), a_trade(310, "90"), a_trade(700, "99")):
        earlier.add(trade)
    earlier.close()

    begins = NOON + timedelta(minutes=5)
    ladder.resume([bar for bar in earlier.finished() if bar.start < begins], begins)
    ladder.add(a_trade(301, "11"))

    assert shown(ladder.growing())[1:3] == [
        "5Min 07 12:05: 11 11 11 11, 1",
        "15Min 07 12:00: 10 11 10 11, 2",
    ]


def test_after_a_restart_bars_close_also_if_nobody_trades_until_then() -> None:
    """Else a week would be without a day that was over when the process was started anew."""
    earlier, ladder = Ladder(NEW_YORK), Ladder(NEW_YORK)
    earlier.add(a_trade(60, "10"))
    stored = [*earlier.finished(), *earlier.growing()]

    ladder.resume(stored, NOON + timedelta(minutes=3))
    ladder.close_until(NOON + timedelta(minutes=5))
    assert shown(ladder.finished()) == ["5Min 07 12:00: 10 10 10 10, 1"]
    ladder.add(a_trade(600, "11"))
    ladder.close_until(NOON + timedelta(minutes=15))

    assert shown(ladder.finished())[-1] == "15Min 07 12:00: 10 11 10 11, 2"
