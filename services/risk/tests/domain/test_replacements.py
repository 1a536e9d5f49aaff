"""Orders in the place of others: what both keep while either may still trade."""

from decimal import Decimal

import pytest
from one_account import ACME, NEW, NEWER, OLD, Held, House, exits_of

from risk.domain.assessing import decide
from risk.domain.commitment import Wish
from risk.domain.hold import Hold
from vocabulary import Money, Price, Quantity, RejectionReason, Side


@pytest.mark.parametrize(
    ("old", "new", "together"),
    [
        ("buy 10 at 100", "buy 10 at 101", (1010, 0)),  # the larger of the two
        ("buy 10 at 100", "buy 10 at 90", (1000, 0)),
        ("buy 10 at 100", "buy 4 at 120", (1000, 0)),
        ("buy 10 at 100", "buy 15 at 100", (1500, 0)),
        ("buy 10 at 100", "buy 50 at 30", (2200, 0)),  # all of the old one, then 40 of the new
        ("buy 10 at 100 fee 2", "buy 10 at 100 fee 3", (1005, 0)),  # both may have to pay
        ("sell 10 at 100 fee 2", "sell 10 at 100 fee 3", (0, 10)),  # from what they bring
        ("sell 10 at 100", "sell 10 at 1", (0, 10)),
        ("sell 10 at 100", "sell 4 at 100", (0, 10)),
        ("sell 10 at 100", "sell 15 at 200", (0, 15)),
    ],
)
def test_a_replacement_needs_only_what_the_other_does_not_hold(
    old: str, new: str, together: Held
) -> None:
    house = House()

    house.ask(OLD, old)
    alone = house.held
    house.ask(NEW, new, replaces=OLD)
    both = house.held
    house.account.release(NEW)

    assert both == together
    assert house.held == alone


def test_who_has_nothing_left_may_still_ask_for_less() -> None:
    house = House(cash=1000)
    house.ask(OLD, "buy 10 at 100")

    assert house.ask(NEW, "buy 10 at 101", replaces=OLD) is RejectionReason.BUYING_POWER_EXCEEDED
    assert house.ask(NEW, "buy 9 at 100", replaces=OLD) is None
    assert house.free[0] == 0


def test_a_replacement_takes_over_what_it_needs() -> None:
    house = House()
    house.ask(OLD, "buy 10 at 100")
    house.ask(NEW, "buy 12 at 90", replaces=OLD)
    house.trade(OLD, 4, 95)
    between = house.held

    house.account.release(OLD)
    after = house.held
    house.trade(NEW, 8, 90, is_last=True)

    assert between == (600 + 2 * 90, 0)
    assert after == (8 * 90, 0)
    assert (house.held, house.free) == ((0, 0), (10_000 - 4 * 95 - 8 * 90, 112))


@pytest.mark.parametrize("ends", ["filled", "canceled"])
def test_a_replacement_that_came_too_late_holds_until_it_is_refused(ends: str) -> None:
    house = House()
    house.ask(OLD, "buy 10 at 100")
    house.ask(NEW, "buy 12 at 100", replaces=OLD)
    if ends == "filled":
        house.trade(OLD, 10, 100, is_last=True)
    else:
        house.account.release(OLD)
    between = house.held[0]

    house.account.release(NEW)

    assert between == (200 if ends == "filled" else 1200)
    assert house.held == (0, 0)


def test_what_replaces_an_order_that_has_ended_is_an_order_like_any() -> None:
    house = House()

    house.ask(NEW, "buy 10 at 100", replaces=OLD)

    assert house.held == (1000, 0)


def test_a_row_of_replacements_shares_what_is_held() -> None:
    """Risk may hear of the second before it hears that the first has taken its place."""
    house = House()
    house.ask(OLD, "sell 10 at 100", exits=exits_of(OLD, Side.BUY, profit=90, loss=110))
    house.trade(OLD, 2, 100)
    house.ask(NEW, "sell 12 at 100", replaces=OLD)
    house.ask(NEWER, "sell 14 at 100", replaces=NEW)
    waiting = house.held[1]

    house.account.release(OLD)
    house.trade(NEW, 3, 100)
    between = house.held[1]
    house.account.release(NEW)
    house.trade(NEWER, 9, 100, is_last=True)

    assert (waiting, between) == (12, 9)
    assert house.held == (14 * 110, 0)


@pytest.mark.parametrize(
    ("third", "most"),
    [
        ("buy 10 at 100", 1250),
        ("buy 20 at 10", 1000 + 5 * 50 + 5 * 10),  # each of them trades, one after the other
        ("buy 20 at 60", 1000 + 10 * 60),
        ("buy 5 at 300", 1500),
        ("buy 12 at 140", 12 * 140),
    ],
)
def test_whichever_of_a_row_trade_what_is_held_is_enough(third: str, most: int) -> None:
    house = House()
    house.ask(OLD, "buy 10 at 100")
    house.ask(NEW, "buy 15 at 50", replaces=OLD)

    house.ask(NEWER, third, replaces=NEW)

    assert house.held[0] == most


@pytest.mark.parametrize("new", ["sell 5 at 100", "buy 5 at 100"])
def test_what_is_not_alike_does_not_share(new: str) -> None:
    house = House()
    house.ask(OLD, "buy 10 at 100" if new.startswith("sell") else "sell 10 at 100")

    house.ask(NEW, new, replaces=OLD)

    assert house.held == ((1000, 5) if new.startswith("sell") else (500, 10))


def test_an_order_for_money_shares_with_nobody() -> None:
    house = House()
    house.ask(OLD, "buy 10 at 100")
    hold = Hold(
        NEW, ACME, Side.BUY, Quantity(Decimal(5)), Price(Decimal(100)), money=Money(Decimal(500))
    )

    refused = decide(house.account, Wish(hold, replaces=OLD))

    assert (refused, house.held) == (None, (1500, 0))
