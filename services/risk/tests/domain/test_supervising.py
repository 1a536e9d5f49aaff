"""Margin calls from the first to the last: issued, met in time, or met by liquidation."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from margin_account import ACME, BOLT, OPEN, TRADER, MarginHouse

from risk.domain.assessing import decide
from risk.domain.case import Refusal
from risk.domain.commitment import Wish
from risk.domain.hold import Hold
from risk.domain.rulebook import Scope
from risk.domain.supervising import (
    CallIssued,
    CallMet,
    Close,
    Deed,
    Liquidated,
    heard,
    supervise,
)
from risk.domain.terms import Terms
from risk.domain.valuing import valuation_of
from risk.domain.withdrawing import pay_in
from vocabulary import (
    MarginCallKind,
    Money,
    OrderId,
    Price,
    Quantity,
    RejectionReason,
    Side,
)

LATER = OPEN + timedelta(minutes=15)


def review(house: MarginHouse, minutes: int = 0, seed: int = 1) -> list[Deed]:
    """Look at the account so many minutes after noon."""
    now = OPEN + timedelta(minutes=minutes)
    house.market.now = now
    return list(supervise(house.account, now, UUID(int=seed)))


def close(house: MarginHouse, asked: Close, price: int, *, whole: bool = True) -> Refusal | None:
    """Let the order service place what the house has asked for, and let it trade."""
    side = Side.SELL if asked.shares > 0 else Side.BUY
    size = Quantity(abs(asked.shares))
    hold = Hold(asked.order_id, asked.symbol, side, size, Price(Decimal(price)))
    forced = heard(house.account, asked.order_id)
    broken = decide(house.account, Wish(hold), Terms(forced=forced))
    if broken is None and whole:
        house.account.settle(
            asked.order_id, size, Price(Decimal(price)), Money(Decimal(0)), is_last=True
        )
    return broken


def in_need(price: int = 66) -> MarginHouse:
    """Twice the equity was bought at 100; at 66 dollars 3,300 are required, and 3,200 there."""
    house = MarginHouse(10_000)
    house.trade("buy", 200, 100)
    house.market.price[ACME] = Decimal(price)
    return house


def test_who_has_enough_is_asked_for_nothing() -> None:
    house = in_need(67)

    assert review(house) == []
    assert house.account.profile.call is None


def test_a_call_says_what_is_lacking_and_until_when_and_is_issued_once() -> None:
    house = in_need()

    (deed,) = review(house)

    assert isinstance(deed, CallIssued)
    assert (deed.needed.equity, deed.needed.required, deed.call.lacking) == (3_200, 3_300, 100)
    assert (deed.call.kind, deed.call.due) == (MarginCallKind.MAINTENANCE, LATER)
    assert review(house, 5) == []


def test_while_a_call_is_open_only_closing_is_allowed() -> None:
    house = in_need()
    review(house)

    assert house.place("buy", 1, 1, BOLT) is RejectionReason.BUYING_POWER_EXCEEDED
    assert house.place("sell", 10, 66) is None


@pytest.mark.parametrize("deposit", [100, 5_000])
def test_a_deposit_meets_a_call(deposit: int) -> None:
    house = in_need()
    review(house)

    pay_in(house.account, Decimal(deposit))

    assert review(house, 5) == [CallMet(liquidated=False)]
    assert review(house, 6) == []


def test_who_does_not_meet_a_call_is_liquidated_once_no_order_is_open() -> None:
    house = in_need()
    review(house)
    house.place("sell", 10, 90)
    resting = house.last

    assert review(house, 15) == [Liquidated()]
    assert house.place("sell", 1, 66) is RejectionReason.TRADING_HALTED
    assert review(house, 16) == []
    house.account.release(resting)
    (asked,) = review(house, 17)
    assert review(house, 18, seed=2) == []  # nobody has placed it yet

    assert isinstance(asked, Close)
    assert (asked.symbol, asked.shares) == (ACME, 8)  # 25 % more than is lacking, in whole shares
    assert close(house, asked, 66) is None
    assert review(house, 19) == [CallMet(liquidated=True)]
    assert house.account.position(ACME) == 192
    assert house.place("sell", 1, 66) is None


def test_what_is_owed_is_bought_back() -> None:
    house = MarginHouse(10_000)
    house.trade("sell", 200, 100)
    house.market.price[ACME] = Decimal(120)
    review(house)

    _, asked = review(house, 15)

    assert isinstance(asked, Close)
    assert asked.shares < 0
    assert close(house, asked, 120) is None
    assert review(house, 16) == [CallMet(liquidated=True)]


def test_nobody_waits_for_an_account_that_is_nearly_empty() -> None:
    house = in_need(55)

    (issued,) = review(house)
    liquidated, asked = review(house)

    assert isinstance(issued, CallIssued)
    assert issued.call.due == OPEN
    assert liquidated == Liquidated()
    assert isinstance(asked, Close)


def test_the_largest_positions_go_first_and_no_more_than_it_takes() -> None:
    house = MarginHouse(10_000)
    house.trade("buy", 150, 100)
    house.trade("buy", 50, 100, BOLT)
    house.market.price |= {ACME: Decimal(66), BOLT: Decimal(66)}
    review(house)

    assert [one.symbol for one in review(house, 15) if isinstance(one, Close)] == [ACME]

    house = MarginHouse(10_000)
    house.trade("buy", 150, 100)
    house.trade("buy", 50, 100, BOLT)
    house.market.price |= {ACME: Decimal(40), BOLT: Decimal(40)}
    review(house)
    closes = [one for one in review(house, 15) if isinstance(one, Close)]
    assert [(one.symbol, one.shares) for one in closes] == [(ACME, 150), (BOLT, 50)]


def test_an_order_that_could_not_be_placed_is_asked_for_again() -> None:
    house = in_need()
    review(house)
    _, asked = review(house, 15)
    assert isinstance(asked, Close)

    assert heard(house.account, asked.order_id)
    (again,) = review(house, 16, seed=2)

    assert isinstance(again, Close)
    assert again.order_id != asked.order_id


def test_where_trading_is_halted_nothing_is_liquidated() -> None:
    house = in_need()
    review(house)
    house.rulebook.halts = {(Scope.SYMBOL, ACME): "a rumour"}
    assert review(house, 15) == [Liquidated()]

    house.rulebook.halts = {(Scope.ACCOUNT, str(TRADER)): "somebody looks"}
    assert review(house, 16) == []

    house.rulebook.halts = {}
    assert [type(one) for one in review(house, 17)] == [Close]


def test_what_only_a_session_allows_has_to_be_gone_afterwards() -> None:
    house = MarginHouse(10_000, is_session=True)
    house.trade("buy", 350, 100)
    assert house.account.profile.leveraged
    assert review(house) == []

    house.market.is_session = False
    (issued,) = review(house, 1)
    _, asked = review(house, 16)

    assert isinstance(issued, CallIssued)
    assert (issued.call.kind, issued.call.lacking) == (MarginCallKind.OVERNIGHT, 7_500)
    assert isinstance(asked, Close)
    assert close(house, asked, 100) is None
    assert review(house, 17) == [CallMet(liquidated=True)]
    assert not house.account.profile.leveraged
    valuation = valuation_of(house.account)
    assert valuation.gross <= 2 * valuation.equity


def test_what_was_bought_over_night_and_fell_is_not_asked_for_more_than_maintenance() -> None:
    house = in_need(80)  # 16,000 of 6,000: more than twice

    assert review(house) == []


def test_an_order_of_the_house_is_forced_only_if_it_was_asked_for() -> None:
    house = in_need()
    assert not heard(house.account, OrderId(UUID(int=77)))
    review(house)

    assert not heard(house.account, OrderId(UUID(int=77)))


def test_nobody_is_supervised_before_the_account_is_open() -> None:
    house = MarginHouse(0)
    house.account.free_cash = None

    assert review(house) == []
