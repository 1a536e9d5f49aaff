"""Closing positions by market orders."""

import asyncio

import httpx
import pytest
from trading_desk import Desk, Json, limit_order

pytestmark = pytest.mark.real


async def close(desk: Desk, **body: object) -> httpx.Response:
    return await desk.ask("POST", "/close", json={"symbol": "IBM"} | body)


@pytest.mark.parametrize(
    ("held", "how_much", "side", "quantity"),
    [
        ("30", {}, "sell", "30"),
        ("-30", {}, "buy", "30"),
        ("30", {"quantity": "12.5"}, "sell", "12.5"),
        ("30", {"percentage": "50"}, "sell", "15"),
        ("1", {"percentage": "33.3333"}, "sell", "0.333333"),
    ],
)
async def test_a_position_is_closed_the_other_way(
    desk: Desk, held: str, how_much: dict[str, str], side: str, quantity: str
) -> None:
    await desk.hold(held)

    answer = await close(desk, **how_much)
    order = answer.json()

    assert answer.status_code == 201
    assert (order["side"], order["type"], order["quantity"]) == (side, "market", quantity)
    assert (order["reduce_only"], order["time_in_force"]) == (True, "day")
    await desk.approve()
    assert (await desk.see(order["order_id"]))["filled_quantity"] == quantity


async def test_what_is_not_there_cannot_be_closed(desk: Desk) -> None:
    nothing = await close(desk)
    await desk.hold("30")
    await desk.hold("0")
    gone = await close(desk)

    for answer in (nothing, gone):
        assert (answer.status_code, answer.json()["code"]) == (404, "no_position")


async def test_what_other_orders_hold_is_not_free(desk: Desk) -> None:
    await desk.hold("30")
    resting = await desk.trade(side="sell", limit_price="11", quantity="20")

    too_much = await close(desk, quantity="11")
    rest = await close(desk)
    nothing = await close(desk)

    assert (too_much.status_code, too_much.json()["code"]) == (409, "not_free")
    assert (too_much.json()["available"], too_much.json()["held"]) == ("10", "20")
    assert too_much.json()["held_by"] == resting["order_id"]
    assert rest.json()["quantity"] == "10"
    assert (nothing.status_code, nothing.json()["available"]) == (409, "0")


async def test_no_more_is_closed_than_there_is(desk: Desk) -> None:
    await desk.hold("30")

    too_much = await close(desk, quantity="31")

    assert (too_much.status_code, too_much.json()["code"]) == (409, "not_free")
    assert too_much.json()["detail"] == "30 of 30 IBM are free: that is all there is of it"


@pytest.mark.parametrize(("quantity", "taken"), [(None, 1), ("12", 2)])
async def test_two_who_close_at_once_do_not_both_get_all(
    desk: Desk, quantity: str | None, taken: int
) -> None:
    await desk.hold("30")
    wish: dict[str, object] = {} if quantity is None else {"quantity": quantity}

    answers = await asyncio.gather(*(close(desk, **wish) for _ in range(5)))

    refused = [one for one in answers if one.status_code != 201]
    assert len(answers) - len(refused) == taken
    assert {(one.status_code, one.json()["code"]) for one in refused} == {(409, "not_free")}


async def test_what_holds_it_is_taken_back_first(desk: Desk) -> None:
    await desk.hold("30")
    resting = await desk.trade(side="sell", limit_price="11", quantity="20")

    closing = asyncio.create_task(close(desk, cancel_orders=True))
    while (await desk.see(resting["order_id"]))["status"] != "canceled":
        await asyncio.sleep(0.01)
        await desk.simulation.settle()
        await desk.pass_time()

    assert (await closing).json()["quantity"] == "30"


async def test_where_market_time_stands_still_only_what_is_free_is_closed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("order.queries.closing.PATIENCE_SECONDS", 0.1)
    await desk.hold("30")
    await desk.trade(side="sell", limit_price="11", quantity="20")

    answer = await close(desk, cancel_orders=True)

    assert answer.json()["quantity"] == "10"


async def test_too_small_a_part_is_no_share(desk: Desk) -> None:
    await desk.hold("0.00001")

    answer = await close(desk, percentage="0.0001")
    both = await close(desk, percentage="1", quantity="1")

    assert (answer.status_code, answer.json()["code"]) == (422, "quantity_too_small")
    assert (both.status_code, both.json()["code"]) == (422, "size_ambiguous")


@pytest.mark.parametrize("percentage", ["0", "100.1", "-5", "1e1", "0.00001"])
async def test_nobody_closes_more_than_all(desk: Desk, percentage: str) -> None:
    answer = await close(desk, percentage=percentage)

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")


async def test_a_position_is_closed_once_under_a_name(desk: Desk) -> None:
    await desk.hold("30")

    first = await close(desk, quantity="5", client_order_id="out")
    again = await close(desk, quantity="5", client_order_id="out")

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["order_id"] == first.json()["order_id"]


async def test_all_positions_are_closed_as_far_as_they_are_free(desk: Desk) -> None:
    await desk.show(("5", "100"), ("6", "100"), symbol="BAC")
    for symbol in ("BAC", "IBM", "NOBODY"):
        await desk.hold("30", symbol)
    await desk.trade(side="sell", limit_price="11", quantity="30")

    answer = await desk.ask("POST", "/close-all", json={})
    bac, ibm, nobody = answer.json()["items"]

    assert answer.status_code == 200
    assert (bac["symbol"], bac["order"]["quantity"], bac["problem"]) == ("BAC", "30", None)
    assert (ibm["order"], ibm["problem"]["code"]) == (None, "not_free")
    assert (nobody["symbol"], nobody["problem"]["code"]) == ("NOBODY", "unknown_symbol")


async def test_all_orders_are_taken_back_before_all_is_closed(desk: Desk) -> None:
    await desk.hold("30")
    resting = await desk.trade(side="sell", limit_price="11", quantity="30")

    body = {"cancel_orders": True}
    closing = asyncio.create_task(desk.ask("POST", "/close-all", json=body))
    while (await desk.see(resting["order_id"]))["status"] != "canceled":
        await asyncio.sleep(0.01)
        await desk.simulation.settle()
        await desk.pass_time()

    (ibm,) = (await closing).json()["items"]
    assert (ibm["order"]["quantity"], ibm["problem"]) == ("30", None)


async def test_what_may_only_reduce_holds_no_more_than_there_was_to_reduce(desk: Desk) -> None:
    wish: Json = {"side": "sell", "limit_price": "11", "quantity": "50", "reduce_only": True}
    await desk.hold("20")
    order = await desk.place(**wish, client_order_id="out")
    await desk.approve(most="20")
    await desk.hold("30")

    rest = await close(desk)
    again = (await desk.ask("POST", json=limit_order(**wish, client_order_id="out"))).json()

    assert rest.json()["quantity"] == "10", rest.text
    assert (again["order_id"], again["quantity"]) == (order["order_id"], "20")
