"""The lives of accounts in the service: resets, and closing."""

from collections.abc import AsyncGenerator
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from risk_office import NOON, Office, asked, canceled, filled, leaving, risk_office, twice

from bus.envelope import new_id
from chassis.testing import some_account
from events import (
    AccountAtRest,
    AccountClosed,
    AccountReset,
    AccountReviewRequested,
    AccountWindingUp,
    LiquidationOrdered,
    OrderCreated,
    OrderPartiallyFilled,
    OrderRejected,
    TradingHalted,
    TradingResumed,
    WithdrawalRefused,
)
from vocabulary import (
    AccountId,
    MarginType,
    Money,
    Quantity,
    Side,
    WindingPurpose,
)

pytestmark = pytest.mark.real


@pytest.fixture
async def office(postgres_url: str) -> AsyncGenerator[Office]:
    async with risk_office(postgres_url) as office:
        yield office


def partly(order: OrderCreated, price: str) -> OrderPartiallyFilled:
    """One share of an order has traded."""
    whole: dict[str, Any] = filled(order, price).model_dump()
    one = Quantity(Decimal(1))
    left = {"quantity": one, "filled_quantity": one, "open_quantity": order.quantity - one}
    return OrderPartiallyFilled.model_validate(whole | left | {"fill_id": new_id()})


def winding(trader: AccountId, purpose: WindingPurpose = WindingPurpose.RESET) -> AccountWindingUp:
    """Somebody wants an account to come to rest."""
    return AccountWindingUp(account_id=trader, winding_id=new_id(), purpose=purpose)


def reset(trader: AccountId, cash: int) -> AccountReset:
    """The account has started over."""
    return AccountReset(account_id=trader, epoch=2, cash=Money(Decimal(cash)))


async def test_a_reset_waits_until_nothing_is_open(office: Office) -> None:
    trader = await office.open(10_000)
    await office.trade(asked(trader, Side.BUY, 2, "100"), "100")
    first_order, second = (asked(trader, Side.BUY, 10, "100") for _ in range(2))
    await office.place(first_order, second)
    over = winding(trader)

    await twice(office, over)
    refused = await office.place(asked(trader, Side.BUY, 1, "1"))
    await office.world.publish(leaving(trader, "1"))
    await office.world.publish(canceled(first_order), partly(second, "100"))
    before = office.said(AccountAtRest)
    await twice(office, canceled(second))

    (halted,) = office.said(TradingHalted)
    assert (halted.account_id, halted.symbol) == (trader, None)
    assert halted.reason == "the account is being reset"
    assert (refused, before) == (["trading_halted"], [])
    assert [one.reason for one in office.said(WithdrawalRefused)] == ["trading_halted"]
    (rest,) = office.said(AccountAtRest)
    assert (rest.winding_id, rest.fills) == (over.winding_id, 2)


async def test_after_a_reset_an_account_trades_again(office: Office) -> None:
    trader = await office.open(10_000)
    await office.trade(asked(trader, Side.BUY, 2, "100"), "100")

    await office.world.publish(winding(trader))
    await twice(office, reset(trader, 500))
    shown = await office.see(trader)
    await office.trade(asked(trader, Side.BUY, 5, "100"), "100")
    await office.world.publish(winding(trader))

    assert (shown["cash"], shown["equity"], shown["shares"][0]["owned"]) == ("500", "500", "0")
    assert [one.account_id for one in office.said(TradingResumed)] == [trader]
    assert [one.fills for one in office.said(AccountAtRest)] == [1, 2]


async def test_whoever_is_halted_stays_so_after_a_reset(office: Office) -> None:
    trader = await office.open(10_000)
    await office.ask("PUT", f"/halts/account/{trader}", {"reason": "somebody looks"})

    await office.world.publish(winding(trader), reset(trader, 500))

    assert office.said(TradingResumed) == []
    assert await office.place(asked(trader, Side.BUY, 1, "1")) == ["trading_halted"]


async def test_a_closed_account_never_trades_again(office: Office) -> None:
    trader = await office.open(10_000)
    over = winding(trader, WindingPurpose.CLOSE)

    await office.world.publish(over)
    between = asked(trader, Side.BUY, 1, "1")
    await office.place(between)
    await twice(office, AccountClosed(account_id=trader, epoch=1))
    await office.world.publish(replace_winding(over))
    late = await office.place(asked(trader, Side.BUY, 1, "1"), asked(trader, Side.SELL, 1, "1"))
    await office.world.publish(leaving(trader, "1"))

    said = {one.order_id: one.rule for one in office.said(OrderRejected)}
    assert said[between.order_id] == "the account is being closed, and takes no more orders"
    assert late == ["account_closed"] * 2
    assert [one.rule for one in office.said(WithdrawalRefused)] == ["the account is closed"]
    assert len(office.said(AccountAtRest)) == 1
    assert (await office.see(trader))["cash"] == "0"


async def test_a_switch_for_all_says_nothing_of_accounts_that_are_closed(office: Office) -> None:
    here, gone = await office.open(100), await office.open(100)
    await office.world.publish(AccountClosed(account_id=gone, epoch=1))
    await office.world.publish(asked(some_account(), Side.BUY, 1, "1"))

    await office.ask("PUT", "/halts/house/everybody", {"reason": "fire"})

    assert [one.account_id for one in office.said(TradingHalted)] == [here]


async def test_the_house_orders_nothing_for_an_account_that_is_wound_up(office: Office) -> None:
    trader = await office.open(10_000, MarginType.MARGIN)
    await office.trade(asked(trader, Side.BUY, 200, "100"), "100")
    await office.world.publish(winding(trader))

    await office.world.publish(AccountReviewRequested(account_id=trader, market_time=NOON))

    assert office.said(LiquidationOrdered) == []


def replace_winding(one: AccountWindingUp) -> AccountWindingUp:
    """Another one that comes too late."""
    return one.model_copy(update={"winding_id": UUID(int=1)})
