"""The lives of accounts in the service: early orders and transfers."""

from collections.abc import AsyncGenerator
from decimal import Decimal

import pytest
from risk_office import NOON, Office, asked, canceled, leaving, risk_office, twice

from bus.envelope import new_id
from chassis.testing import some_account
from events import (
    AccountOpened,
    AccountReviewRequested,
    CashDeposited,
    OrderApproved,
    OrderRejected,
    WithdrawalApproved,
    WithdrawalRefused,
)
from vocabulary import (
    AccountId,
    Money,
    RejectionReason,
    Side,
    UserId,
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
