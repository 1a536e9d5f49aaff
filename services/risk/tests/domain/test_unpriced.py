"""Until all prices were named nobody is judged by what shares once cost."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from margin_account import ACME, BOLT, OPEN, MarginHouse
from simple_orders import Orders

from events import Event, OrderApproved, OrderRejected
from risk.domain.limits import Limits
from risk.domain.supervising import begin_day, supervise
from risk.domain.withdrawing import pay_in, withdraw, withdrawable
from risk.handlers.orders import admitted, check_order
from vocabulary import MarginType, Money, RejectionReason, Side

TEN = Money(Decimal(10))


def restarted(limits: Limits | None = None, margin: MarginType = MarginType.MARGIN) -> MarginHouse:
    """Somebody owes half of what BOLT has cost, and ACME has risen from 10 to 100 unseen."""
    house = MarginHouse(10_000)
    house.trade("buy", 100, 10, ACME)
    house.trade("buy", 150, 100, BOLT)
    house.account.profile.margin = margin
    house.rulebook.house = limits or Limits()
    house.market.price = {BOLT: Decimal(60)}
    house.market.is_complete = False
    return house


def hear_all(house: MarginHouse) -> None:
    house.market.price[ACME] = Decimal(100)
    house.market.is_complete = True


def ask(house: MarginHouse, side: Side, size: int = 1) -> list[Event]:
    house.made += 1
    asked = Orders(made=house.made * 100).ask(side, size, 10)
    return list(check_order(house.account, asked))


def test_nobody_is_called_or_liquidated() -> None:
    house = restarted()

    for minutes in range(60):
        assert list(supervise(house.account, OPEN + timedelta(minutes=minutes), UUID(int=1))) == []

    hear_all(house)
    assert list(supervise(house.account, OPEN, UUID(int=1))) == []
    assert house.account.profile.call is None


def test_no_day_begins_and_no_peak_is_noted() -> None:
    limits = Limits(daily_loss_max=Money(Decimal(500)), drawdown_percent_max=Decimal(10))
    house = restarted(limits, MarginType.CASH)
    diary, tomorrow = house.account.profile.diary, OPEN + timedelta(days=1)
    diary.peak = TEN
    house.market.now = tomorrow

    begin_day(house.account, tomorrow)
    ask(house, Side.SELL)
    assert (diary.day, diary.peak) == (None, 10)
    pay_in(house.account, TEN)
    assert diary.peak == 20

    hear_all(house)
    begin_day(house.account, tomorrow)
    assert diary.day_start == 13_010


def test_nothing_may_be_taken_out_on_margin() -> None:
    house = restarted()

    refused = withdraw(house.account, Money(Decimal(1)))

    assert withdrawable(house.account) == 0
    assert refused is not None
    assert "not known yet" in refused.rule
    hear_all(house)
    assert withdrawable(house.account) > 0


@pytest.mark.parametrize(
    "limits",
    [
        Limits(daily_loss_max=TEN),
        Limits(drawdown_percent_max=TEN),
        Limits(concentration_percent_max=TEN),
        Limits(position_value_max=TEN),
    ],
)
def test_opening_orders_that_depend_on_prices_wait_for_them(limits: Limits) -> None:
    for house in (restarted(), restarted(limits, MarginType.CASH)):
        assert ask(house, Side.BUY) == []

        (closing,) = ask(house, Side.SELL)
        assert isinstance(closing, OrderApproved)
        hear_all(house)
        assert len(ask(house, Side.SELL)) == 2  # the one that waited comes first


def test_a_plain_account_of_cash_waits_for_nothing() -> None:
    house = restarted(margin=MarginType.CASH)
    house.account.transfer(Decimal(10_000), None)

    (answer,) = ask(house, Side.BUY)

    assert isinstance(answer, OrderApproved)
    assert withdraw(house.account, TEN) is None


def test_who_owns_nothing_of_which_the_price_is_missing_waits_for_nothing() -> None:
    house = restarted()
    house.market.price[ACME] = Decimal(100)

    (answer,) = ask(house, Side.BUY)

    assert isinstance(answer, OrderApproved)


def test_an_order_does_not_wait_for_ever() -> None:
    house = restarted()
    ask(house, Side.BUY)
    assert list(admitted(house.account)) == []

    (answer,) = admitted(house.account, OPEN)  # it was made in 1970

    assert isinstance(answer, OrderRejected)
    assert answer.reason is RejectionReason.BUYING_POWER_EXCEEDED
    assert "not named all prices" in answer.rule
    assert house.account.profile.life.waiting == {}
