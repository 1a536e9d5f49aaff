"""Who is told that they may trade again: nobody whom something else still keeps from it."""

from collections.abc import AsyncGenerator

import pytest
from risk_market import Market, in_need
from risk_office import Office, asked, risk_office

from bus.envelope import new_id
from events import AccountWindingUp, LiquidationOrdered, MarginCallMet, TradingResumed
from vocabulary import Side, WindingPurpose

pytestmark = pytest.mark.real


@pytest.fixture
async def office(postgres_url: str) -> AsyncGenerator[Office]:
    async with risk_office(postgres_url) as office:
        yield office


async def test_who_is_halted_by_hand_is_not_free_because_a_call_was_met(office: Office) -> None:
    market = Market(office.world)
    trader = await in_need(office, market)
    await office.look()
    await market.say("66", 16)
    await office.look()
    await office.ask("PUT", f"/halts/account/{trader}", {"reason": "somebody looks"})
    (order,) = office.said(LiquidationOrdered)
    forced = asked(
        trader, Side.SELL, 8, "66", order_id=order.order_id, forced=True, reduce_only=True
    )
    await office.trade(forced, "66")
    await office.look()

    assert [one.liquidated for one in office.said(MarginCallMet)] == [True]
    assert office.said(TradingResumed) == []

    await office.ask("DELETE", f"/halts/account/{trader}")
    assert [one.account_id for one in office.said(TradingResumed)] == [trader]


async def test_who_is_liquidated_is_not_free_when_the_house_trades_again(office: Office) -> None:
    market = Market(office.world)
    await in_need(office, market)
    other = await office.open(10_000)
    await office.look()
    await market.say("66", 16)
    await office.look()

    await office.ask("PUT", "/halts/house/everybody", {"reason": "fire"})
    await office.ask("DELETE", "/halts/house/everybody")

    assert [one.account_id for one in office.said(TradingResumed)] == [other]


async def test_a_halt_that_ends_frees_nobody_for_whom_another_holds(office: Office) -> None:
    free, halted, wound_up = [await office.open(10_000) for _ in range(3)]
    winding = AccountWindingUp(
        account_id=wound_up, winding_id=new_id(), purpose=WindingPurpose.RESET
    )
    await office.world.publish(winding)
    await office.ask("PUT", f"/halts/account/{halted}", {"reason": "somebody looks"})
    await office.ask("PUT", "/halts/house/everybody", {"reason": "fire"})

    await office.ask("DELETE", "/halts/house/everybody")
    assert [one.account_id for one in office.said(TradingResumed)] == [free]

    await office.ask("PUT", "/halts/house/everybody", {"reason": "fire"})
    await office.ask("DELETE", f"/halts/account/{halted}")
    assert [one.account_id for one in office.said(TradingResumed)] == [free]
