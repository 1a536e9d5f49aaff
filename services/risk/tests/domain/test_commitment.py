"""Orders that belong together: what they keep while any of them may still trade."""

from decimal import Decimal
from uuid import UUID

import pytest

from risk.domain.account import TradingAccount
from risk.domain.commitment import Wish
from risk.domain.hold import Exits, Hold, HoldExceeded
from risk.domain.rules import Limits
from vocabulary import (
    NO_MONEY,
    NO_SHARES,
    AccountId,
    Money,
    OrderId,
    Price,
    Quantity,
    RejectionReason,
    Side,
    Symbol,
)

ACME = Symbol("ACME")
OLD, NEW, NEWER = (OrderId(UUID(int=number)) for number in (1, 2, 3))
PROFIT, LOSS, LATER = (OrderId(UUID(int=number)) for number in (4, 5, 6))
Held = tuple[int, int]


class House:
    """An account with dollars and shares, and a short way to say what happens to its orders."""

    def __init__(self, cash: int = 10_000, shares: int = 100) -> None:
        limits = Limits(Money(Decimal(1_000_000)))
        own = {ACME: Quantity(Decimal(shares))}
        self.account = TradingAccount(AccountId(UUID(int=9)), limits, None, own)
        self.account.open(Money(Decimal(cash)))

    def ask(
        self,
        order_id: OrderId,
        terms: str,
        *,
        replaces: OrderId | None = None,
        exits: Exits | None = None,
    ) -> RejectionReason | None:
        """Place an order, written like ``buy 10 at 100 fee 1``; the reason if it is refused."""
        side, size, _, bound, *fee = terms.split()
        shares, price = Quantity(Decimal(size)), Price(Decimal(bound))
        dollars = Money(Decimal(fee[1])) if fee else NO_MONEY
        hold = Hold(order_id, ACME, Side(side), shares, price, dollars)
        broken = self.account.hold(Wish(hold, exits, replaces))
        return broken.reason if broken else None

    def trade(self, order_id: OrderId, size: int, price: int, *, is_last: bool = False) -> None:
        """An order trades, without a fee."""
        shares, dollars = Quantity(Decimal(size)), Price(Decimal(price))
        self.account.settle(order_id, shares, dollars, NO_MONEY, is_last=is_last)

    @property
    def held(self) -> Held:
        """Dollars and shares that are held."""
        return int(self.account.held_cash), int(self.account.held_shares(ACME))

    @property
    def free(self) -> Held:
        """Dollars and shares that are free."""
        return int(self.account.free_cash or 0), int(self.account.free_shares[ACME])


def exits_of(group_id: OrderId, side: Side, size: int = 0, **bounds: int) -> Exits:
    ids = {"own": group_id, "profit": PROFIT, "loss": LOSS}
    prices = {ids[name]: Price(Decimal(bound)) for name, bound in bounds.items()}
    return Exits(group_id, ACME, side, Quantity(Decimal(size)), prices)


@pytest.mark.parametrize(
    ("old", "new", "together"),
    [
        ("buy 10 at 100", "buy 10 at 101", (1010, 0)),  # the larger of the two
        ("buy 10 at 100", "buy 10 at 90", (1000, 0)),
        ("buy 10 at 100", "buy 4 at 120", (1000, 0)),
        ("buy 10 at 100", "buy 15 at 100", (1500, 0)),
        ("buy 10 at 100", "buy 50 at 30", (2200, 0)),  # all of the old one, then 40 of the new
        ("buy 10 at 100 fee 2", "buy 10 at 100 fee 3", (1003, 0)),
        ("buy 10 at 100 fee 3", "buy 10 at 100 fee 2", (1003, 0)),
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

    refused = house.account.hold(Wish(hold, replaces=OLD))

    assert (refused, house.held) == (None, (1500, 0))


def test_what_an_entry_buys_is_held_for_its_exits() -> None:
    house = House(shares=0)
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.SELL, profit=120, loss=80))

    house.trade(OLD, 4, 100)
    partly = house.held, house.free
    house.trade(OLD, 6, 100, is_last=True)
    wholly = house.held
    house.trade(PROFIT, 3, 120)
    house.account.release(LOSS)
    one_left = house.held
    house.account.release(PROFIT)

    assert partly == ((600, 4), (9000, 0))
    assert (wholly, one_left) == ((0, 10), (0, 7))
    assert (house.held, house.free) == ((0, 0), (9360, 7))


def test_exits_that_have_sold_everything_are_over_before_the_last_has_said_so() -> None:
    house = House(shares=0)
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.SELL, profit=120, loss=80))
    house.trade(OLD, 10, 100, is_last=True)

    house.trade(PROFIT, 10, 120, is_last=True)
    house.account.release(LOSS)

    assert (house.account.commitments, house.free) == ([], (10_200, 0))


def test_exits_cannot_trade_more_than_their_entry_did() -> None:
    house = House()
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.SELL, profit=120))
    house.trade(OLD, 4, 100)

    with pytest.raises(HoldExceeded):
        house.trade(PROFIT, 5, 120)


def test_exits_that_buy_back_hold_what_that_may_cost() -> None:
    house = House(cash=200)
    bounds = exits_of(OLD, Side.BUY, profit=90, loss=110)

    refused = house.ask(OLD, "sell 21 at 100", exits=bounds)
    house.ask(OLD, "sell 20 at 100", exits=bounds)
    before = house.held
    house.trade(OLD, 20, 100, is_last=True)
    after = house.held, house.free[0]
    house.trade(LOSS, 20, 109, is_last=True)

    assert refused is RejectionReason.BUYING_POWER_EXCEEDED
    assert before == (20 * 10, 20)
    assert after == ((20 * 110, 0), 0)
    assert house.free[0] == 20


def test_of_two_exits_that_belong_together_only_one_has_to_be_held() -> None:
    house = House(shares=10)

    house.ask(OLD, "sell 10 at 120", exits=exits_of(OLD, Side.SELL, 10, own=120, loss=80))
    held = house.held
    house.trade(OLD, 4, 120)
    house.trade(LOSS, 6, 80, is_last=True)

    assert held == (0, 10)
    assert (house.held, house.free) == ((0, 0), (10_960, 0))


def test_another_exit_may_take_the_place_of_one() -> None:
    house = House(shares=0)
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.SELL, profit=120, loss=80))
    house.trade(OLD, 10, 100, is_last=True)

    refused = house.ask(LATER, "sell 10 at 85", replaces=LOSS)
    house.account.release(LOSS)
    house.account.release(PROFIT)
    held = house.held
    house.account.release(LATER)

    assert refused is None
    assert (held, house.held) == ((0, 10), (0, 0))


def test_a_dearer_exit_needs_the_difference_and_gives_it_back_if_it_is_refused() -> None:
    house = House()
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.BUY, 10, own=100, loss=110))
    before = house.held

    house.ask(LATER, "buy 10 at 130", replaces=LOSS)
    between = house.held
    house.account.release(LATER)

    assert (before, between, house.held) == ((1100, 0), (1300, 0), (1100, 0))


def test_an_exit_keeps_its_side() -> None:
    house = House()
    house.ask(OLD, "sell 10 at 100", exits=exits_of(OLD, Side.SELL, 10, own=100, loss=90))

    house.ask(LATER, "buy 10 at 90", replaces=LOSS)

    assert house.held == (900, 10)


def test_exits_follow_the_entry_that_replaced_theirs() -> None:
    house = House(shares=0)
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.SELL, profit=120))
    house.ask(NEW, "buy 5 at 101", replaces=OLD)
    house.trade(OLD, 2, 100)

    house.account.release(OLD)
    house.trade(NEW, 3, 101, is_last=True)
    held = house.held
    house.trade(PROFIT, 5, 120, is_last=True)

    assert held == (0, 5)
    assert house.held == (0, 0)


def test_what_nobody_holds_is_not_traded_by_exits_that_are_gone() -> None:
    house = House(shares=0)
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.SELL, profit=120))
    house.account.release(PROFIT)

    house.trade(OLD, 10, 100, is_last=True)

    assert (house.held, house.free) == ((0, 0), (9000, 10))


def test_nothing_is_about_nothing() -> None:
    house = House()
    house.ask(OLD, "buy 10 at 100", exits=exits_of(OLD, Side.SELL, profit=120))
    (commitment,) = house.account.commitments

    assert commitment.side(PROFIT) is Side.SELL
    assert commitment.side(NEW) is None
    assert commitment.ended(OLD).symbol is None
    assert commitment.ended(OLD).shares == NO_SHARES
