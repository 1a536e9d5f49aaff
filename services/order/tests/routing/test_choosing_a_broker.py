"""Choosing with whom an account trades, and keeping the keys of it."""

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from time import time

import pytest
from broker_room import KEYS, Room
from fakes.alpaca_broker import SECRET
from pydantic import ValidationError
from sqlalchemy import insert, select
from trading_desk import SETTINGS

from bus.envelope import new_id
from chassis.testing import sign_in, some_account, token_for
from events import AccountClosed, UserDeleted
from order.domain.record import OrderRecord
from order.domain.routing.keys import BrokerName
from order.domain.ticket import Ticket
from order.repository.adding import NewOrder, add_new
from order.repository.broker_keys import Connected, connect, keep_orders_out
from order.settings import OrderSettings
from order.tables import broker_keys
from vocabulary import ClientOrderId, OrderId, OrderType, Price, Quantity, Side, Symbol, UserId

pytestmark = pytest.mark.real
TEN = Price(Decimal(10))


async def test_live_keys_are_not_taken_where_only_paper_is_reachable(room: Room) -> None:
    answer = await room.choose("PUT", KEYS | {"environment": "live"}, trader=some_account())

    assert (answer.status_code, answer.json()["code"]) == (409, "broker_not_reachable")


@pytest.mark.parametrize("key", ["", "bm90IGVub3VnaA==", "no base64!"])
def test_brokers_need_a_key_that_seals(key: str) -> None:
    with pytest.raises(ValidationError, match="32 bytes in base64"):
        OrderSettings.model_validate(SETTINGS | {"live_routing": "paper", "broker_key": key})


async def test_the_secret_is_never_shown(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    placed = await room.place()
    await room.reach(placed, "new")
    await room.broker.connected()

    shown = await room.choose("GET")

    assert shown.json() | {"connected_at": ""} == {
        "broker": "alpaca-paper",
        "environment": "paper",
        "key_id": KEYS["key_id"],
        "reachable": True,
        "connected_at": "",
    }
    said = [one.model_dump_json() for one in room.desk.said]
    async with room.desk.simulation.database("order").engine.connect() as connection:
        (stored,) = (await connection.execute(select(broker_keys))).all()
    for secret in (SECRET, KEYS["key_id"]):
        assert secret.encode() not in stored.sealed
        assert not any(secret in one for one in (*said, caplog.text))


async def test_what_is_sealed_for_one_account_opens_for_no_other(room: Room) -> None:
    other = some_account()
    async with room.desk.simulation.database("order").engine.begin() as connection:
        stored = (await connection.execute(select(broker_keys))).mappings().one()
        stolen = {**stored, "account_id": other}
        await connection.execute(insert(broker_keys).values(stolen))

    assert (await room.choose("GET", trader=other)).json()["key_id"] is None


async def test_only_who_proved_just_now_who_they_are_may_choose(room: Room) -> None:
    desk = room.desk
    for headers, code in (
        (sign_in(desk.trader), "step_up_required"),
        ({"authorization": f"Bearer {_old(room)}"}, "step_up_required"),
        (sign_in(desk.trader, scopes="read"), "forbidden"),
    ):
        for method in ("PUT", "DELETE"):
            path = "/api/orders/broker"
            answer = await desk.client.request(method, path, headers=headers, json=KEYS)
            assert (answer.status_code, answer.json()["code"]) == (403, code)


async def test_an_account_stays_where_its_orders_and_positions_are(room: Room) -> None:
    placed = await room.place(quantity="10")
    await room.reach(placed, "new")
    assert await _code(room, "DELETE") == "open_orders"
    assert await _code(room, "PUT") == ""  # other keys of the same account there

    await room.broker.fill(room.broker.order(placed["order_id"]), "10", "10")
    await room.reach(placed, "filled")
    assert await _code(room, "DELETE") == "open_positions"

    sandbox = some_account()
    room.desk.trader = sandbox
    await room.place(limit_price="9")
    assert await _code(room, "PUT") == "open_orders"


async def test_an_account_without_anything_goes_back_to_the_exchange(room: Room) -> None:
    assert await _code(room, "DELETE") == ""
    assert (await room.choose("GET")).json()["code"] == "no_broker"

    placed = await room.place(limit_price="10.10")
    await room.desk.pass_time()

    assert (await room.desk.see(placed["order_id"]))["broker"] == "simulated"


async def test_who_is_just_placing_an_order_is_waited_for(room: Room) -> None:
    sandbox = some_account()
    ticket = Ticket(Symbol("IBM"), Side.BUY, OrderType.LIMIT, Quantity(Decimal(1)), TEN)
    order_id, name, now = OrderId(new_id()), ClientOrderId("just now"), datetime.now(UTC)
    record = OrderRecord(order_id, sandbox, name, ticket, Quantity(Decimal(1)), TEN, now, now)
    async with room.desk.simulation.database("order").engine.connect() as connection:
        await add_new(connection, [NewOrder(record)])
        connecting = asyncio.create_task(room.choose("PUT", KEYS, trader=sandbox))
        await asyncio.sleep(0.3)
        assert not connecting.done()
        await connection.commit()

    answer = await connecting
    assert (answer.status_code, answer.json()["code"]) == (409, "open_orders")


async def test_who_places_an_order_meanwhile_has_it_go_to_the_broker(room: Room) -> None:
    sandbox = some_account()
    async with room.desk.simulation.database("order").engine.connect() as connection:
        await keep_orders_out(connection)
        keys = Connected(sandbox, BrokerName.ALPACA_PAPER, b"sealed", datetime.now(UTC))
        await connect(connection, keys)
        placing = asyncio.create_task(room.desk.place(trader=sandbox))
        await asyncio.sleep(0.3)
        assert not placing.done()
        await connection.commit()

    assert (await placing)["broker"] == "alpaca-paper"


async def test_who_leaves_leaves_no_keys_behind(room: Room) -> None:
    placed = await room.place()
    await room.reach(placed, "new")
    left = UserDeleted(user_id=UserId(new_id()), account_id=room.desk.trader)

    await room.desk.simulation.publish(left, source="auth")
    seen = await room.reach(placed, "canceled")

    assert "the keys are gone" in seen["reason"]
    assert (await room.choose("GET")).status_code == 404


async def test_a_closed_account_leaves_no_keys_behind(room: Room) -> None:
    assert (await room.choose("GET")).status_code == 200

    closed = AccountClosed(account_id=room.desk.trader, epoch=1)
    await room.desk.simulation.publish(closed, source="portfolio")

    assert (await room.choose("GET")).status_code == 404


async def _code(room: Room, method: str) -> str:
    answer = await room.choose(method, KEYS if method == "PUT" else None)
    return "" if answer.is_success else answer.json()["code"]


def _old(room: Room) -> str:
    return token_for(room.desk.trader, authenticated_at=int(time()) - 3600)
