"""First in, first out: tables for the arithmetic, and share by share for everything else."""

from collections import deque
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.lots import LotsDisagree, Move, Queue, Resize
from portfolio.domain.position import Position
from vocabulary import Money, Price, Quantity, Symbol, value

IBM = Symbol("IBM")
Naive = tuple[dict[int, list[Fraction]], dict[tuple[int, int], list[Fraction]]]

MOVES = st.integers(-12, 12).filter(bool).map(Decimal)
FINE = st.integers(-(10**9), 10**9).filter(bool).map(lambda n: Decimal(n).scaleb(-4))
PRICES = st.integers(1, 10**9).map(lambda n: Decimal(n).scaleb(-5))
TRADES = st.lists(st.tuples(MOVES, st.integers(1, 500).map(Decimal)), max_size=20)
FINE_TRADES = st.lists(st.tuples(FINE, PRICES), max_size=20)


def moves(trades: list[tuple[Decimal, Decimal]]) -> list[Move]:
    """What bookings 1, 2, 3 … did to a position, each of shares at a price."""
    held, found = Decimal(0), list[Move]()
    for number, (moved, price) in enumerate(trades, start=1):
        paid = value(Quantity(moved), Price(price))
        move = Move(UUID(int=number), number, 1, IBM, Quantity(held), Quantity(moved), paid)
        found.append(move)
        held += moved
    return found


def queue_of(trades: list[tuple[Decimal, Decimal]]) -> Queue:
    queue = Queue()
    for move in moves(trades):
        queue.take(move)
    return queue


def parsed(trades: str) -> list[tuple[Decimal, Decimal]]:
    pairs = (trade.split("@") for trade in trades.split())
    return [(Decimal(moved), Decimal(price)) for moved, price in pairs]


@pytest.mark.parametrize(
    ("trades", "left", "closed"),
    [
        ("10@5", "1:10@50", ""),
        ("10@5 30@7", "1:10@50 2:30@210", ""),
        ("10@5 30@7 -4@8", "1:6@30 2:30@210", "3<1:4 20 32"),
        ("10@5 30@7 -15@8", "2:25@175", "3<1:10 50 80 3<2:5 35 40"),
        ("10@5 30@7 -40@8", "", "3<1:10 50 80 3<2:30 210 240"),
        ("10@5 -15@6", "2:-5@-30", "2<1:10 50 60"),
        ("-10@5", "1:-10@-50", ""),
        ("-10@5 4@3", "1:-6@-30", "2<1:-4 -20 -12"),
        ("-10@5 -10@7 15@4", "2:-5@-35", "3<1:-10 -50 -40 3<2:-5 -35 -20"),
        ("-10@5 15@4", "2:5@20", "2<1:-10 -50 -40"),
        ("3@3.3333 -1@4", "1:2@6.6666", "2<1:1 3.3333 4"),
        ("3@0.3333 -1@1 -1@1 -1@1", "", "2<1:1 0.3333 1 3<1:1 0.3333 1 4<1:1 0.3333 1"),
    ],
)
def test_what_came_first_goes_first(trades: str, left: str, closed: str) -> None:
    queue = queue_of(parsed(trades))

    lots = (
        f"{one.number}:{one.quantity.normalize():f}@{one.cost.normalize():f}" for one in queue.open
    )
    gone = (
        f"{one.number}<{one.lot_id.int}:{one.quantity.normalize():f}"
        f" {one.cost.normalize():f} {one.proceeds.normalize():f}"
        for one in queue.closings
    )
    assert " ".join(lots) == left
    assert " ".join(gone) == closed


def test_what_a_lot_earned_is_without_fees() -> None:
    (closing,) = queue_of(parsed("10@5 -4@7")).closings

    assert closing.realised == 8


@given(FINE_TRADES)
def test_lots_agree_with_the_position_and_account_for_every_dollar(
    trades: list[tuple[Decimal, Decimal]],
) -> None:
    position, queue = Position(IBM), Queue()

    for move in moves(trades):
        position.trade(move.moved, move.paid)
        queue.take(move)

        cost = sum((one.cost for one in queue.open), Decimal(0))
        earned = sum((one.realised for one in queue.closings), Decimal(0))
        assert sum(one.quantity for one in queue.open) == position.quantity
        assert cost - earned == position.cost - position.realised
        assert all(one.quantity * position.quantity > 0 for one in queue.open)
        assert all(one.cost * one.quantity >= 0 for one in queue.open)
    assert {one.lot_id for one in queue.open} <= queue.opened.keys()
    assert queue.touched == {}


@given(TRADES)
def test_lots_agree_with_counting_every_single_share(
    trades: list[tuple[Decimal, Decimal]],
) -> None:
    queue = queue_of(trades)

    left, gone = _one_by_one(trades)
    assert {one.number: [Fraction(one.quantity), Fraction(one.cost)] for one in queue.open} == left
    assert {
        (one.number, one.lot_id.int): [
            Fraction(one.quantity),
            Fraction(one.cost),
            Fraction(one.proceeds),
        ]
        for one in queue.closings
    } == gone


def _one_by_one(trades: list[tuple[Decimal, Decimal]]) -> Naive:
    """Every share is a thing of its own, in a row, with the number and price it came at."""
    row: deque[tuple[int, int, Fraction]] = deque()
    gone: dict[tuple[int, int], list[Fraction]] = {}
    for number, (moved, price) in enumerate(trades, start=1):
        way = 1 if moved > 0 else -1
        for _ in range(abs(int(moved))):
            if row and row[0][1] != way:
                first, sign, cost = row.popleft()
                sums = gone.setdefault((number, first), [Fraction(0)] * 3)
                parts = (Fraction(sign), sign * cost, sign * Fraction(price))
                sums[:] = [one + part for one, part in zip(sums, parts, strict=True)]
            else:
                row.append((number, way, Fraction(price)))
    left: dict[int, list[Fraction]] = {}
    for number, way, price in row:
        sums = left.setdefault(number, [Fraction(0)] * 2)
        sums[:] = [sums[0] + way, sums[1] + way * price]
    return left, gone


def test_a_part_of_the_lots_is_enough_to_close_no_more_than_it_holds() -> None:
    everything = moves(parsed("10@5 30@7 5@9 -15@8"))
    whole, part = Queue(), Queue()
    for move in everything[:3]:
        whole.take(move)
    for move in everything[:2]:
        part.take(move)

    whole.take(everything[3])
    part.take(everything[3])

    assert part.closings == whole.closings


def test_what_moves_no_shares_leaves_lots_alone() -> None:
    queue, none = queue_of(parsed("10@5")), Quantity(Decimal(0))

    queue.take(Move(UUID(int=9), 9, 1, IBM, Quantity(Decimal(10)), none, Money(none)))

    assert [(one.number, one.quantity) for one in queue.open] == [(1, 10)]
    assert queue.closings == []


def test_what_was_there_before_is_told_from_what_is_new() -> None:
    first, second, third = moves(parsed("10@5 -4@6 -9@7"))
    before = Queue()
    before.take(first)

    queue = Queue(before.open)
    queue.take(second)
    queue.take(third)

    assert {one.number: one.quantity for one in queue.touched.values()} == {1: 0}
    assert {one.number: one.quantity for one in queue.opened.values()} == {3: -3}


def test_more_than_there_is_cannot_leave() -> None:
    queue = queue_of(parsed("10@5"))
    too_much = Move(
        UUID(int=9), 9, 1, IBM, Quantity(Decimal(11)), Quantity(Decimal(-11)), Money(Decimal(-55))
    )

    with pytest.raises(LotsDisagree, match="booking 9"):
        queue.take(too_much)


@pytest.mark.parametrize(
    ("trades", "held", "becomes", "left"),
    [
        ("10@5 30@7", "40", "80", "1:20@50 2:60@210"),
        ("-10@5 -30@7", "-40", "-80", "1:-20@-50 2:-60@-210"),
        ("1@5 1@6 1@7", "3", "1", "1:0.333333333@5 2:0.333333334@6 3:0.333333333@7"),
        ("0.000000001@5000 1@6", "1.000000001", "0.1", "2:0.1@6"),
        ("1@6 0.000000001@500000000", "1.000000001", "0.1", "1:0.1@6.5"),
        ("0.000000001@500000000 1@6", "1.000000001", "0.1", "2:0.1@6.5"),
    ],
)
def test_a_split_gives_each_lot_its_part(trades: str, held: str, becomes: str, left: str) -> None:
    queue = queue_of(parsed(trades))

    queue.take(Resize(IBM, Quantity(Decimal(held)), Quantity(Decimal(becomes))))

    lots = (
        f"{one.number}:{one.quantity.normalize():f}@{one.cost.normalize():f}" for one in queue.open
    )
    assert " ".join(lots) == left


@given(FINE_TRADES, st.integers(1, 10**6), st.integers(1, 1000))
def test_a_split_changes_neither_what_there_is_nor_what_it_cost(
    trades: list[tuple[Decimal, Decimal]], times: int, of: int
) -> None:
    queue = queue_of(trades)
    held = sum((one.quantity for one in queue.open), Decimal(0))
    cost = sum((one.cost for one in queue.open), Decimal(0))
    becomes = (held * times / of).quantize(Decimal("1e-9"))
    if not becomes:
        return

    queue.take(Resize(IBM, Quantity(held), Quantity(becomes)))

    assert sum(one.quantity for one in queue.open) == becomes
    assert sum(one.cost for one in queue.open) == cost
    assert all(one.quantity * held > 0 for one in queue.open)
    assert all(one.cost == 0 for one in queue.opened.values() if not one.quantity)


def test_a_split_of_something_else_than_the_lots_is_refused() -> None:
    queue = queue_of(parsed("10@5"))

    with pytest.raises(LotsDisagree, match="9 shares"):
        queue.take(Resize(IBM, Quantity(Decimal(9)), Quantity(Decimal(18))))
