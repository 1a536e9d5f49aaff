"""Splits and the trades around them, whichever of them risk hears of first."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from margin_account import ACME, OPEN, MarginHouse

from events import AccountReset, OrderAdjusted, OrderFilled, PositionSplit
from risk.domain.companies import Split
from risk.domain.splitting import catch_up
from risk.handlers import handlers
from vocabulary import (
    MarginType,
    Money,
    OrderId,
    Price,
    Quantity,
    RejectionReason,
    Side,
    uuid7,
)

MIDNIGHT = OPEN + timedelta(hours=13, minutes=30)
BEFORE, AFTER = MIDNIGHT - timedelta(seconds=1), MIDNIGHT + timedelta(hours=10)
TOMORROW = MIDNIGHT + timedelta(days=1)


def split(new: int, old: int, at: datetime = MIDNIGHT, said_at: datetime | None = None) -> Split:
    ratio = Quantity(Decimal(new)), Quantity(Decimal(old))
    return Split(UUID(int=int(at.timestamp())), ACME, *ratio, at, said_at)


def owner(shares: int) -> MarginHouse:
    """An account of cash with so many shares, bought in the afternoon."""
    house = MarginHouse(100_000)
    house.account.profile.margin = MarginType.CASH
    if shares:
        trade(house, "buy", shares, OPEN)
    return house


def hear(house: MarginHouse, *splits: Split, now: datetime) -> None:
    house.rulebook.splits = {ACME: splits}
    house.market.now = now
    catch_up(house.account)


def order(house: MarginHouse, side: str, size: int) -> None:
    assert house.place(side, size, 10) is None


def fill(house: MarginHouse, side: str, size: int, at: datetime) -> None:
    """Let risk hear that the order that was placed last has traded."""
    shares, made = Quantity(Decimal(size)), UUID(int=10**6 + house.made)
    said = {"fill_id": made, "order_id": house.last, "account_id": house.account.account_id}
    how = {"symbol": ACME, "side": Side(side), "quantity": shares, "filled_quantity": shares}
    when = {"price": Price(Decimal(10)), "counterparty": "market", "market_time": at}
    list(handlers.handle(house.account, OrderFilled.model_validate(said | how | when)))


def trade(house: MarginHouse, side: str, size: int, at: datetime) -> None:
    order(house, side, size)
    fill(house, side, size, at)


def tell(house: MarginHouse, what: Split, added: int) -> None:
    """The portfolio says what a split has added."""
    nothing = Money(Decimal(0))
    said = {
        "account_id": house.account.account_id,
        "action_id": what.action_id,
        "booking_id": UUID(int=5),
        "symbol": ACME,
        "market_time": what.effective_at,
        "new_shares": what.new_shares,
        "old_shares": what.old_shares,
        "added": Quantity(Decimal(added)),
    }
    rest = dict.fromkeys(("cash_in_lieu", "realised", "quantity", "cost", "cash"), nothing)
    list(handlers.handle(house.account, PositionSplit.model_validate(said | rest)))


@pytest.mark.parametrize("is_told", [False, True])
def test_what_was_sold_before_a_split_is_not_there_after_it(*, is_told: bool) -> None:
    house = owner(100)
    order(house, "sell", 100)
    hear(house, split(2, 1), now=MIDNIGHT)

    if is_told:
        tell(house, split(2, 1), 0)
    sold = house.last
    assert house.place("sell", 1, 10) is RejectionReason.POSITION_EXCEEDED
    house.made = sold.int
    fill(house, "sell", 100, BEFORE)

    assert house.account.position(ACME) == 0
    assert house.place("sell", 1, 10) is RejectionReason.POSITION_EXCEEDED
    tell(house, split(2, 1), 0)
    assert house.account.position(ACME) == 0


@pytest.mark.parametrize("is_told", [False, True])
def test_what_an_open_order_will_sell_of_new_shares_is_not_sold_twice(*, is_told: bool) -> None:
    house = owner(100)
    order(house, "sell", 60)
    selling = house.last
    hear(house, split(2, 1), now=MIDNIGHT)
    if is_told:
        tell(house, split(2, 1), 100)

    assert house.place("sell", 81, 10) is RejectionReason.POSITION_EXCEEDED
    assert house.place("sell", 80, 10) is None
    adjusted = OrderAdjusted(
        order_id=selling,
        account_id=house.account.account_id,
        symbol=ACME,
        market_time=MIDNIGHT,
        action_id=split(2, 1).action_id,
        new_shares=Quantity(Decimal(2)),
        old_shares=Quantity(Decimal(1)),
        open_quantity=Quantity(Decimal(120)),
        filled_quantity=Quantity(Decimal(0)),
        bound_price=Price(Decimal(5)),
        reason="the shares were split",
    )
    list(handlers.handle(house.account, adjusted))
    assert house.account.free_shares[ACME] == 0
    house.account.release(house.last)
    house.account.release(selling)
    assert house.place("sell", 200, 10) is None


@pytest.mark.parametrize(("new", "old", "after"), [(2, 1, 210), (1, 10, 10), (3, 2, 157)])
def test_what_was_bought_before_a_split_and_heard_after_it_is_split(
    new: int, old: int, after: int
) -> None:
    house = owner(100)
    order(house, "buy", 5)
    hear(house, split(new, old), now=MIDNIGHT)

    fill(house, "buy", 5, BEFORE)

    assert house.account.position(ACME) == after


def test_a_trade_of_before_several_splits_goes_through_all_of_them() -> None:
    house = owner(100)
    order(house, "buy", 5)
    both = split(2, 1), split(1, 3, TOMORROW)
    hear(house, *both, now=TOMORROW)
    assert house.account.position(ACME) == 66

    fill(house, "buy", 5, BEFORE)

    assert house.account.position(ACME) == 70
    tell(house, both[0], 100)  # it has not booked the trade yet
    assert house.account.position(ACME) == 68
    tell(house, both[0], 5)
    assert house.account.position(ACME) == 70


def test_an_order_of_after_a_split_was_said_trades_new_shares_whatever_market_time_says() -> None:
    house = owner(100)
    house.made = uuid7(2_000_000_000_000, bytes(10)).int
    order(house, "buy", 10)
    hear(house, split(2, 1, said_at=MIDNIGHT), now=MIDNIGHT)

    fill(house, "buy", 10, BEFORE)

    assert house.account.position(ACME) == 210


@pytest.mark.parametrize("owned", [0, 100])
def test_who_bought_after_a_split_of_which_nobody_knew_yet_gets_nothing_for_it(owned: int) -> None:
    house = owner(owned)
    trade(house, "buy", 10, AFTER)
    trade(house, "sell", 3, AFTER)

    hear(house, split(2, 1), now=AFTER)

    assert house.account.position(ACME) == 2 * owned + 7


def test_a_split_that_is_heard_of_after_a_later_one_is_of_fewer_shares() -> None:
    house = owner(100)
    later, earlier = split(3, 1, TOMORROW), split(2, 1)
    hear(house, later, now=TOMORROW)

    hear(house, earlier, later, now=TOMORROW)

    assert house.account.position(ACME) == 600


def test_who_starts_over_has_nothing_of_what_was_foreseen() -> None:
    house = owner(100)
    hear(house, split(2, 1), now=MIDNIGHT)
    over = AccountReset(account_id=house.account.account_id, epoch=2, cash=Money(Decimal(10)))
    list(handlers.handle(house.account, over))

    tell(house, split(2, 1), 0)

    assert house.account.position(ACME) == 0
    assert OrderId(house.last) not in house.account.holders
