"""An account's day, its peak, and its last orders, whatever comes late or goes in between."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from margin_account import ACME, OPEN, TRADER, MarginHouse

from events import OrderFilled
from risk.domain.diary import Diary
from risk.domain.limits import Limits
from risk.domain.supervising import begin_day, supervise
from risk.domain.withdrawing import pay_in, withdraw
from risk.handlers.orders import settle_hold
from vocabulary import FillId, Money, Price, Quantity, RejectionReason, Side

FALLEN = Limits(drawdown_percent_max=Decimal(10))


def dollars(amount: int) -> Money:
    return Money(Decimal(amount))


def test_what_is_taken_out_is_no_drawdown_and_hides_none() -> None:
    house = MarginHouse(10_000, limits=FALLEN)
    house.trade("buy", 10, 100)
    house.market.price[ACME] = Decimal(45)  # 9,450 of 10,000 are left

    assert withdraw(house.account, dollars(8_000)) is None

    assert house.place("buy", 1, 1) is None
    house.market.price[ACME] = Decimal(20)
    assert house.place("buy", 1, 1) is RejectionReason.DRAWDOWN_EXCEEDED


def test_what_is_paid_in_hides_no_drawdown() -> None:
    house = MarginHouse(10_000, limits=FALLEN)
    house.trade("buy", 90, 100)
    house.market.price[ACME] = Decimal(88)  # 8,920 of 10,000 are left

    pay_in(house.account, Decimal(90_000))

    assert house.place("buy", 1, 1) is RejectionReason.DRAWDOWN_EXCEEDED


@pytest.mark.parametrize(
    ("peak", "equity", "cash", "after"),
    [(100, 50, 50, 200), (100, 50, -25, 50), (100, 50, -50, 0), (0, 0, 70, 70), (90, -10, 50, 140)],
)
def test_a_peak_goes_with_what_goes_in_and_out(
    peak: int, equity: int, cash: int, after: int
) -> None:
    diary = Diary(day_start=dollars(80), peak=dollars(peak))

    diary.moved(Decimal(cash), dollars(equity))

    assert (diary.peak, diary.day_start) == (after, 80 + cash)


def test_what_was_won_between_orders_counts_for_the_drawdown() -> None:
    house = MarginHouse(10_000, limits=FALLEN)
    house.trade("buy", 100, 100)
    house.market.price[ACME] = Decimal(200)  # worth 20,000, and nobody orders anything

    assert list(supervise(house.account, OPEN, UUID(int=1))) == []

    house.market.price[ACME] = Decimal(180)
    assert house.place("buy", 1, 1) is RejectionReason.DRAWDOWN_EXCEEDED


def test_a_trade_that_is_heard_late_does_not_begin_yesterday_again() -> None:
    house = MarginHouse(10_000, limits=Limits(daily_loss_max=dollars(500)))
    begin_day(house.account, OPEN)
    house.trade("buy", 50, 100)
    house.place("sell", 10, 90)
    house.market.now = OPEN + timedelta(days=1)
    begin_day(house.account, house.market.now)
    diary, before = house.account.profile.diary, house.account.profile.diary.day
    house.market.price[ACME] = Decimal(80)
    late = OrderFilled(
        fill_id=FillId(UUID(int=1)),
        order_id=house.last,
        account_id=TRADER,
        symbol=ACME,
        side=Side.SELL,
        quantity=Quantity(Decimal(10)),
        price=Price(Decimal(90)),
        filled_quantity=Quantity(Decimal(10)),
        counterparty="market",
        market_time=OPEN,
    )

    assert list(settle_hold(house.account, late)) == []

    assert (diary.day, diary.opened, diary.day_start) == (before, {}, 10_000)


def test_what_is_heard_late_begins_yesterday_again_only_if_time_was_taken_back() -> None:
    house = MarginHouse(10_000, limits=Limits(daily_loss_max=dollars(500)))
    house.trade("buy", 50, 100)
    house.market.now = OPEN + timedelta(days=1)
    begin_day(house.account, house.market.now)
    house.market.price[ACME] = Decimal(80)
    diary = house.account.profile.diary

    list(supervise(house.account, OPEN, UUID(int=1)))
    begin_day(house.account, OPEN)  # an order of yesterday
    begin_day(house.account, house.market.now)
    assert diary.day_start == 10_000

    house.market.now = OPEN
    begin_day(house.account, OPEN)
    assert (diary.day, diary.day_start) == (OPEN.date(), 9_000)
