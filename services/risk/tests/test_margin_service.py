"""Margin accounts in the service: short sales, margin calls to their end, and what is stored."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from risk_market import Market, in_need
from risk_office import NOON, Office, asked, filled, risk_office

from bus.envelope import first, new_id
from bus.message import pack
from events import (
    CashDeposited,
    LiquidationOrdered,
    MarginCallIssued,
    MarginCallMet,
    OrderApproved,
    OrderRejected,
    RiskLimitBreached,
    TradingHalted,
    TradingResumed,
)
from vocabulary import (
    MarginType,
    Money,
    Side,
)

pytestmark = pytest.mark.real


@pytest.fixture
async def office(postgres_url: str) -> AsyncGenerator[Office]:
    async with risk_office(postgres_url) as office:
        yield office


async def test_only_a_margin_account_sells_what_it_does_not_have(office: Office) -> None:
    cash, margin = await office.open(10_000), await office.open(10_000, MarginType.MARGIN)

    answers = await office.place(
        asked(cash, Side.SELL, 10, "100"), asked(margin, Side.SELL, 10, "100")
    )
    seen = await office.see(margin)

    assert answers == ["position_exceeded", "approved"]
    assert (seen["margin"], seen["buying_power"], seen["reserved"]) == ("margin", "19000", "1000")
    assert seen["shares"] == [{"symbol": "ACME", "owned": "0", "held": "10", "free": "-10"}]


async def test_a_margin_call_goes_from_the_price_to_the_last_order(office: Office) -> None:
    market = Market(office.world)
    trader = await in_need(office, market)
    await office.look()
    (call,) = office.said(MarginCallIssued)
    await market.say("66", 16)
    await office.look()
    (order,) = office.said(LiquidationOrdered)
    shown = await office.see(trader)
    forced = asked(
        trader, Side.SELL, 8, "66", order_id=order.order_id, forced=True, reduce_only=True
    )
    answers = await office.place(asked(trader, Side.SELL, 1, "66"), forced)
    await office.world.publish(filled(forced, "66"))
    await office.look()

    assert (call.lacking, call.due) == (100, NOON + timedelta(minutes=16))
    assert (order.side, order.quantity) == (Side.SELL, 8)
    assert shown["margin_call"]["liquidated"] is True
    assert [one.account_id for one in office.said(TradingHalted)] == [trader]
    assert answers == ["trading_halted", "approved"]
    assert [one.liquidated for one in office.said(MarginCallMet)] == [True]
    assert [one.account_id for one in office.said(TradingResumed)] == [trader]
    assert (await office.see(trader))["margin_call"] is None


async def test_a_deposit_meets_a_call(office: Office) -> None:
    trader = await in_need(office, Market(office.world))

    await office.world.publish(
        CashDeposited(
            account_id=trader,
            booking_id=new_id(),
            amount=Money(Decimal(100)),
            cash=Money(Decimal(0)),
        )
    )
    await office.look()

    assert [one.liquidated for one in office.said(MarginCallMet)] == [False]


async def test_a_stranger_cannot_call_an_order_forced(office: Office) -> None:
    trader = await office.open(10_000)
    await office.ask("PUT", f"/halts/account/{trader}", {"reason": "somebody looks"})

    assert await office.place(asked(trader, Side.BUY, 1, "1", forced=True)) == ["trading_halted"]


async def test_orders_that_slipped_through_a_halt_are_told_of_once(office: Office) -> None:
    trader = await office.open(10_000)
    await office.place(asked(trader, Side.BUY, 1, "1"))
    await office.ask("PUT", "/halts/house/everybody", {"reason": "fire"})

    await office.look()
    await office.look()

    said = [(one.account_id, one.reason, one.symbol) for one in office.said(TradingHalted)]
    assert said[:2] == [(trader, "fire", None)] * 2


async def test_a_loss_is_said_though_nobody_trades(office: Office) -> None:
    market = Market(office.world)
    limits: dict[str, Any] = {"daily_loss_max": "1000"}
    await office.ask("PUT", "/limits/house/everybody", limits, '"0"')
    trader = await office.open(10_000)
    await market.say("100", 0)
    await office.trade(asked(trader, Side.BUY, 90, "100"), "100")
    await market.say("88", 1)

    await office.look()
    await office.look()

    (said,) = office.said(RiskLimitBreached)
    assert (said.account_id, said.allowed, said.reached) == (trader, 1_000, 1_080)


async def test_a_peak_between_orders_is_remembered(office: Office) -> None:
    market = Market(office.world)
    limits: dict[str, Any] = {"drawdown_percent_max": "10"}
    await office.ask("PUT", "/limits/house/everybody", limits, '"0"')
    trader = await office.open(10_000)
    await market.say("100", 0)
    await office.trade(asked(trader, Side.BUY, 90, "100"), "100")
    for minute, price in enumerate(("200", "150"), 1):
        await market.say(price, minute)
        await office.look()

    (said,) = office.said(RiskLimitBreached)
    assert (said.limit, said.allowed, said.reached) == ("drawdown", 1_900, 4_500)


async def test_an_estimate_says_what_an_order_would_cost_hold_and_break(office: Office) -> None:
    await Market(office.world).say("100", 0)
    cash, margin = await office.open(1_000), await office.open(10_000, MarginType.MARGIN)
    order = {"symbol": "ACME", "side": "buy", "quantity": "9"}

    fine = (await office.ask_trader(cash, "/estimate", order)).json()
    dear = (await office.ask_trader(cash, "/estimate", order | {"quantity": "10"})).json()
    short = (await office.ask_trader(margin, "/estimate", order | {"side": "sell"})).json()
    money = (
        await office.ask_trader(
            cash, "/estimate", {"symbol": "ACME", "side": "buy", "notional": "500", "fee": "1"}
        )
    ).json()
    unknown = await office.ask_trader(cash, "/estimate", order | {"symbol": "XYZ"})
    silent = await office.ask_trader(cash, "/estimate", {"symbol": "ACME", "side": "buy"})

    assert (fine["would_be_approved"], fine["cost"], fine["broken"]) == (True, "945", [])
    assert (fine["buying_power"], fine["buying_power_afterwards"]) == ("1000", "55")
    assert [one["reason"] for one in dear["broken"]] == ["buying_power_exceeded"]
    assert (short["would_be_approved"], short["sells_short"]) == (True, "9")
    assert short["holds_buying_power"] == "900"
    assert (money["cost"], money["holds_buying_power"]) == ("500", "501")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "no_quote")
    assert (silent.status_code, silent.json()["code"]) == (422, "size_ambiguous")
    assert (await office.see(cash))["holds"] == []


async def test_two_hundred_orders_at_once_are_approved_up_to_the_buying_power(
    office: Office,
) -> None:
    cash, margin = await office.open(10_000), await office.open(10_000, MarginType.MARGIN)
    traders = {cash: 100, margin: 200}
    orders = [asked(trader, Side.BUY, 1, "100") for trader in traders for _ in range(300)]

    batches = [office.world.bus.publish(pack([first(one, "test")])) for one in orders]
    await asyncio.gather(*batches)
    await office.world.settle()

    approved = [one.account_id for one in office.said(OrderApproved)]
    assert {trader: approved.count(trader) for trader in traders} == traders
    for trader, most in traders.items():
        seen = await office.see(trader)
        assert seen["buying_power"] == "0"
        assert Decimal(seen["reserved"]) == sum(Decimal(one["cash"]) for one in seen["holds"])
        assert len(seen["holds"]) == most
    assert [one.reason for one in office.said(OrderRejected)] == ["buying_power_exceeded"] * 300
