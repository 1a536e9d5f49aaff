"""Events in, events out: no database, no broker."""

from decimal import Decimal
from uuid import uuid4

import pytest

from events import (
    AccountOpened,
    Event,
    OrderFilled,
    OrderPartiallyFilled,
    PortfolioUpdated,
    PositionChanged,
    UserRegistered,
)
from portfolio.domain.account import Account
from portfolio.domain.refusals import AccountNotOpen
from portfolio.handlers import handlers
from vocabulary import AccountId, FillId, Money, OrderId, Price, Quantity, Side, Symbol, UserId

ME = AccountId(uuid4())
TRADER = UserId(uuid4())
REGISTERED = UserRegistered(user_id=TRADER, account_id=ME, display_name="Ada")


def new_account() -> Account:
    return Account(ME, Money(Decimal(100_000)))


def handle(account: Account, event: Event) -> list[Event]:
    return list(handlers.handle(account, event))


def filled(side: Side, quantity: str, price: str, fee: str = "0") -> OrderFilled:
    return OrderFilled(
        fill_id=FillId(uuid4()),
        order_id=OrderId(uuid4()),
        account_id=ME,
        symbol=Symbol("IBM"),
        side=side,
        quantity=Quantity(Decimal(quantity)),
        price=Price(Decimal(price)),
        filled_quantity=Quantity(Decimal(quantity)),
        counterparty="market",
        fee=Money(Decimal(fee)),
    )


def test_registration_opens_an_account_with_play_money() -> None:
    cash = Money(Decimal(100_000))

    assert handle(new_account(), REGISTERED) == [
        AccountOpened(account_id=ME, user_id=TRADER, cash=cash, account_name="Paper account"),
        PortfolioUpdated(account_id=ME, cash=cash),
    ]


def test_registering_twice_gives_no_second_deposit() -> None:
    account = new_account()
    handle(account, REGISTERED)

    assert handle(account, REGISTERED) == []
    assert account.cash == 100_000


def test_a_fill_changes_the_position_and_the_cash() -> None:
    account, fill = new_account(), filled(Side.BUY, "10", "182.5")
    handle(account, REGISTERED)

    assert handle(account, fill) == [
        PositionChanged(
            account_id=ME,
            symbol=Symbol("IBM"),
            quantity=Quantity(Decimal(10)),
            cost=Money(Decimal(1825)),
            average_price=Price(Decimal("182.5")),
            fill_id=fill.fill_id,
            epoch=1,
        ),
        PortfolioUpdated(account_id=ME, cash=Money(Decimal(98_175)), fill_id=fill.fill_id),
    ]


def test_a_fee_is_paid_and_is_no_part_of_what_the_shares_cost() -> None:
    account = new_account()
    handle(account, REGISTERED)

    changed, updated = handle(account, filled(Side.BUY, "10", "182.5", fee="1.5"))

    assert isinstance(changed, PositionChanged)
    assert isinstance(updated, PortfolioUpdated)
    assert (changed.cost, changed.average_price) == (1825, Decimal("182.5"))
    assert updated.cash == Decimal("98173.5")


def test_the_end_of_a_position_has_no_average_price() -> None:
    account = new_account()
    handle(account, REGISTERED)
    handle(account, filled(Side.BUY, "10", "5"))

    changed, _ = handle(account, filled(Side.SELL, "10", "6"))

    assert isinstance(changed, PositionChanged)
    assert (changed.quantity, changed.cost, changed.average_price) == (0, 0, None)


def test_a_partial_fill_is_booked_like_any_other() -> None:
    account, fill = new_account(), filled(Side.BUY, "1", "100")
    handle(account, REGISTERED)
    part = OrderPartiallyFilled(**dict(fill), open_quantity=Quantity(Decimal(9)))

    handle(account, part)

    assert account.cash == 99_900


def test_a_fill_for_an_account_that_was_never_opened_is_an_error() -> None:
    with pytest.raises(AccountNotOpen):
        handle(new_account(), filled(Side.BUY, "1", "100"))
