"""What may be taken out: of cash what no order holds, of a margin account what it need not keep."""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from margin_account import MarginHouse

from risk.domain.account import TradingAccount
from risk.domain.assessing import buying_power, reserved_of
from risk.domain.rulebook import Rulebook
from risk.domain.valuing import valuation_of
from risk.domain.withdrawing import withdraw, withdrawable
from vocabulary import AccountId, Money, RejectionReason, WindingPurpose

UNIT = Decimal("0.0001")
ACCOUNT = AccountId(UUID(int=1))


def house_with(cash: int, side: str, size: int, price: int) -> MarginHouse:
    """A margin account that holds, or owes, so many shares at that price."""
    house = MarginHouse(cash)
    if size:
        house.trade(side, size, price)
    return house


def test_of_an_account_of_cash_all_that_is_free_may_go() -> None:
    account = TradingAccount(ACCOUNT, Rulebook())
    account.open(Money(Decimal(100)))

    refused = withdraw(account, Money(Decimal("100.0001")))

    assert refused is not None
    assert (refused.reason, refused.free_cash) == (RejectionReason.BUYING_POWER_EXCEEDED, 100)
    assert refused.rule == (
        "100.0001 dollars were to be taken out, and 100 may be: the rest is held by open orders or"
        " required by positions"
    )
    assert withdraw(account, Money(Decimal(100))) is None
    assert (account.free_cash, account.profile.diary.peak) == (0, 0)


def test_nothing_may_go_of_an_account_that_is_not_open() -> None:
    assert withdrawable(TradingAccount(ACCOUNT, Rulebook())) == 0


def test_what_is_owed_for_a_fee_is_not_a_negative_offer() -> None:
    assert withdrawable(TradingAccount(ACCOUNT, Rulebook(), Money(Decimal("-0.01")))) == 0


WHAT = [
    # dollars, side, shares at 100, an open order for so many shares, what may go
    (10_000, "buy", 0, 0, 10_000),
    (10_000, "buy", 100, 0, 5_000),  # half of 10,000 has to stay
    (10_000, "buy", 200, 0, 0),
    (10_000, "buy", 100, 50, 2_500),  # an open order counts like what it buys
    (10_000, "sell", 100, 0, 5_000),
    (10_000, "buy", 20, 0, 8_000),  # without a loan 2,000 stay, which is what a loan takes as well
    (10_000, "buy", 10, 0, 9_000),  # without a loan 1,000
    (2_000, "buy", 10, 0, 1_000),  # so small that nothing is lent
    (1_999, "buy", 10, 0, 999),
]


@pytest.mark.parametrize(("cash", "side", "size", "more", "free"), WHAT)
def test_a_margin_account_keeps_what_its_positions_take_over_night(
    cash: int, side: str, size: int, more: int, free: int
) -> None:
    house = house_with(cash, side, size, 100)
    if more:
        assert house.place("buy", more, 100) is None

    assert withdrawable(house.account) == free


@given(
    cash=st.integers(100, 20_000),
    side=st.sampled_from(["buy", "sell"]),
    size=st.integers(0, 100),
    price=st.integers(1, 30),
    mark=st.integers(1, 60),
)
def test_what_is_left_suffices_and_a_unit_less_would_not(
    cash: int, side: str, size: int, price: int, mark: int
) -> None:
    house = MarginHouse(cash)
    if size and house.place(side, size, price) is None:
        house.fill(size, price)
        house.market.price |= dict.fromkeys(house.account.free_shares, Decimal(mark))
    account = house.account
    free = withdrawable(account)

    dear = withdraw(account, Money(free + UNIT))
    fine = withdraw(account, free) if free else None

    terms, left = account.rulebook.margin, valuation_of(account)
    assert dear is not None
    assert fine is None
    if free:
        exposed = left.gross + reserved_of(account)
        below = left.equity - UNIT
        assert buying_power(account, outlives=True) >= 0
        assert left.equity >= left.maintenance(terms)
        times = terms.times(Money(below), is_session=False)
        assert below * times < exposed or below < left.maintenance(terms)


@pytest.mark.parametrize(
    ("purpose", "said"),
    [
        (WindingPurpose.RESET, "the account is being reset"),
        (WindingPurpose.CLOSE, "the account is being closed"),
    ],
)
def test_nothing_may_go_of_an_account_that_is_wound_up(purpose: WindingPurpose, said: str) -> None:
    account = MarginHouse(100).account
    account.profile.life.wind_up(UUID(int=1), purpose)

    refused = withdraw(account, Money(Decimal(1)))
    account.end()
    closed = withdraw(account, Money(Decimal(1)))

    assert refused is not None
    assert closed is not None
    assert (refused.reason, refused.rule) == (RejectionReason.TRADING_HALTED, said)
    assert (closed.reason, closed.rule) == (RejectionReason.ACCOUNT_CLOSED, "the account is closed")


def test_what_fills_have_brought_that_are_not_booked_yet_may_not_go() -> None:
    """Nobody has looked whether it is settled."""
    account = TradingAccount(ACCOUNT, Rulebook())
    account.open(Money(Decimal(100)))
    account.profile.life.fills = 3

    early = withdraw(account, Money(Decimal(1)), 2)

    assert early is not None
    assert early.rule == "trades of the account are being booked just now; ask again in a moment"
    assert account.free_cash == 100
    assert withdraw(account, Money(Decimal(1)), 3) is None
    assert withdraw(account, Money(Decimal(1))) is None
