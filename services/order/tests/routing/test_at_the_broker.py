"""Orders that go to a broker: what becomes of them, told well."""

import pytest
from broker_room import Room

from events import OrderFilled, OrderPartiallyFilled, OrderRejected

pytestmark = pytest.mark.real


async def test_an_order_goes_to_the_broker_and_is_filled_there(room: Room) -> None:
    placed = await room.place(quantity="10")
    await room.reach(placed, "new")
    order = room.broker.order(placed["order_id"])
    await room.broker.connected()

    await room.broker.fill(order, "4", "9.99")
    await room.reach(placed, "partially_filled")
    await room.broker.fill(order, "6", "9.98")
    seen = await room.reach(placed, "filled")

    (sent,) = room.broker.accepted
    assert (sent["client_order_id"], sent["qty"]) == (placed["order_id"], "10")
    assert (seen["broker"], seen["average_price"], seen["fee"]) == ("alpaca-paper", "9.984", "0")
    assert [(one["quantity"], one["price"]) for one in seen["fills"]] == [
        ("4", "9.99"),
        ("6", "9.98"),
    ]
    assert room.desk.names(placed["order_id"]) == [
        "ORDER_CREATED",
        "ORDER_APPROVED",
        "ORDER_ACCEPTED",
        "ORDER_PARTIALLY_FILLED",
        "ORDER_FILLED",
    ]
    partly, last = (
        one for one in room.desk.said if isinstance(one, OrderPartiallyFilled | OrderFilled)
    )
    assert isinstance(partly, OrderPartiallyFilled)
    assert (partly.open_quantity, partly.filled_quantity, last.filled_quantity) == (6, 4, 10)
    told = [step["reason"] for step in await room.events(placed)]
    assert told[-2:] == [
        "partially filled 4 of 10 at 9.99 by alpaca-paper",
        "filled 6 of 10 at 9.98 by alpaca-paper",
    ]


async def test_what_the_broker_refuses_is_rejected_in_its_words(room: Room) -> None:
    room.broker.order_refusals.append((403, {"code": 40310000, "message": "buying power is 3"}))

    placed = await room.place()
    seen = await room.reach(placed, "rejected")

    assert (seen["rejected_by"], seen["rejection_reason"]) == ("broker", "refused_by_broker")
    assert seen["rejection_rule"] == "alpaca-paper refused it: buying power is 3"
    rejected = next(one for one in room.desk.said if isinstance(one, OrderRejected))
    assert rejected.rule == seen["rejection_rule"]


async def test_what_the_broker_lacks_is_not_even_sent(room: Room) -> None:
    placed = await room.place(post_only=True)
    seen = await room.reach(placed, "rejected")

    assert "only post" in seen["rejection_rule"]
    assert room.broker.requests["POST /v2/orders"] == 0


async def test_an_order_is_canceled_at_the_broker(room: Room) -> None:
    placed = await room.place()
    await room.reach(placed, "new")
    await room.desk.ask("DELETE", f"/{placed['order_id']}")

    await room.reach(placed, "canceled")

    assert room.broker.order(placed["order_id"])["status"] == "canceled"
    assert room.desk.names(placed["order_id"])[-1] == "ORDER_CANCELED"


async def test_what_is_canceled_before_it_is_sent_is_not_sent(room: Room) -> None:
    placed = await room.desk.place()
    await room.desk.ask("DELETE", f"/{placed['order_id']}")
    await room.desk.approve()

    seen = await room.reach(placed, "canceled")

    assert seen["reason"] == "canceled before alpaca-paper had it"
    assert room.broker.requests["POST /v2/orders"] == 0


async def test_an_order_takes_the_place_of_another(room: Room) -> None:
    placed = await room.place(quantity="10")
    await room.reach(placed, "new")
    await room.broker.fill(room.broker.order(placed["order_id"]), "4", "10")
    await room.reach(placed, "partially_filled")

    path = f"/{placed['order_id']}"
    new = (await room.desk.ask("PATCH", path, json={"limit_price": "9.50"})).json()
    await room.desk.approve()
    await room.reach(placed, "replaced")
    await room.reach(new, "new")
    there = room.broker.order(new["order_id"])
    assert (there["qty"], there["limit_price"]) == ("6", "9.5")

    await room.broker.fill(there, "6", "9.50")
    seen = await room.reach(new, "filled")
    assert (seen["replaces"], seen["filled_quantity"]) == (placed["order_id"], "6")
    assert "ORDER_REPLACED" in room.desk.names(placed["order_id"])


async def test_a_replacement_that_is_refused_leaves_the_order_as_it_is(room: Room) -> None:
    placed = await room.place()
    await room.reach(placed, "new")
    room.broker.order_refusals.append((422, {"code": 42210000, "message": "not now"}))

    path = f"/{placed['order_id']}"
    new = (await room.desk.ask("PATCH", path, json={"limit_price": "9.50"})).json()
    await room.desk.approve()
    await room.reach(new, "rejected")

    seen = await room.reach(placed, "new")
    assert seen["replaced_by"] is None
    assert "could not be replaced" in seen["reason"]


async def test_the_exits_of_a_group_live_at_the_broker(room: Room) -> None:
    placed = await room.place(
        quantity="10",
        order_class="bracket",
        take_profit={"limit_price": "12"},
        stop_loss={"stop_price": "8"},
    )
    await room.reach(placed, "new")
    exits = {leg["leg"]: leg for leg in (await room.desk.see(placed["order_id"]))["legs"]}
    await room.reach(exits["take_profit"], "held")
    await room.reach(exits["stop_loss"], "held")
    await room.broker.connected()

    name = placed["order_id"]
    await room.broker.fill(room.broker.order(name), "10", "10")
    profit, loss = room.broker.leg(name, "limit"), room.broker.leg(name, "stop")
    await room.broker.turn(profit, "new")
    await room.broker.fill(profit, "4", "12")
    loss["qty"] = "6"
    await room.broker.turn(loss, "held")
    await room.broker.fill(profit, "6", "12")
    await room.broker.turn(loss, "canceled")

    await room.reach(placed, "filled")
    await room.reach(exits["take_profit"], "filled")
    await room.reach(exits["stop_loss"], "canceled")
    said = [one for one in room.desk.said if isinstance(one, OrderFilled)]
    assert [str(one.group_id or "") for one in said] == ["", name]
    told = [step["reason"] for step in await room.events(exits["stop_loss"])]
    assert "is to trade 6 from now on" in told


async def test_an_exit_is_replaced_at_the_broker(room: Room) -> None:
    placed = await room.place(
        order_class="oto", take_profit={"limit_price": "12"}, limit_price="9.50"
    )
    await room.reach(placed, "new")
    (exit_,) = (await room.desk.see(placed["order_id"]))["legs"]
    await room.reach(exit_, "held")
    there = room.broker.leg(placed["order_id"], "limit")

    path = f"/{exit_['order_id']}"
    new = (await room.desk.ask("PATCH", path, json={"limit_price": "13"})).json()
    await room.desk.approve()
    await room.reach(exit_, "replaced")
    await room.reach(new, "new")

    replacement = room.broker.order(new["order_id"])
    assert (replacement["replaces"], replacement["limit_price"]) == (there["id"], "13")


async def test_exits_go_with_an_entry_that_is_refused_after_all(room: Room) -> None:
    room.broker.new_status = "accepted"
    placed = await room.place(
        order_class="bracket",
        take_profit={"limit_price": "12"},
        stop_loss={"stop_price": "8"},
    )
    await room.reach(placed, "accepted")
    exits = (await room.desk.see(placed["order_id"]))["legs"]
    for one in exits:
        await room.reach(one, "held")

    await room.broker.turn(room.broker.order(placed["order_id"]), "rejected")

    await room.reach(placed, "rejected")
    for one in exits:
        seen = await room.reach(one, "canceled")
        assert "its entry was refused" in seen["reason"]


async def test_an_order_for_an_amount_of_money(room: Room) -> None:
    placed = await room.place(type="market", limit_price="", quantity="", notional="100")
    await room.reach(placed, "new")
    there = room.broker.order(placed["order_id"])
    assert (there["notional"], there["qty"]) == ("100", None)

    there["qty"] = "1000"
    await room.broker.fill(there, "5", "10")
    await room.reach(placed, "partially_filled")
    there["qty"] = None
    await room.broker.fill(there, "5.1", "9.80")

    seen = await room.reach(placed, "filled")
    assert seen["filled_quantity"] == "10.1"


async def test_an_order_that_waits_for_the_market(room: Room) -> None:
    room.broker.new_status = "accepted"
    placed = await room.place()
    seen = await room.reach(placed, "accepted")
    assert seen["reason"] == "alpaca-paper has received it"

    await room.broker.turn(room.broker.order(placed["order_id"]), "expired")

    await room.reach(placed, "expired")
    assert room.desk.names(placed["order_id"])[-1] == "ORDER_EXPIRED"
