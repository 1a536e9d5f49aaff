"""Margin accounts: what they may open, what shorts hold, and that closing is always possible."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from margin_account import ACME, BOLT, MarginHouse

from risk.domain.assessing import buying_power, reserved_of
from risk.domain.diary import Diary, days_between
from risk.domain.margin import Claim, Valuation, reservations
from risk.domain.valuing import valuation_of
from vocabulary import Money, OrderId, Quantity, RejectionReason, Symbol

TOO_DEAR = RejectionReason.BUYING_POWER_EXCEEDED
MONDAY = datetime(2013, 10, 7, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("equity", "is_session", "outlives", "most"),
    [
        (10_000, True, False, 400),
        (10_000, True, True, 200),
        (10_000, False, False, 200),
        (2_000, True, False, 80),
        (1_999, True, False, 19),  # too small to borrow
    ],
)
@pytest.mark.parametrize("side", ["buy", "sell"])
def test_so_many_times_the_equity_may_be_opened(
    side: str, equity: int, *, is_session: bool, outlives: bool, most: int
) -> None:
    house = MarginHouse(equity, is_session=is_session)

    over = house.place(side, most + 1, 100, outlives=outlives)
    within = house.place(side, most, 100, outlives=outlives)

    assert over is TOO_DEAR
    small = equity < 2_000 and side == "sell"
    assert within is (RejectionReason.MARGIN_EXCEEDED if small else None)


@given(
    st.decimals(1, 9, places=4),
    st.decimals(-9_999, 99_999, places=4),
    st.decimals(0, 9_999, places=4),
)
def test_so_many_times_of_something_are_whole_units_of_money(
    times: Decimal, cash: Decimal, reserved: Decimal
) -> None:
    power = Valuation(Money(cash)).buying_power(times, Money(reserved))

    assert power == power.quantize(Decimal("0.0001"))
    assert abs(power - (times * cash - reserved)) < Decimal("0.0001")


def test_what_is_held_and_what_is_open_share_the_buying_power() -> None:
    house = MarginHouse(10_000)
    house.trade("buy", 100, 100)
    assert buying_power(house.account) == 10_000

    assert house.place("buy", 60, 100) is None
    assert buying_power(house.account) == 4_000
    assert house.place("sell", 40, 100, BOLT) is None  # short, in another symbol
    assert buying_power(house.account) == 0
    assert house.place("buy", 1, 1) is TOO_DEAR


def test_what_only_closes_a_position_takes_no_buying_power() -> None:
    house = MarginHouse(10_000)
    house.trade("sell", 200, 100)
    assert buying_power(house.account) == 0

    assert house.place("buy", 200, 105) is None
    assert reserved_of(house.account) == 0
    assert house.place("buy", 1, 100) is TOO_DEAR  # each share is bought back once


def test_a_sale_through_zero_reserves_what_it_sells_short() -> None:
    house = MarginHouse(10_000)
    house.trade("buy", 50, 100)

    assert house.place("sell", 80, 100) is None

    assert reserved_of(house.account) == 3_000


def test_a_short_is_worth_its_price_or_the_markets_if_that_is_more() -> None:
    house = MarginHouse(10_000)
    house.market.price[ACME] = Decimal(120)

    house.place("sell", 10, 100)

    assert reserved_of(house.account) == 1_200


def test_a_price_that_falls_takes_buying_power_away() -> None:
    house = MarginHouse(10_000)
    house.trade("buy", 150, 100)
    house.market.price[ACME] = Decimal(90)

    valuation = valuation_of(house.account)

    assert (valuation.equity, valuation.gross) == (8_500, 13_500)
    assert buying_power(house.account) == 3_500


def test_before_the_market_names_a_price_shares_are_worth_what_was_paid() -> None:
    house = MarginHouse(10_000)
    house.trade("sell", 10, 70, quoted=False)

    assert valuation_of(house.account).equity == 10_000
    assert valuation_of(house.account).gross == 700


@given(
    position=st.integers(-50, 50),
    claims=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6),
)
def test_all_that_is_open_reserves_what_it_opens_and_nothing_for_what_it_closes(
    position: int, claims: list[tuple[int, int]]
) -> None:
    open_claims = [
        Claim(
            Quantity(Decimal(buys)),
            Money(Decimal(buys * 10)),
            Quantity(Decimal(sells)),
            Money(Decimal(sells * 10)),
        )
        for buys, sells in claims
    ]

    reserved = reservations(Quantity(Decimal(position)), open_claims)

    bought, sold = sum(buys for buys, _ in claims), sum(sells for _, sells in claims)
    opened = max(bought - max(-position, 0), 0) + max(sold - max(position, 0), 0)
    assert sum(reserved) == opened * 10
    assert all(one >= 0 for one in reserved)


@settings(max_examples=60, deadline=None)
@given(
    orders=st.lists(
        st.tuples(
            st.sampled_from(["buy", "sell"]),
            st.sampled_from([ACME, BOLT]),
            st.integers(1, 120),
            st.sampled_from(["fill", "part", "cancel", "rest"]),
        ),
        max_size=12,
    )
)
def test_nobody_opens_more_than_may_be_lent_and_all_is_released_in_the_end(
    orders: list[tuple[str, Symbol, int, str]],
) -> None:
    house = MarginHouse(10_000)
    for side, symbol, size, fate in orders:
        if house.place(side, size, 100, symbol) is not None:
            continue
        if fate in {"fill", "part"}:
            house.fill(size if fate == "fill" else 1, 100, is_last=fate == "fill" or size == 1)
        elif fate == "cancel":
            house.account.release(house.last)
        valuation, reserved = valuation_of(house.account), reserved_of(house.account)
        assert valuation.equity == 10_000
        assert valuation.gross + reserved <= 20_000

    for order_id in list(house.account.holders):
        house.account.release(order_id)

    assert house.account.commitments == []
    assert reserved_of(house.account) == 0
    assert house.account.free_cash == valuation_of(house.account).cash
    assert house.account.free_shares == {
        symbol: house.account.position(symbol) for symbol in house.account.free_shares
    }


def test_a_day_trade_is_an_order_that_closes_what_was_opened_on_the_same_day() -> None:
    diary, day = Diary(), date(2013, 10, 7)
    diary.begin(day, Money(Decimal(100)))
    buy, sell, later = (OrderId(UUID(int=one)) for one in (1, 2, 3))
    ten, none = Quantity(Decimal(10)), Quantity(Decimal(0))

    diary.note_fill(buy, ACME, none, ten, is_last=True)
    diary.note_fill(sell, ACME, ten, Quantity(Decimal(-4)))
    diary.note_fill(sell, ACME, Quantity(Decimal(6)), Quantity(Decimal(-5)))
    diary.note_fill(sell, ACME, Quantity(Decimal(1)), Quantity(Decimal(-1)), is_last=True)
    assert (diary.day_trades, diary.closers) == ({day: 1}, ())

    diary.note_fill(buy, BOLT, none, Quantity(-ten))  # short, and back on the next day
    diary.begin(date(2013, 10, 8), Money(Decimal(100)))
    diary.note_fill(later, BOLT, Quantity(-ten), ten)
    assert diary.day_trades == {day: 1}


def test_each_of_many_day_trades_counts_and_none_is_kept() -> None:
    diary, day = Diary(), date(2013, 10, 7)
    diary.begin(day, Money(Decimal(100)))
    ten, none = Quantity(Decimal(10)), Quantity(Decimal(0))

    for number in range(100):
        buy, sell = OrderId(UUID(int=2 * number)), OrderId(UUID(int=2 * number + 1))
        diary.note_fill(buy, ACME, none, ten, is_last=True)
        diary.note_fill(sell, ACME, ten, Quantity(Decimal(-4)))
        diary.forget(sell)
        diary.note_fill(buy, ACME, Quantity(Decimal(6)), Quantity(Decimal(-6)), is_last=True)

    assert (diary.day_trades, diary.closers) == ({day: 200}, ())


@pytest.mark.parametrize(
    ("day", "made"),
    [
        (date(2013, 10, 4), 0),  # time was taken back
        (date(2013, 10, 7), 2),
        (date(2013, 10, 11), 2),  # the fifth trading day
        (date(2013, 10, 14), 0),
    ],
)
def test_day_trades_count_for_five_trading_days(day: date, made: int) -> None:
    diary = Diary(day_trades={date(2013, 10, 7): 2})

    counted = diary.day_trades_until(day)
    diary.begin(day, Money(Decimal(1)))

    assert (counted, sum(diary.day_trades.values())) == (made, made)
    assert days_between(date(2013, 10, 14), date(2013, 10, 7)) == -5


def test_orders_of_the_last_minute_are_counted() -> None:
    diary = Diary()
    for second in (10, 30, 50):
        diary.note_order(MONDAY.replace(second=second))

    assert diary.placed_until(MONDAY.replace(second=50)) == 3
    assert diary.placed_until(MONDAY.replace(minute=31, second=10)) == 2
    assert diary.placed_until(MONDAY.replace(minute=29)) == 0  # time was taken back


def test_deposits_are_no_profit() -> None:
    diary = Diary()
    diary.begin(date(2013, 10, 7), Money(Decimal(100)))

    diary.moved(Decimal(50), Money(Decimal(100)))

    assert (diary.day_start, diary.peak) == (150, 150)
