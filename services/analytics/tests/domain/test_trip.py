"""A round trip goes from no position to none: tables, and sums that must come out."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.domain.fill import Fill
from analytics.domain.holding import Holding
from analytics.domain.trip import RoundTrip, travelled
from vocabulary import FillId, Money, Price, Quantity, Side, Symbol, value

IBM = Symbol("IBM")
NOON = datetime(2013, 10, 7, 16, tzinfo=UTC)

SHARES = st.integers(1, 10**6).map(lambda n: Quantity(Decimal(n).scaleb(-3)))
PRICES = st.integers(1, 10**6).map(lambda n: Price(Decimal(n).scaleb(-3)))
FEES = st.integers(0, 10**4).map(lambda n: Money(Decimal(n).scaleb(-4)))
TRADES = st.lists(st.tuples(st.sampled_from(Side), SHARES, PRICES, FEES), max_size=40)


def fills(trades: str) -> list[Fill]:
    """Fills a minute apart, written like ``buy 10 5`` or ``buy 10 5 0.12`` with a fee."""
    found: list[Fill] = []
    for number, trade in enumerate(trades.split(", ")):
        side, shares, price, *fee = trade.split()
        found.append(
            Fill(
                FillId(UUID(int=number)),
                IBM,
                Side(side),
                Quantity(Decimal(shares)),
                Price(Decimal(price)),
                NOON + timedelta(minutes=number),
                NOON,
                Money(Decimal(fee[0] if fee else 0)),
            )
        )
    return found


def after(made: list[Fill]) -> tuple[list[RoundTrip], RoundTrip | None]:
    """The trips that are over, and the one under way."""
    over: list[RoundTrip] = []
    under_way: RoundTrip | None = None
    for fill in made:
        closed, last = travelled(under_way, fill)
        over += [closed] if closed else []
        under_way = last if last.quantity else None
    return over, under_way


@pytest.mark.parametrize(
    ("trades", "profits"),
    [
        ("buy 10 5, sell 10 6", ["10"]),
        ("buy 10 5 0.5, sell 10 6 0.25", ["9.25"]),
        ("sell 10 5, buy 10 6", ["-10"]),
        ("buy 10 5, buy 10 7, sell 5 8, sell 15 8", ["40"]),
        ("buy 10 5, sell 4 6, buy 4 6, sell 10 6", ["10"]),
        ("buy 10 5, sell 10 6, sell 10 6, buy 10 7", ["10", "-10"]),
        ("buy 10 5, sell 30 6 3, buy 20 5", ["9", "18"]),
    ],
)
def test_trips_and_what_they_earn(trades: str, profits: list[str]) -> None:
    over, under_way = after(fills(trades))

    assert [one.profit for one in over] == [Decimal(one) for one in profits]
    assert under_way is None


def test_a_trip_says_what_it_was() -> None:
    (trip,), _ = after(fills("sell 10 5, sell 20 6.5, buy 12 6, buy 18 5"))

    assert (trip.trip_id, trip.side, trip.fills) == (FillId(UUID(int=0)), Side.SELL, 4)
    assert (trip.shares, trip.peak, trip.quantity) == (30, 30, 0)
    assert (trip.entered, trip.exited, trip.balance) == (180, 162, 18)
    assert (trip.entry_price, trip.exit_price) == (6, Decimal("5.4"))
    assert (trip.opened_at, trip.closed_at) == (NOON, NOON + timedelta(minutes=3))
    assert trip.held_for == timedelta(minutes=3)


def test_a_fill_that_turns_the_position_around_ends_one_trip_and_begins_the_next() -> None:
    (ended,), begun = after(fills("buy 10 5, sell 15 6 1.5"))

    assert (ended.profit, ended.fees, ended.shares) == (9, 1, 10)
    assert begun is not None
    assert (begun.trip_id, begun.side, begun.quantity) == (FillId(UUID(int=1)), Side.SELL, 5)
    assert (begun.entered, begun.fees, begun.opened_at) == (30, Decimal("0.5"), ended.closed_at)


def test_a_trip_whose_time_was_taken_back_lasted_no_time() -> None:
    first, last = fills("buy 10 5, sell 10 6")

    (trip,), _ = after([last, first])

    assert trip.held_for == timedelta(0)


@given(TRADES)
def test_all_trips_together_earn_what_the_dollars_that_moved_say(
    trades: list[tuple[Side, Quantity, Price, Money]],
) -> None:
    holding, moved, made = Holding(IBM), Decimal(0), list[Fill]()
    for number, (side, shares, price, fee) in enumerate(trades):
        at = NOON + timedelta(seconds=number)
        made.append(Fill(FillId(UUID(int=number)), IBM, side, shares, price, at, NOON, fee))
        holding.trade(side, shares, price, fee)
        worth = value(shares, price)
        moved += (worth if side is Side.SELL else -worth) - fee

    over, under_way = after(made)

    of_last = under_way.balance - under_way.fees if under_way else Decimal(0)
    assert sum((one.profit for one in over), Decimal(0)) + of_last == moved
    if under_way is None:
        assert holding.realised == moved
    signed = {Side.BUY: 1, Side.SELL: -1}
    held = under_way.quantity * signed[under_way.side] if under_way else 0
    assert held == holding.quantity
    assert all(not one.quantity and one.closed_at for one in over)
