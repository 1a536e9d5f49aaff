"""Splits: nobody is the richer for them."""

from decimal import Decimal
from uuid import UUID

import pytest
from shareholders import (
    AFTER,
    BEFORE,
    EX,
    IBM,
    OPENING,
    SAID,
    check_books,
    fill,
    hear,
    held,
    holder,
    split,
)

from portfolio.domain.actions import Action
from portfolio.domain.entitlements import Done, take_effect
from portfolio.domain.lots import Queue
from vocabulary import Price, Quantity, value


def test_a_split_changes_the_shares_and_not_what_they_cost() -> None:
    account, seven = holder(), split(7, 1, "700")
    hear(account, fill("buy 10 at 700"))

    (done,) = take_effect(account, seven)

    assert held(account) == (70, 7000, 993_000)
    assert isinstance(done, Done)
    assert (done.effect.left, done.effect.cash, done.realised) == (60, 0, 0)
    check_books(account)


def test_a_fraction_of_a_whole_share_is_sold_at_what_it_last_cost() -> None:
    account = holder()
    hear(account, fill("buy 13 at 10"))

    (done,) = take_effect(account, split(1, 8, "12"))

    assert held(account) == (1, 80, 999_870 + 60)  # 0.625 shares at 96, which had cost 50
    assert isinstance(done, Done)
    assert (done.effect.left, done.effect.cash, done.realised) == (-12, 60, 10)
    check_books(account)


def test_who_owes_whole_shares_pays_for_the_fraction() -> None:
    account = holder()
    hear(account, fill("sell 13 at 10"))

    tuple(take_effect(account, split(1, 8, "12")))

    assert held(account) == (-1, -80, 1_000_130 - 60)
    check_books(account)


@pytest.mark.parametrize(("shares", "price"), [("13.5", "12"), ("13", None)])
def test_fractions_stay_where_there_were_some_or_nobody_knows_a_price(
    shares: str, price: str | None
) -> None:
    account = holder()
    hear(account, fill(f"buy {shares} at 10"))

    tuple(take_effect(account, split(1, 8, price)))

    assert account.positions[IBM].quantity == Decimal(shares) / 8
    assert account.cash == OPENING - Decimal(shares) * 10
    check_books(account)


def test_a_reverse_split_may_leave_nothing() -> None:
    account = holder()
    hear(account, fill("buy 3 at 10"))

    tuple(take_effect(account, split(1, 8, "10")))

    assert held(account) == (0, 0, OPENING)
    check_books(account)


def test_an_action_that_is_told_twice_is_done_once() -> None:
    account, four = holder(), split(4, 1)
    hear(account, fill("buy 10 at 700"))

    assert len([*take_effect(account, four), *take_effect(account, four)]) == 1
    assert account.positions[IBM].quantity == 40


def test_who_trades_after_a_split_trades_with_what_it_made() -> None:
    seven = split(7, 1, "700", said=None)  # announced, and nobody has said yet that it has come
    account = holder(seven)
    hear(account, fill("buy 10 at 700"))

    hear(account, fill("sell 35 at 110", AFTER))

    assert held(account) == (35, 3500, 993_000 + 3850)
    assert account.realised == 350
    check_books(account)


def test_what_was_bought_after_a_split_is_not_split() -> None:
    account = holder(seven := split(7, 1, "700"))
    hear(account, fill("buy 10 at 100", AFTER))

    assert [*take_effect(account, seven)] == []
    assert account.positions[IBM].quantity == 10


def test_an_order_of_today_in_a_market_that_was_taken_back_is_not_split() -> None:
    account = holder(split(7, 1, "700"))
    later = int(SAID.timestamp() * 1000) + 60_000

    hear(account, fill("buy 10 at 700", BEFORE, made=later))

    assert account.positions[IBM].quantity == 10


def test_what_was_only_announced_is_made_good_for_when_the_price_is_known() -> None:
    early = split(1, 8, said=None)
    known = Action(
        early.action_id,
        IBM,
        early.kind,
        EX,
        early.new_shares,
        early.old_shares,
        Price(Decimal(12)),
        said_at=SAID,
    )
    account = holder(early)
    hear(account, fill("buy 13 at 10"))
    hear(account, fill("buy 1 at 96", AFTER))

    tuple(take_effect(account, known))

    assert account.positions[IBM].quantity == 2
    assert account.cash == OPENING - 130 - 96 + 60
    check_books(account)


def test_of_next_to_nothing_a_reverse_split_leaves_nothing() -> None:
    account = holder(tiny := split(1, 1000))
    hear(account, fill("buy 1 at 1000000"))
    tuple(take_effect(account, tiny))

    hear(account, fill("buy 0.000000001 at 1000000"))

    assert held(account) == (Decimal("0.001"), 1_000_000, Decimal("-0.001"))
    assert account.realised == Decimal("-0.001")
    check_books(account)


def test_what_a_late_fill_brings_costs_what_was_paid_for_it() -> None:
    account = holder(seven := split(7, 1, "700"))
    hear(account, fill("buy 10 at 700"))
    tuple(take_effect(account, seven))

    hear(account, late := fill("buy 1 at 707"))

    queue = Queue()
    for step in account.steps:
        queue.take(step)
    assert [(lot.quantity, lot.cost) for lot in queue.open] == [(70, 7000), (7, 707)]
    assert queue.open[1].lot_id == late.fill_id
    assert account.trades[-1].value == value(Quantity(Decimal(1)), Price(Decimal(707)))
    assert isinstance(account.bookings[-1].booking_id, UUID)
    check_books(account)


def test_who_has_sold_everything_is_told_that_a_split_adds_nothing() -> None:
    account = holder(two := split(2, 1))
    hear(account, fill("buy 10 at 700"))
    hear(account, fill("sell 10 at 700"))

    told = [*take_effect(account, two), *take_effect(account, two)]

    assert [(one.effect.left, one.shares) for one in told if isinstance(one, Done)] == [(0, 0)]
