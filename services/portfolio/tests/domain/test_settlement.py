"""Proceeds of sales are settled a trading day later, and whoever asks before has to wait."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.account import Account
from portfolio.domain.life import Terms, TransferState
from portfolio.domain.settlement import Unsettled
from portfolio.domain.transfers import may_withdraw, refuse
from vocabulary import AccountId, MarginType, Money, UserId

HOURS = st.integers(0, 24 * 20)


def at(day: int, hour: int = 12) -> datetime:
    """In UTC, in October 2013; the 7th is a Monday."""
    return datetime(2013, 10, day, hour, tzinfo=UTC)


def dollars(amount: int) -> Money:
    return Money(Decimal(amount))


@pytest.mark.parametrize(
    ("sales", "now", "unsettled"),
    [
        ([(7, 100)], 7, 100),
        ([(7, 100)], 8, 0),
        ([(7, 100), (7, 50)], 7, 150),
        ([(7, 100), (8, 50)], 8, 50),
        ([(7, 100), (8, 50)], 9, 0),
        ([(11, 100)], 12, 100),
        ([(11, 100)], 13, 100),
        ([(11, 100)], 14, 0),
        ([(12, 100)], 14, 100),
        ([(12, 100)], 15, 0),
        ([(11, 100), (12, 50)], 13, 150),
        ([(11, 100), (12, 50)], 14, 150),
        ([(11, 100), (12, 50)], 15, 0),
        ([(11, 100), (14, 50)], 14, 50),
        ([(8, 100), (7, 50)], 8, 150),
        ([], 7, 0),
    ],
)
def test_one_trading_day_later(sales: list[tuple[int, int]], now: int, unsettled: int) -> None:
    account = Unsettled(days=1)
    for day, amount in sales:
        account.sold(dollars(amount), at(day))

    assert account.of(at(now)) == unsettled


def test_days_begin_at_midnight_in_new_york() -> None:
    account = Unsettled(days=1)
    account.sold(dollars(100), at(8, 3))

    assert account.settles_on == date(2013, 10, 8)
    assert (account.of(at(8, 3)), account.of(at(8, 4))) == (100, 0)


def test_nothing_is_unsettled_where_that_takes_no_days_or_no_time_is_known() -> None:
    at_once, timeless = Unsettled(days=0), Unsettled(days=1)
    at_once.sold(dollars(100), at(7))
    timeless.sold(dollars(100), None)

    assert (at_once.of(at(7)), timeless.of(at(7))) == (0, 0)


def test_while_nobody_knows_the_time_nothing_becomes_settled() -> None:
    account = Unsettled(days=1)
    account.sold(dollars(100), at(7))

    assert account.of(None) == 100
    account.clear()
    assert account.of(None) == 0


@given(st.lists(st.tuples(HOURS, st.integers(1, 100))), HOURS)
def test_what_was_sold_today_is_not_settled_and_nothing_takes_longer_than_a_long_weekend(
    sales: list[tuple[int, int]], now: int
) -> None:
    account, begin = Unsettled(days=1), at(7, 4)
    sales = sorted(one for one in sales if one[0] <= now)
    for hour, amount in sales:
        account.sold(dollars(amount), datetime.fromtimestamp(begin.timestamp() + hour * 3600, UTC))

    found = account.of(datetime.fromtimestamp(begin.timestamp() + now * 3600, UTC))
    today = sum(amount for hour, amount in sales if hour // 24 == now // 24)
    lately = sum(amount for hour, amount in sales if hour // 24 > now // 24 - 4)
    assert today <= found <= lately


def test_unsettled_money_is_not_taken_out_by_halves() -> None:
    """What risk was asked for counts as gone, until risk has refused it."""
    account = Account(AccountId(UUID(int=1)), dollars(100), unsettled=Unsettled(days=1))
    account.open(UserId(UUID(int=2)))
    account.unsettled.sold(dollars(50), at(7))

    first, second, third = (UUID(int=number) for number in (3, 4, 5))
    assert may_withdraw(account, first, dollars(50), at(7))
    assert not may_withdraw(account, second, dollars(50), at(7))
    refuse(account, first, "open orders hold it", None)
    assert may_withdraw(account, third, dollars(50), at(7))


@pytest.mark.parametrize(
    ("amount", "day", "refused"),
    [
        (100_000, 7, False),
        (100_001, 7, True),
        (100_500, 7, True),
        (100_501, 7, False),
        (100_500, 8, False),
    ],
)
def test_only_settled_money_is_taken_out(amount: int, day: int, refused: bool) -> None:  # noqa: FBT001
    """What is more than there is at all is for others to refuse."""
    account = Account(AccountId(UUID(int=1)), dollars(100_000), unsettled=Unsettled(days=1))
    account.open(UserId(UUID(int=2)))
    account.cash = account.paid_in = dollars(100_500)
    account.unsettled.sold(dollars(500), at(7))

    assert may_withdraw(account, UUID(int=3), dollars(amount), at(day)) is not refused

    outcomes = [(one.state, one.free_cash, one.reason) for one in account.news.outcomes]
    reason = "it comes from sales that are not settled before 2013-10-08"
    assert outcomes == ([(TransferState.REFUSED, 100_000, reason)] if refused else [])


@pytest.mark.parametrize(("amount", "refused"), [(100, False), (101, True), (600, True)])
def test_nobody_is_lent_what_is_not_settled(amount: int, *, refused: bool) -> None:
    account = Account(AccountId(UUID(int=1)), dollars(100), unsettled=Unsettled(days=1))
    account.open(UserId(UUID(int=2)), Terms(margin=MarginType.MARGIN))
    account.cash = account.paid_in = dollars(600)
    account.unsettled.sold(dollars(500), at(7))

    assert may_withdraw(account, UUID(int=3), dollars(amount), at(7)) is not refused
    assert may_withdraw(account, UUID(int=4), dollars(700), at(8))
