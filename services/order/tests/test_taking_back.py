"""Taking back all orders, or those of one symbol."""

import asyncio

import httpx
import pytest
from trading_desk import Desk, Json

from chassis.testing import some_account

pytestmark = pytest.mark.real


async def take_back(desk: Desk, **query: str) -> dict[str, str]:
    """The statuses of what was live, by id."""
    answer = await desk.ask("DELETE", params=query)
    assert answer.status_code == 200, answer.text
    return {one["order_id"]: one["status"] for one in answer.json()["items"]}


async def statuses(desk: Desk, *orders: Json) -> list[str]:
    return [(await desk.see(one["order_id"]))["status"] for one in orders]


async def test_all_that_lives_is_taken_back(desk: Desk) -> None:
    await desk.show(("5", "100"), ("6", "100"), symbol="BAC")
    filled = await desk.trade(type="market", limit_price="", quantity="1")
    resting = await desk.trade(limit_price="9")
    bac = await desk.trade(symbol="BAC", limit_price="5")
    placed = await desk.place(limit_price="9.10")
    theirs = await desk.trade(limit_price="9", trader=some_account())

    asked = await take_back(desk)
    again = await take_back(desk)
    await desk.simulation.settle()
    await desk.pass_time()
    await desk.approve()

    mine = [resting, bac, placed]
    assert asked == again == {one["order_id"]: "pending_cancel" for one in mine}
    assert await statuses(desk, filled, *mine) == ["filled", *["canceled"] * 3]
    assert await take_back(desk) == {}
    assert desk.names(theirs["order_id"])[-1] == "ORDER_ACCEPTED"
    requests = [one.name for one in desk.said if one.name == "ORDER_CANCEL_REQUESTED"]
    assert len(requests) == 3


async def test_all_of_one_symbol_is_taken_back(desk: Desk) -> None:
    await desk.show(("5", "100"), ("6", "100"), symbol="BAC")
    resting = await desk.trade(limit_price="9")
    bac = await desk.trade(symbol="BAC", limit_price="5")

    asked = await take_back(desk, symbol="BAC")
    await desk.simulation.settle()
    await desk.pass_time()

    assert [*asked] == [bac["order_id"]]
    assert await statuses(desk, resting, bac) == ["new", "canceled"]


async def test_exits_go_with_their_entry(desk: Desk) -> None:
    entry = await desk.trade(
        limit_price="9",
        order_class="bracket",
        take_profit={"limit_price": "12"},
        stop_loss={"stop_price": "8"},
    )

    asked = await take_back(desk)
    await desk.simulation.settle()
    await desk.pass_time()

    assert len(asked) == 3
    requests = [one.name for one in desk.said if one.name == "ORDER_CANCEL_REQUESTED"]
    assert len(requests) == 1
    assert await statuses(desk, entry, *entry["legs"]) == ["canceled"] * 3


async def test_a_symbol_nobody_knows_has_no_orders(desk: Desk) -> None:
    assert await take_back(desk, symbol="NOBODY") == {}


async def replace(desk: Desk, order: Json, price: str) -> httpx.Response:
    return await desk.ask("PATCH", f"/{order['order_id']}", json={"limit_price": price})


async def test_whoever_takes_back_an_order_takes_back_what_stands_in_its_place(desk: Desk) -> None:
    orders = [await desk.trade(limit_price="9.50")]
    for price in ("9.51", "9.52"):
        orders.append((await replace(desk, orders[-1], price)).json())
        await desk.approve()
    pending = (await replace(desk, orders[-1], "9.53")).json()

    paths = [f"/{one['order_id']}" for one in (*orders, orders[0])]
    answers = await asyncio.gather(*(desk.ask("DELETE", path) for path in paths))
    await desk.simulation.settle()
    await desk.pass_time()
    await desk.approve()

    newest = orders[-1]["order_id"]
    told = {(one.status_code, one.json()["order_id"], one.json()["status"]) for one in answers}
    assert told == {(202, newest, "pending_cancel")}
    assert desk.names(newest).count("ORDER_CANCEL_REQUESTED") == 1
    assert (await desk.see(newest))["status"] == "canceled"
    assert (await desk.see(pending["order_id"]))["status"] == "rejected"
    late = await desk.ask("DELETE", paths[0])
    assert (late.status_code, late.json()["code"]) == (409, "not_cancelable")
