"""While a symbol does not trade, the market shows no sides, and nobody is filled by it."""

import pytest
from trading_desk import Desk, limit_order

pytestmark = pytest.mark.real


async def test_a_limit_order_waits_through_a_halt_for_the_first_quote_after_it(desk: Desk) -> None:
    await desk.show(None, None)
    waiting = await desk.trade(limit_price="10.20")
    await desk.show(None, None)
    assert (await desk.see(waiting["order_id"]))["status"] == "new"

    await desk.show(("9.95", "100"), ("10.15", "100"))

    order = await desk.see(waiting["order_id"])
    assert (order["status"], order["average_price"]) == ("filled", "10.15")


async def test_a_market_order_that_is_partly_filled_goes_on_after_a_halt(desk: Desk) -> None:
    order = await desk.trade(type="market", limit_price="", quantity="250")
    filled = order["filled_quantity"]
    await desk.show(None, None)
    assert (await desk.see(order["order_id"]))["filled_quantity"] == filled

    await desk.show(("9.90", "100"), ("10.10", "1000"))

    assert (await desk.see(order["order_id"]))["status"] == "filled"


async def test_a_market_order_is_refused_during_a_halt(desk: Desk) -> None:
    await desk.show(None, None)

    answer = await desk.ask("POST", json=limit_order(type="market", limit_price=""))

    assert (answer.status_code, answer.json()["code"]) == (422, "no_quote")
