"""What moved most on a day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data.domain.adjustment import Adjustment
from market_data.domain.bars import EVERYWHERE, Bar
from market_data.domain.movers import Move, Since, move_of, movers
from market_data.domain.trading_days import NEW_YORK
from vocabulary import BarInterval, CorporateActionKind, Price, Quantity, Symbol

FRIDAY = datetime(2025, 1, 10, 5, tzinfo=UTC)
SATURDAY = datetime(2025, 1, 11, tzinfo=UTC)


def day(symbol: str, opened: str, close: str, volume: str = "1", start: datetime = FRIDAY) -> Bar:
    prices = Price(Decimal(opened)), Price(Decimal(close))
    size = Quantity(Decimal(volume))
    low, high = sorted(prices)
    return Bar(
        symbol=Symbol(symbol),
        start=start,
        open=prices[0],
        high=high,
        low=low,
        close=prices[1],
        volume=size,
        trades=1,
        turnover=prices[1] * size,
        interval=BarInterval.DAY_1,
    )


def zones(*moves: Move, zone: ZoneInfo = NEW_YORK) -> dict[Symbol, ZoneInfo]:
    return {move.day.symbol: zone for move in moves}


def test_a_move_is_counted_from_the_close_before() -> None:
    before = day("IBM", "7", "8", start=FRIDAY - timedelta(days=1))
    move = move_of([day("IBM", "9", "10"), before])

    assert move is not None
    assert (move.since, move.reference) == (Since.PREVIOUS_CLOSE, 8)
    assert (move.change, str(move.change_percent)) == (2, "25.0000")


def test_without_a_day_before_it_is_counted_from_the_open() -> None:
    move = move_of([day("IBM", "9", "6")])

    assert move is not None
    assert (move.since, move.reference) == (Since.OPEN, 9)
    assert (move.change, str(move.change_percent)) == (-3, "-33.3333")


def halved(at: datetime) -> Adjustment:
    return Adjustment(CorporateActionKind.SPLIT, at, Fraction(1, 2), Fraction(2))


def test_a_move_over_a_split_is_counted_in_shares_of_the_newest_day() -> None:
    before = day("IBM", "7", "8", start=FRIDAY - timedelta(days=1))
    move = move_of([day("IBM", "4", "5"), before], [halved(FRIDAY)], NEW_YORK)

    assert move is not None
    assert (move.reference, move.change, str(move.change_percent)) == (4, 1, "25.0000")


@pytest.mark.parametrize("days", [-1, 1])
def test_splits_of_other_days_do_not_matter(days: int) -> None:
    """That of Monday is known before anything is traded on Monday."""
    before = day("IBM", "7", "8", start=FRIDAY - timedelta(days=1))
    other = halved(FRIDAY + days * timedelta(days=1))

    move = move_of([day("IBM", "9", "10"), before], [other], NEW_YORK)

    assert move is not None
    assert (move.reference, move.change) == (8, 2)


def test_a_split_within_a_day_counts_on_that_day_and_not_on_the_next() -> None:
    bars = [day("X", "9", "10", start=SATURDAY + n * timedelta(days=1)) for n in (2, 1, 0)]
    within = halved(SATURDAY + timedelta(days=1, hours=5))

    on_it, next_day = move_of(bars[1:], [within]), move_of(bars, [within])

    assert on_it is not None
    assert next_day is not None
    assert (on_it.reference, next_day.reference) == (5, 10)


def test_what_was_never_traded_has_not_moved() -> None:
    assert move_of([]) is None


def test_the_largest_come_first_and_what_stood_still_is_neither() -> None:
    moves = [
        Move(day("UP", "10", "11")),
        Move(day("TOP", "1", "2")),
        Move(day("SAME", "5", "5")),
        Move(day("DOWN", "10", "9")),
        Move(day("LOW", "10", "1")),
    ]
    found = movers(moves, zones(*moves), 10)

    assert [move.day.symbol for move in found.gainers] == ["TOP", "UP"]
    assert [move.day.symbol for move in found.losers] == ["LOW", "DOWN"]
    assert [len(some) for some in (found.gainers, found.losers, found.most_active)] == [2, 2, 5]


def test_the_most_active_are_those_for_which_most_dollars_changed_hands() -> None:
    cheap, dear = day("CHEAP", "1", "1", "1000"), day("DEAR", "500", "500", "10")
    untold = replace(day("UNTOLD", "2", "2", "1500"), turnover=None)
    idle = replace(day("IDLE", "1", "1", "0"), turnover=Decimal())
    moves = [Move(one) for one in (cheap, dear, untold, idle)]

    found = movers(moves, zones(*moves), 10)

    assert [(move.day.symbol, move.turnover) for move in found.most_active] == [
        ("DEAR", 5000),
        ("UNTOLD", 3000),
        ("CHEAP", 1000),
    ]


def test_what_was_not_traded_on_the_newest_day_of_its_zone_is_left_out() -> None:
    today, old = Move(day("NEW", "1", "2")), Move(day("OLD", "1", "3", start=FRIDAY - timedelta(1)))
    coin = Move(day("BTCUSD", "1", "4", start=SATURDAY))
    of = zones(today, old) | zones(coin, zone=EVERYWHERE)

    found = movers([today, old, coin], of, 10)

    assert [move.day.symbol for move in found.gainers] == ["BTCUSD", "NEW"]


PRICES = st.decimals("0.01", "1000", places=2).map(str)


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.tuples(PRICES, PRICES)), st.integers(1, 5))
def test_whatever_moved_the_lists_are_in_order_and_apart(
    prices: dict[str, tuple[str, str]], limit: int
) -> None:
    moves = [Move(day(symbol, *both)) for symbol, both in prices.items()]
    found = movers(moves, zones(*moves), limit)

    up, down = [list(map(_growth, some)) for some in (found.gainers, found.losers)]
    assert up == sorted(up, reverse=True)
    assert down == sorted(down)
    assert all(growth > 0 for growth in up)
    assert all(growth < 0 for growth in down)
    assert max(len(up), len(down), len(found.most_active)) <= limit
    again = movers(reversed(moves), zones(*moves), limit)
    assert again == found


def _growth(move: Move) -> Decimal:
    return move.change / move.reference
