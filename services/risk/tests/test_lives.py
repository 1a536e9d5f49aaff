"""The lives of accounts in the service: early orders, transfers, resets, and closing."""

from collections.abc import AsyncGenerator
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from risk_office import NOON, Office, asked, filled, risk_office

from bus.envelope import Envelope, first, new_id
from bus.message import pack
from chassis.testing import some_account
from events import (
    AccountAtRest,
    AccountClosed,
    AccountOpened,
    AccountReset,
    AccountReviewRequested,
    AccountWindingUp,
    CashDeposited,
    Event,
    LiquidationOrdered,
    OrderApproved,
    OrderCanceled,
    OrderCreated,
    OrderPartiallyFilled,
    OrderRejected,
    TradingHalted,
    TradingResumed,
    WithdrawalApproved,
    WithdrawalRefused,
    WithdrawalRequested,
)
from vocabulary import (
    AccountId,
    MarginType,
    Money,
    Quantity,
    RejectionReason,
    Side,
    UserId,
    WindingPurpose,
)

pytestmark = pytest.mark.real


@pytest.fixture
async def office(postgres_url: str) -> AsyncGenerator[Office]:
    async with risk_office(postgres_url) as office:
        yield office


def opened(trader: AccountId, cash: int = 1_000) -> AccountOpened:
    """Somebody has an account now."""
    dollars = Money(Decimal(cash))
    return AccountOpened(account_id=trader, user_id=UserId(new_id()), cash=dollars)


def canceled(order: OrderCreated) -> OrderCanceled:
    """What is left of an order is withdrawn."""
    return OrderCanceled(
        order_id=order.order_id,
        account_id=order.account_id,
        symbol=order.symbol,
        open_quantity=order.quantity,
    )


def partly(order: OrderCreated, price: str) -> OrderPartiallyFilled:
    """One share of an order has traded."""
    whole: dict[str, Any] = filled(order, price).model_dump()
    one = Quantity(Decimal(1))
    left = {"quantity": one, "filled_quantity": one, "open_quantity": order.quantity - one}
    return OrderPartiallyFilled.model_validate(whole | left | {"fill_id": new_id()})


def winding(trader: AccountId, purpose: WindingPurpose = WindingPurpose.RESET) -> AccountWindingUp:
    """Somebody wants an account to come to rest."""
    return AccountWindingUp(account_id=trader, winding_id=new_id(), purpose=purpose)


def leaving(trader: AccountId, dollars: str) -> WithdrawalRequested:
    """Somebody wants to take dollars out."""
    amount = Money(Decimal(dollars))
    return WithdrawalRequested(
        account_id=trader, transfer_id=new_id(), amount=amount, market_time=NOON
    )


def reset(trader: AccountId, cash: int) -> AccountReset:
    """The account has started over."""
    return AccountReset(account_id=trader, epoch=2, cash=Money(Decimal(cash)))


async def twice(office: Office, *events: Event) -> None:
    """Let something be heard, and once more."""
    told: list[Envelope[Any]] = [first(one, "test") for one in events]
    for _ in range(2):
        for one in told:
            await office.world.bus.publish(pack([one]))
        await office.world.settle()


async def verdicts(office: Office) -> list[str]:
    """What was said of orders, in order."""
    said = (one.data for one in office.world.bus.history if one.source == "risk")
    return [
        "approved" if isinstance(one, OrderApproved) else str(one.reason)
        for one in said
        if isinstance(one, OrderApproved | OrderRejected)
    ]


async def test_orders_that_come_before_their_account_wait_for_it(office: Office) -> None:
    trader = some_account()
    orders = [asked(trader, Side.BUY, size, "100") for size in (6, 5, 4)]

    await office.world.publish(*orders)
    early = await verdicts(office)
    await office.world.publish(canceled(orders[1]))
    await twice(office, opened(trader))

    assert early == []
    assert await verdicts(office) == ["approved"] * 2
    approved = office.said(OrderApproved)
    assert [one.model_dump() for one in approved] == [orders[at].model_dump() for at in (0, 2)]
    assert (await office.see(trader))["buying_power"] == "0"


async def test_early_orders_are_decided_on_in_the_order_in_which_they_came(office: Office) -> None:
    trader = some_account()
    orders = [asked(trader, Side.BUY, 1, "100") for _ in range(20)]

    for one in orders:
        await office.world.publish(one)
    await office.world.publish(opened(trader))

    assert await verdicts(office) == ["approved"] * 10 + ["buying_power_exceeded"] * 10
    assert [one.order_id for one in office.said(OrderApproved)] == [
        one.order_id for one in orders[:10]
    ]


async def test_an_order_does_not_wait_for_ever(office: Office) -> None:
    trader = some_account()
    late = asked(trader, Side.BUY, 1, "1")

    await office.world.publish(late)
    await office.world.publish(AccountReviewRequested(account_id=trader, market_time=NOON))
    await office.world.publish(opened(trader))

    (refused,) = office.said(OrderRejected)
    assert (refused.order_id, refused.rule) == (late.order_id, "the account is not open")
    assert refused.reason is RejectionReason.ACCOUNT_UNKNOWN
    assert office.said(OrderApproved) == []


async def test_what_is_paid_in_may_be_spent_once(office: Office) -> None:
    trader = await office.open(100)
    deposit = CashDeposited(
        account_id=trader,
        booking_id=new_id(),
        amount=Money(Decimal(50)),
        cash=Money(Decimal(999)),
    )

    await twice(office, deposit)

    assert await office.place(asked(trader, Side.BUY, 1, "151")) == ["buying_power_exceeded"]
    assert await office.place(asked(trader, Side.BUY, 1, "150")) == ["approved"]


async def test_what_is_free_may_be_taken_out_once_and_not_spent(office: Office) -> None:
    trader = await office.open(1_000)
    order, out = asked(trader, Side.BUY, 6, "100"), leaving(trader, "300")
    await office.place(order)

    await twice(office, out)
    await twice(office, leaving(trader, "100.01"))
    late = await office.place(asked(trader, Side.BUY, 1, "100.01"))
    await office.world.publish(canceled(order), leaving(trader, "700"))

    approved = office.said(WithdrawalApproved)
    assert [(one.transfer_id, one.amount, one.market_time) for one in approved] == [
        (out.transfer_id, 300, NOON),
        (approved[-1].transfer_id, 700, NOON),
    ]
    (refused,) = office.said(WithdrawalRefused)
    assert (refused.reason, refused.free_cash) == (RejectionReason.BUYING_POWER_EXCEEDED, 100)
    assert late == ["buying_power_exceeded"]
    assert (await office.see(trader))["cash"] == "0"


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
