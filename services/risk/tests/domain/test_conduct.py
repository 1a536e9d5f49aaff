"""Rules about losses and habits, on an account that trades."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from margin_account import ACME, BOLT, OPEN, MarginHouse
from simple_orders import Orders

from events import OrderApproved, OrderRejected
from risk.domain.assessing import decide
from risk.domain.commitment import Wish
from risk.domain.diary import Diary
from risk.domain.estimating import estimate
from risk.domain.hold import Hold
from risk.domain.limits import Limits
from risk.domain.supervising import Breach, Close, Deed, begin_day, supervise
from risk.handlers.orders import check_order
from vocabulary import MarginType, Money, OrderId, Price, Quantity, RejectionReason, Side


def review(house: MarginHouse, minutes: int = 0) -> list[Deed]:
    """Look at the account so many minutes after noon."""
    now = OPEN + timedelta(minutes=minutes)
    return list(supervise(house.account, now, UUID(int=1)))


def test_a_limit_that_is_reached_is_said_once_a_day() -> None:
    limits = Limits(daily_loss_max=Money(Decimal(500)), drawdown_percent_max=Decimal(10))
    house = MarginHouse(10_000, limits=limits)
    assert review(house) == []
    house.trade("buy", 100, 100)
    house.market.price[ACME] = Decimal(94)

    first = review(house, 1)
    house.market.price[ACME] = Decimal(90)
    second = review(house, 2)
    third = review(house, 3)
    tomorrow = review(house, 24 * 60)

    assert first == [Breach("daily_loss", Money(Decimal(500)), Money(Decimal(600)))]
    assert second == [Breach("drawdown", Money(Decimal(1_000)), Money(Decimal(1_000)))]
    assert third == []
    assert [one.limit for one in tomorrow if isinstance(one, Breach)] == ["drawdown"]


def test_an_own_order_on_the_other_side_is_in_the_way_where_they_could_trade() -> None:
    house = MarginHouse(10_000, limits=Limits(no_wash_trades=True))
    house.trade("buy", 20, 100)
    assert house.place("buy", 1, 99) is None
    assert house.place("buy", 1, 99, BOLT) is None

    assert house.place("sell", 1, 99) is RejectionReason.WASH_TRADE
    assert house.place("sell", 1, 100) is None
    assert house.place("buy", 1, 100) is RejectionReason.WASH_TRADE


def test_an_estimate_holds_nothing() -> None:
    house = MarginHouse(10_000)
    hold = Hold(OrderId(UUID(int=5)), ACME, Side.BUY, Quantity(Decimal(1)), Price(Decimal(100)))

    case = estimate(house.account, Wish(hold)).case

    assert (case.need.cash, case.need.opened) == (100, 1)
    assert house.account.commitments == []


def test_orders_are_counted_where_there_is_a_limit() -> None:
    house = MarginHouse(10_000, limits=Limits(orders_per_minute_max=2))

    assert [house.place("buy", 1, 1) for _ in range(3)] == [
        None,
        None,
        RejectionReason.ORDER_RATE_EXCEEDED,
    ]
    house.market.now = OPEN + timedelta(minutes=1)
    assert house.place("buy", 1, 1) is None


def test_orders_that_are_refused_count_but_not_those_that_came_too_often() -> None:
    house = MarginHouse(10_000, limits=Limits(orders_per_minute_max=2))

    assert house.place("buy", 1_000, 100) is RejectionReason.BUYING_POWER_EXCEEDED
    assert house.place("buy", 1, 1) is None
    house.market.now = OPEN + timedelta(seconds=30)
    assert house.place("buy", 1, 1) is RejectionReason.ORDER_RATE_EXCEEDED
    house.market.now = OPEN + timedelta(minutes=1)
    assert [house.place("buy", 1, 1) for _ in range(3)] == [
        None,
        None,
        RejectionReason.ORDER_RATE_EXCEEDED,
    ]


def test_an_order_that_does_not_say_when_was_placed_now() -> None:
    house = MarginHouse(10_000, limits=Limits(orders_per_minute_max=2))
    asked = Orders().ask(Side.BUY, 1, 1)
    orders = [asked.model_copy(update={"order_id": OrderId(UUID(int=one))}) for one in range(3)]

    said = [type(*check_order(house.account, one)) for one in orders]

    assert said == [OrderApproved, OrderApproved, OrderRejected]


def test_what_may_be_worth_too_much_counts_what_is_held_and_what_is_open() -> None:
    house = MarginHouse(10_000, limits=Limits(position_value_max=Money(Decimal(3_000))))
    house.trade("buy", 10, 100)

    assert house.place("buy", 10, 100) is None
    assert house.place("buy", 11, 100) is RejectionReason.POSITION_TOO_LARGE
    assert house.place("sell", 10, 100) is None  # closes what is held
    assert house.place("sell", 30, 100) is None  # as many short
    assert house.place("sell", 1, 100) is RejectionReason.POSITION_TOO_LARGE
    assert house.place("buy", 30, 100, BOLT) is None


def test_a_replacement_opens_only_what_it_asks_for_beyond_the_old_one() -> None:
    house = MarginHouse(10_000)
    assert house.place("buy", 200, 100) is None
    hold = Hold(OrderId(UUID(int=50)), ACME, Side.BUY, Quantity(Decimal(200)), Price(Decimal(100)))
    more = Hold(OrderId(UUID(int=51)), ACME, Side.BUY, Quantity(Decimal(201)), Price(Decimal(100)))

    case = estimate(house.account, Wish(hold, replaces=house.last)).case

    assert (case.need.cash, case.need.opened) == (0, 0)
    assert decide(house.account, Wish(hold, replaces=house.last)) is None
    refused = decide(house.account, Wish(more, replaces=hold.order_id))
    assert refused is not None
    assert refused.reason is RejectionReason.BUYING_POWER_EXCEEDED


def test_an_account_of_cash_has_limits_too_and_no_margin_calls() -> None:
    limits = Limits(position_value_max=Money(Decimal(3_000)), concentration_percent_max=Decimal(20))
    house = MarginHouse(10_000, limits=limits)
    house.account.profile.margin = MarginType.CASH

    assert house.place("buy", 21, 100) is RejectionReason.CONCENTRATION_EXCEEDED
    assert house.place("buy", 31, 100) is RejectionReason.POSITION_TOO_LARGE
    house.trade("buy", 20, 100)
    house.market.price[ACME] = Decimal(1)
    assert house.place("sell", 20, 1) is None
    assert review(house) == []


def test_a_position_that_is_worth_nothing_frees_nothing() -> None:
    house = MarginHouse(10_000)
    house.trade("sell", 199, 100)
    house.trade("buy", 1, 1, BOLT)
    house.market.price |= {ACME: Decimal(145), BOLT: Decimal("0.00000001")}
    review(house)

    closes = [one for one in review(house, 15) if isinstance(one, Close)]

    assert [one.symbol for one in closes] == [ACME]


def test_who_starts_over_has_cash_and_nothing_else_but_what_open_orders_hold() -> None:
    house = MarginHouse(10_000)
    house.trade("buy", 50, 100)
    house.place("buy", 10, 100, BOLT)
    resting = house.last

    house.account.start_over(Money(Decimal(7_000)))

    assert (house.account.free_cash, house.account.held_cash) == (6_000, 1_000)
    assert house.account.position(ACME) == 0
    assert house.account.profile.diary.peak == 7_000
    house.account.release(resting)
    assert house.account.free_cash == 7_000


def test_a_day_begins_once_and_the_peak_only_rises() -> None:
    diary = Diary()
    for equity in (100, 120, 90):
        diary.begin(OPEN.date(), Money(Decimal(equity)))

    assert (diary.day_start, diary.peak) == (100, 120)


@pytest.mark.parametrize(
    ("later", "allowed"),
    [
        (timedelta(hours=13, minutes=29), False),  # a minute before midnight in New York
        (timedelta(hours=13, minutes=30), True),
        (timedelta(days=3), True),
    ],
)
def test_a_loss_counts_until_midnight_in_new_york(later: timedelta, *, allowed: bool) -> None:
    house = MarginHouse(10_000, limits=Limits(daily_loss_max=Money(Decimal(500))))
    begin_day(house.account, OPEN)
    house.trade("buy", 50, 100)
    house.market.price[ACME] = Decimal(90)
    assert house.place("buy", 1, 90) is RejectionReason.DAILY_LOSS_EXCEEDED
    assert house.place("sell", 1, 90) is None

    house.market.now = OPEN + later
    begin_day(house.account, house.market.now)

    answer = house.place("buy", 1, 90)
    assert answer is (None if allowed else RejectionReason.DAILY_LOSS_EXCEEDED)


@pytest.mark.parametrize(
    ("price", "refused"),
    [("189.99", True), ("190", True), ("190.01", False)],  # a twentieth of 20,000 is lost
)
def test_what_was_won_at_an_order_counts_for_the_drawdown(price: str, *, refused: bool) -> None:
    house = MarginHouse(10_000, limits=Limits(drawdown_percent_max=Decimal(5)))
    house.trade("buy", 100, 100)
    house.market.price[ACME] = Decimal(200)  # worth 20,000
    assert house.place("sell", 1, 300) is None
    house.market.price[ACME] = Decimal(price)

    answer = house.place("buy", 1, 1)

    assert answer is (RejectionReason.DRAWDOWN_EXCEEDED if refused else None)
