"""Orders at a broker that loses answers, repeats itself, tells things late or not at all."""

import asyncio
import random
from datetime import timedelta
from decimal import Decimal

import pytest
from broker_room import Room, eventually
from fakes.alpaca_broker import SECRET, Json

from events import OrderFilled, OrderPartiallyFilled
from order.brokers import line
from order.brokers.alpaca.account import AlpacaAccount

pytestmark = pytest.mark.real


def traded(room: Room, order: Json) -> list[tuple[str, str]]:
    """What the bus was told of an order's trades."""
    return [
        (f"{one.quantity:f}", f"{one.price:f}")
        for one in room.desk.said
        if isinstance(one, OrderPartiallyFilled | OrderFilled)
        and str(one.order_id) == order["order_id"]
    ]


async def test_an_answer_that_is_lost_does_not_make_two_orders(room: Room) -> None:
    room.broker.losing_answers, room.broker.is_quiet = 1, True

    placed = await room.place()
    await room.reach(placed, "new")

    assert len(room.broker.accepted) == 1
    assert room.broker.requests["POST /v2/orders"] == 1
    assert room.broker.requests["GET /v2/orders:by_client_order_id"] >= 1


async def test_an_order_that_came_through_after_it_was_looked_up_is_not_made_twice(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    sees = AlpacaAccount.find_named

    async def blind(*_: object) -> None:
        monkeypatch.setattr(AlpacaAccount, "find_named", sees)

    room.broker.losing_answers, room.broker.is_quiet = 1, True
    monkeypatch.setattr(AlpacaAccount, "find_named", blind)

    placed = await room.place()
    await room.reach(placed, "new")

    assert len(room.broker.accepted) == 1
    assert room.broker.requests["POST /v2/orders"] == 2


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_broker_that_is_busy_is_given_time(room: Room, status: int) -> None:
    room.broker.refusals += [(status, {"Retry-After": "0.1"})] * 3

    placed = await room.place()
    await room.reach(placed, "new")

    assert len(room.broker.accepted) == 1


async def test_an_order_is_not_handed_over_when_its_time_is_over(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "HAND_OVER_WITHIN", timedelta(seconds=0.3))
    room.broker.refusals += [(503, {"Retry-After": "0.4"})]

    placed = await room.place()
    seen = await room.reach(placed, "rejected")

    assert "could not be handed over to alpaca-paper" in seen["rejection_rule"]
    assert not room.broker.accepted


async def test_an_order_that_comes_there_after_it_was_given_up_does_not_trade(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(line, "HAND_OVER_WITHIN", timedelta(seconds=0.3))
    room.broker.refusals += [(503, {"Retry-After": "0.4"})]
    placed = await room.place(client_order_id="late")
    await room.reach(placed, "rejected")
    monkeypatch.setattr(line, "HAND_OVER_WITHIN", timedelta(seconds=60))
    other = await room.place(limit_price="9")
    await room.reach(other, "new")

    accepted = {**room.broker.accepted[0], "client_order_id": placed["order_id"]}
    late = {**room.broker.order(other["order_id"]), **accepted, "id": "late"}
    room.broker.orders["late"] = late

    async def is_canceled() -> bool:
        return late["status"] == "canceled"

    await eventually(is_canceled)
    assert (await room.desk.see(placed["order_id"]))["status"] == "rejected"
    assert (await room.desk.see(other["order_id"]))["status"] == "new"

    await room.broker.connected()
    await room.broker.fill(late, "3", "9")  # the broker was faster

    async def is_said() -> bool:
        return "traded 3 more of" in caplog.text

    await eventually(is_said)


async def test_what_nobody_told_is_asked_for(room: Room) -> None:
    placed = await room.place(quantity="10")
    await room.reach(placed, "new")
    order = room.broker.order(placed["order_id"])
    room.broker.is_quiet = True

    await room.broker.fill(order, "4", "9.99")
    await room.broker.fill(order, "6", "9.98")
    await room.reach(placed, "filled")

    assert traded(room, placed) == [("4", "9.99"), ("6", "9.98")]


async def test_what_happens_while_the_stream_is_down_is_asked_for_afterwards(room: Room) -> None:
    placed = await room.place(quantity="10")
    await room.reach(placed, "new")
    await room.broker.connected()
    order = room.broker.order(placed["order_id"])

    await room.broker.hang_up()
    await room.broker.fill(order, "4", "9.99")
    await room.reach(placed, "partially_filled")
    await room.broker.connected()
    await room.broker.turn(order, "canceled")

    seen = await room.reach(placed, "canceled")
    assert (seen["filled_quantity"], room.broker.connections >= 2) == ("4", True)
    assert traded(room, placed) == [("4", "9.99")]


async def test_what_is_told_twice_or_in_another_order_counts_once(room: Room) -> None:
    placed = await room.place(quantity="10")
    await room.reach(placed, "new")
    await room.broker.connected()
    order = room.broker.order(placed["order_id"])
    room.broker.is_quiet = True
    told = [
        await room.broker.turn(order, "new"),
        await room.broker.fill(order, "3", "9.99"),
        await room.broker.fill(order, "3", "9.98"),
        await room.broker.turn(order, "canceled"),
    ]

    await room.broker.tell(told[3], told[2], told[2], told[1], told[0], told[2], told[3])

    seen = await room.reach(placed, "canceled")
    assert seen["filled_quantity"] == "6"
    assert traded(room, placed) == [("3", "9.99"), ("3", "9.98")]
    assert room.desk.names(placed["order_id"])[-1] == "ORDER_CANCELED"


async def test_an_order_that_the_broker_has_lost_has_ended(room: Room) -> None:
    placed = await room.place()
    await room.reach(placed, "new")
    room.broker.orders.clear()

    seen = await room.reach(placed, "canceled")

    assert seen["reason"] == "alpaca-paper knows no such order"


async def test_orders_that_others_place_there_are_let_alone(room: Room) -> None:
    placed = await room.place()
    await room.reach(placed, "new")
    order = room.broker.order(placed["order_id"])
    by_hand = {**order, "id": "by-hand", "client_order_id": "my own"}
    room.broker.orders["by-hand"] = by_hand

    await room.broker.turn(by_hand, "new")
    await room.broker.fill(order, "10", "10")
    await room.reach(placed, "filled")

    assert by_hand["status"] == "new"
    assert len((await room.desk.ask("GET")).json()["items"]) == 1


async def test_wrong_keys_are_the_reason_that_is_given(room: Room) -> None:
    await room.connect(secret=SECRET[::-1])

    placed = await room.place()
    seen = await room.reach(placed, "rejected")

    assert seen["rejection_rule"] == "alpaca-paper refused it: unauthorized."
    await room.connect()
    await room.reach(await room.place(), "new")


@pytest.mark.timeout(1200)
async def test_whenever_the_service_is_stopped_nothing_is_lost_or_doubled(room: Room) -> None:
    dice = random.Random(11)  # noqa: S311  # the same each time
    placed: list[Json] = []
    for number in range(8):
        placed.append(await room.desk.place(quantity="10", limit_price=f"{9 + number / 100:.2f}"))
        room.broker.losing_answers = dice.choice([0, 1])
        await room.desk.approve()
        for _ in range(2):
            await _do_something(room, dice)
        await room.desk.restart()
        await _do_something(room, dice)
    for one in placed:
        await room.reach(one, "new", "partially_filled")
        order = room.broker.order(one["order_id"])
        if rest := 10 - round(float(order["filled_qty"])):
            await room.broker.fill(order, str(rest), "9.50")
    for one in placed:
        await room.reach(one, "filled")

    assert len(room.broker.accepted) == len(placed)
    for one in placed:
        own = room.broker.order(one["order_id"])["id"]
        there = [(a["qty"], a["price"]) for a in room.broker.activities if a["order_id"] == own]
        fills = (await room.desk.see(one["order_id"]))["fills"]
        assert [(fill["quantity"], f"{float(fill['price']):.2f}") for fill in fills] == there
        assert sum(dict(told_of(room, one)).values()) == 10


def told_of(room: Room, order: Json) -> list[tuple[str, Decimal]]:
    """What the bus was told of an order's trades, by their ids; after a restart some again."""
    return [
        (str(one.fill_id), one.quantity)
        for one in room.desk.said
        if isinstance(one, OrderPartiallyFilled | OrderFilled)
        and str(one.order_id) == order["order_id"]
    ]


async def _do_something(room: Room, dice: random.Random) -> None:
    """The broker trades some of an order, and may or may not tell."""
    open_there = [one for one in room.broker.orders.values() if float(one["filled_qty"]) < 8]
    room.broker.is_quiet = dice.random() < 0.5
    if open_there:
        await room.broker.fill(dice.choice(open_there), "2", f"{9 + dice.random():.2f}")
    await asyncio.sleep(dice.random() / 5)
