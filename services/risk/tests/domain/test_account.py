"""What an account can still commit, step by step: orders that stand for themselves."""

from decimal import Decimal
from uuid import UUID

import pytest

from risk.domain.account import NoHold, TradingAccount
from risk.domain.assessing import decide
from risk.domain.commitment import Wish
from risk.domain.hold import Hold, HoldExceeded
from risk.domain.limits import Limits
from risk.domain.rulebook import Rulebook
from vocabulary import (
    NO_MONEY,
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
OPENING = Money(Decimal(100_000))
ORDER, OTHER = OrderId(UUID(int=1)), OrderId(UUID(int=2))


def an_account(shares: int = 0) -> TradingAccount:
    rulebook = Rulebook(Limits(Money(Decimal(1_000_000))))
    own = {ACME: Quantity(Decimal(shares))} if shares else {}
    account = TradingAccount(AccountId(UUID(int=9)), rulebook, None, own)
    account.open(OPENING)
    return account


def a_wish(
    order_id: OrderId,
    side: Side,
    quantity: str,
    bound: str,
    *,
    fee: str = "0",
    money: str | None = None,
    replaces: OrderId | None = None,
) -> Wish:
    shares, price, dollars = Quantity(Decimal(quantity)), Price(Decimal(bound)), Money(Decimal(fee))
    amount = None if money is None else Money(Decimal(money))
    return Wish(Hold(order_id, ACME, side, shares, price, dollars, amount), replaces=replaces)


def settle(
    account: TradingAccount, quantity: str, price: str, fee: str = "0", *, is_last: bool = False
) -> None:
    shares, dollars = Quantity(Decimal(quantity)), Price(Decimal(price))
    account.settle(ORDER, shares, dollars, Money(Decimal(fee)), is_last=is_last)


def test_opening_twice_gives_cash_once() -> None:
    account = an_account()
    account.open(OPENING)

    assert account.free_cash == OPENING


def test_an_account_that_was_never_opened_may_not_trade() -> None:
    nobody = TradingAccount(AccountId(UUID(int=9)), Rulebook(Limits(OPENING)))

    broken = decide(nobody, a_wish(ORDER, Side.SELL, "1", "1"))

    assert broken is not None
    assert broken.reason is RejectionReason.ACCOUNT_UNKNOWN
    assert nobody.commitments == []


def test_a_buy_holds_its_bound_and_pays_what_it_really_cost() -> None:
    account = an_account()

    assert decide(account, a_wish(ORDER, Side.BUY, "10", "105")) is None
    held = account.held_cash, account.free_cash
    settle(account, "4", "100")
    partly = account.held_cash, account.free_cash
    settle(account, "6", "101", is_last=True)

    assert held == (1050, 98_950)
    assert partly == (630, 98_970)
    assert (account.held_cash, account.free_cash) == (0, 98_994)
    assert account.free_shares[ACME] == 10
    assert account.commitments == []


def test_a_buy_holds_its_fees_too_and_gives_back_what_they_did_not_come_to() -> None:
    account = an_account()

    decide(account, a_wish(ORDER, Side.BUY, "10", "100", fee="3"))
    held = account.held_cash, account.free_cash
    settle(account, "5", "100", "1")
    partly = account.held_cash, account.free_cash
    settle(account, "5", "100", "0.5", is_last=True)

    assert held == (1003, 98_997)
    assert partly == (502, 98_997)
    assert (account.held_cash, account.free_cash) == (0, 98_998.5)


def test_a_fee_beyond_what_was_held_for_it_is_paid_all_the_same() -> None:
    account = an_account()
    decide(account, a_wish(ORDER, Side.BUY, "10", "100", fee="1"))

    settle(account, "5", "100", "1.5")

    assert (account.held_cash, account.free_cash) == (500, 98_998.5)


def test_the_fee_of_a_sale_comes_out_of_what_it_brings() -> None:
    account = an_account(shares=5)
    decide(account, a_wish(ORDER, Side.SELL, "5", "100"))

    held = account.held_cash, account.held_shares(ACME)
    settle(account, "5", "101", "0.02", is_last=True)

    assert held == (0, 5)
    assert (account.free_cash, account.free_shares[ACME]) == (Decimal("100504.98"), 0)


def test_an_order_for_money_may_buy_more_shares_than_its_bound_promised() -> None:
    account = an_account()

    decide(account, a_wish(ORDER, Side.BUY, "9.5", "105", money="1000"))
    held = account.held_cash
    settle(account, "6", "100")
    partly = account.held_cash
    settle(account, "3.99", "100", is_last=True)

    assert (held, partly) == (1000, 400)
    assert (account.held_cash, account.free_cash) == (0, 99_001)
    assert account.free_shares[ACME] == Decimal("9.99")


def test_an_order_for_money_pays_more_fees_than_promised_from_its_money() -> None:
    account = an_account()
    decide(account, a_wish(ORDER, Side.BUY, "9.5", "105", fee="1", money="1000"))
    free = account.free_cash

    settle(account, "9", "100", "1.5")

    assert (account.free_cash, account.held_cash) == (free, Decimal("99.5"))


def test_an_order_that_trades_less_than_it_asked_for_gives_the_rest_back() -> None:
    account = an_account(shares=5)
    decide(account, a_wish(ORDER, Side.SELL, "5", "1"))

    settle(account, "2", "1", is_last=True)

    assert (account.held_shares(ACME), account.free_shares[ACME]) == (0, 3)


def test_a_sell_holds_its_shares_until_it_is_withdrawn() -> None:
    account = an_account(shares=5)

    assert decide(account, a_wish(ORDER, Side.SELL, "5", "1")) is None
    held = account.held_shares(ACME), account.free_shares[ACME]
    second = decide(account, a_wish(OTHER, Side.SELL, "1", "1"))
    account.release(ORDER)

    assert held == (5, 0)
    assert second is not None
    assert (account.held_shares(ACME), account.free_shares[ACME]) == (0, 5)


def test_what_changed_is_kept_until_it_is_saved() -> None:
    account = an_account(shares=5)
    decide(account, a_wish(ORDER, Side.SELL, "5", "1"))
    assert (account.is_changed, account.changed_shares) == (True, {ACME})
    assert account.changed_orders == {ORDER}

    account.saved()

    assert (account.is_changed, account.changed_shares) == (False, set())
    assert (account.changed_orders, account.changed_groups) == (set(), set())


def test_what_was_never_held_cannot_be_traded() -> None:
    account = an_account()
    decide(account, a_wish(ORDER, Side.BUY, "1", "1"))

    with pytest.raises(HoldExceeded):
        settle(account, "2", "1")
    with pytest.raises(NoHold):
        account.settle(OTHER, Quantity(Decimal(1)), Price(Decimal(1)), NO_MONEY, is_last=True)
    account.release(OTHER)

    assert account.held_cash == 1
