"""Actions of which an account hears after it has booked trades of after them."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from shareholders import (
    AFTER,
    BEFORE,
    IBM,
    OPENING,
    SAID,
    check_books,
    dividend,
    fill,
    hear,
    holder,
    split,
)

from portfolio.domain.account import Account
from portfolio.domain.actions import Action
from portfolio.domain.entitlements import take_effect
from portfolio.domain.life import Winding
from portfolio.domain.trade import Fill
from portfolio.domain.winding import come_to_rest, finish, wind_up
from vocabulary import WindingPurpose


def in_the_dark(action: Action, *fills: Fill) -> Account:
    """Somebody who hears of an action when these trades are booked."""
    account = holder()
    for one in fills:
        hear(account, one)
    account.claims.actions.know([action])
    account.claims.booked = fills
    return account


def test_what_was_bought_after_a_split_is_not_split() -> None:
    old, new = fill("buy 10 at 100"), fill("buy 5 at 50", AFTER)
    account = in_the_dark(two := split(2, 1), old, new)

    tuple(take_effect(account, two))

    assert account.positions[IBM].quantity == 25
    check_books(account)


def test_nobody_is_paid_a_dividend_of_before_he_bought() -> None:
    account = in_the_dark(action := dividend("1", pays_at=None), fill("buy 10 at 100", AFTER))

    assert [*take_effect(account, action)] == []
    assert account.dividends == 0


def test_what_was_sold_since_had_earned_its_dividend() -> None:
    fills = fill("buy 10 at 100"), fill("sell 4 at 100", AFTER)
    account = in_the_dark(action := dividend("1", pays_at=None), *fills)

    tuple(take_effect(account, action))

    assert account.dividends == 10


def test_a_trade_of_today_in_a_market_that_was_taken_back_is_of_after_it() -> None:
    later = int(SAID.timestamp() * 1000) + 60_000
    account = in_the_dark(two := split(2, 1), fill("buy 10 at 100", BEFORE, made=later))

    tuple(take_effect(account, two))

    assert account.positions[IBM].quantity == 10


def test_a_trade_whose_time_nobody_knows_counts_as_it_was_heard() -> None:
    one = fill("buy 10 at 100")
    nameless = Fill(one.fill_id, one.order_id, IBM, one.side, one.quantity, one.price, "market")
    account = in_the_dark(two := split(2, 1), nameless)

    tuple(take_effect(account, two))

    assert account.positions[IBM].quantity == 20


def test_what_a_split_adds_late_was_held_when_the_next_one_came() -> None:
    first, second = split(2, 1), split(3, 1)
    account = holder(second)
    hear(account, fill("buy 10 at 100"))
    tuple(take_effect(account, second))
    earlier = Action(
        first.action_id,
        IBM,
        first.kind,
        BEFORE - timedelta(hours=1),
        first.new_shares,
        first.old_shares,
        said_at=SAID,
    )

    tuple(take_effect(account, earlier))

    assert account.positions[IBM].quantity == Decimal(60)
    check_books(account)


def test_what_an_epoch_that_is_over_traded_since_is_none_of_the_next_one_s() -> None:
    account = in_the_dark(action := dividend("1", pays_at=None), fill("buy 10 at 100", AFTER))
    wind_up(account, winding := Winding(uuid4(), WindingPurpose.RESET, OPENING))
    come_to_rest(account, winding.winding_id, fills=1)
    finish(account)

    hear(account, fill("buy 3 at 100"))
    tuple(take_effect(account, action))

    assert (account.epoch, account.dividends) == (2, 3)
