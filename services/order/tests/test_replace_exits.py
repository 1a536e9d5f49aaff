"""Orders that belong together are replaced one by one, and stay together."""

import httpx
import pytest
from trading_desk import Desk, Json

pytestmark = pytest.mark.real

BRACKET: Json = {
    "order_class": "bracket",
    "take_profit": {"limit_price": "12"},
    "stop_loss": {"stop_price": "9"},
}


async def replace(desk: Desk, order: Json, **changes: object) -> httpx.Response:
    return await desk.ask("PATCH", f"/{order['order_id']}", json=changes)


async def test_an_exit_is_moved_while_it_is_held_and_afterwards(desk: Desk) -> None:
    entry = await desk.trade(**BRACKET, limit_price="9.95")
    stop = entry["legs"][1]
    assert stop["status"] == "held"

    held = (await replace(desk, stop, stop_price="9.20")).json()
    await desk.approve()
    await desk.show(("9.90", "100"), ("9.95", "100"))

    entry = await desk.see(entry["order_id"])
    assert entry["status"] == "filled"
    moved = await desk.see(held["order_id"])
    assert (moved["status"], moved["stop_price"], moved["leg"]) == ("new", "9.2", "stop_loss")
    assert (await desk.see(stop["order_id"]))["status"] == "replaced"
    again = await replace(desk, moved, stop_price="9.40")
    assert again.status_code == 201, again.text
    assert {leg["stop_price"] for leg in (await desk.see(entry["order_id"]))["legs"]} == {
        None,
        "9",
        "9.2",
        "9.4",
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"stop_price": "12"}, "exits_crossed"),
        ({"quantity": "5"}, "quantity_not_changeable"),
        ({"limit_price": "9"}, "price_not_used"),
    ],
)
async def test_an_exit_stays_within_its_group(desk: Desk, changes: Json, code: str) -> None:
    entry = await desk.trade(**BRACKET, limit_price="9.50")

    answer = await replace(desk, entry["legs"][1], **changes)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize(
    ("stop", "trail"), [({"trail_price": "1"}, "9.50"), ({"trail_percent": "5"}, "100")]
)
async def test_an_exit_that_trails_is_moved_by_the_rules_of_a_new_one(
    desk: Desk, stop: Json, trail: str
) -> None:
    wish: Json = BRACKET | {"stop_loss": stop}
    entry = await desk.trade(**wish, limit_price="9.50")
    assert entry["legs"][1]["status"] == "held"

    too_far = await replace(desk, entry["legs"][1], trail=trail)
    moved = await replace(desk, entry["legs"][1], trail="2")

    assert (too_far.status_code, too_far.json()["code"]) == (422, "trail_too_far")
    assert moved.status_code == 201, moved.text


async def test_a_held_exit_is_compared_with_the_entry_as_it_is_now(desk: Desk) -> None:
    entry = await desk.trade(**BRACKET, limit_price="9.50")
    stop = entry["legs"][1]
    near = await replace(desk, stop, stop_price="9.55")
    assert (near.status_code, near.json()["code"]) == (422, "exit_too_near")

    await replace(desk, entry, limit_price="9.60")
    await desk.approve()

    assert (await replace(desk, stop, stop_price="9.55")).status_code == 201


async def test_exits_are_as_large_as_the_entry_that_took_the_place_of_theirs(desk: Desk) -> None:
    old = await desk.trade(**BRACKET, limit_price="9.50", quantity="10")
    stop = old["legs"][1]
    first = (await replace(desk, stop, stop_price="9.10", client_order_id="first")).json()
    await desk.approve()
    new = (await replace(desk, old, quantity="30", limit_price="9.95")).json()
    await desk.approve()
    await desk.show(("9.90", "100"), ("9.95", "100"))

    entry = await desk.see(new["order_id"])
    assert (entry["status"], entry["filled_quantity"]) == ("filled", "30")
    live = [leg for leg in entry["legs"] if leg["status"] == "new"]
    assert [leg["quantity"] for leg in live] == ["30", "30"]
    again = await replace(desk, stop, stop_price="9.10", client_order_id="first")
    assert (again.status_code, again.json()["order_id"]) == (200, first["order_id"])
    moved = (await replace(desk, live[1], stop_price="9.20")).json()
    await desk.approve()
    moved = await desk.see(moved["order_id"])
    assert (moved["status"], moved["quantity"]) == ("new", "30")


async def test_an_entry_is_replaced_and_keeps_its_exits(desk: Desk) -> None:
    old = await desk.trade(**BRACKET, limit_price="9.50")

    crossed = await replace(desk, old, limit_price="8.99")
    new = (await replace(desk, old, limit_price="9.60")).json()
    await desk.approve()

    assert (crossed.status_code, crossed.json()["code"]) == (422, "exit_too_near")
    seen = await desk.see(new["order_id"])
    assert seen["status"] == "new"
    assert [leg["status"] for leg in seen["legs"]] == ["held", "held"]
    assert [leg["parent_id"] for leg in seen["legs"]] == [old["order_id"]] * 2


async def test_an_oco_has_no_entry_that_says_how_much(desk: Desk) -> None:
    oco: Json = {"order_class": "oco", "side": "sell", "limit_price": "12"}
    exit_ = await desk.trade(**oco, stop_loss={"stop_price": "9"})

    answer = await replace(desk, exit_, quantity="5")

    assert (answer.status_code, answer.json()["code"]) == (422, "quantity_not_changeable")
    assert "entry" not in answer.json()["detail"]
