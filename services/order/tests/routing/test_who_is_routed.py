"""Whose orders reach a broker: of those who gave their keys, where it is switched on. No others."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from broker_room import KEYS, SEALING_KEY, Room, broker_room
from sqlalchemy import insert, select, text
from trading_desk import SETTINGS

from bus.envelope import new_id
from chassis.testing import some_account
from order.brokers import courier
from order.brokers.choice import SwitchedOff, open_broker
from order.domain.routing.keys import BrokerKeys, BrokerName
from order.main import create_service
from order.settings import OrderSettings
from order.tables import routed_orders

pytestmark = pytest.mark.real
EVERY_KIND: list[dict[str, Any]] = [
    {},
    {"type": "market", "limit_price": ""},
    {"type": "stop", "limit_price": "", "stop_price": "11"},
    {"type": "trailing_stop", "limit_price": "", "trail_price": "1"},
    {"time_in_force": "ioc", "limit_price": "10.10"},
    {"type": "market", "limit_price": "", "quantity": "", "notional": "50"},
    {
        "order_class": "bracket",
        "take_profit": {"limit_price": "12"},
        "stop_loss": {"stop_price": "8"},
    },
]


async def test_no_order_of_a_sandbox_account_ever_gets_there(room: Room) -> None:
    trader, sandbox = room.desk.trader, some_account()
    room.desk.trader = sandbox
    for terms in EVERY_KIND:
        placed = await room.place(**terms)
        path = f"/{placed['order_id']}"
        await room.desk.ask("PATCH", path, json={"quantity": "7"})
        await room.desk.approve()
        await room.desk.ask("DELETE", path)
        await room.desk.simulation.settle()
    await room.desk.ask("POST", "/close-all", json={"cancel_orders": True})
    await room.desk.approve()
    await room.desk.pass_time()
    placed = await room.place(limit_price="9")
    async with room.desk.simulation.database("order").engine.begin() as connection:
        noted = (await connection.execute(select(routed_orders))).all()
        # even if somebody noted one down
        row = {"order_id": placed["order_id"], "cause_id": new_id(), "correlation_id": new_id()}
        await connection.execute(insert(routed_orders).values(row | {"approved_at": _now()}))

    room.desk.trader = trader
    own = await room.place()
    await room.reach(own, "new")
    await asyncio.sleep(0.5)

    assert noted == []
    assert [one["client_order_id"] for one in room.broker.accepted] == [own["order_id"]]
    assert {path for path in room.broker.requests if placed["order_id"] in path} == set()
    room.desk.trader = sandbox
    seen = (await room.desk.ask("GET", params={"limit": 100})).json()["items"]
    assert {one["broker"] for one in seen} == {"simulated"}
    assert any(one["filled_quantity"] != "0" for one in seen)


async def test_an_order_at_a_broker_never_meets_the_simulated_book(room: Room) -> None:
    placed = await room.place(type="market", limit_price="")
    await room.reach(placed, "new")
    await room.desk.show(("9.90", "100"), ("9.95", "100"))
    await room.desk.restart()
    await room.desk.show(("9.90", "100"), ("9.96", "100"))
    await room.desk.pass_time()

    seen = await room.desk.see(placed["order_id"])

    assert (seen["status"], seen["fills"]) == ("new", [])
    async with room.desk.simulation.database("order").engine.connect() as connection:
        told = text("select count(*) from inputs where body like :it")
        assert await connection.scalar(told, {"it": f"%{placed['order_id']}%"}) == 0


async def test_switched_off_nothing_goes_out(postgres_url: str) -> None:
    async with broker_room(postgres_url, live_routing="off", broker_key="") as room:
        answer = await room.choose("PUT", KEYS)
        assert (answer.status_code, answer.json()["code"]) == (409, "broker_not_reachable")
        for terms in EVERY_KIND:
            await room.place(**terms)
        await asyncio.sleep(0.3)

        assert not room.broker.requests
        assert room.broker.connections == 0


async def test_switched_off_later_orders_end_and_are_not_simulated(postgres_url: str) -> None:
    async with broker_room(postgres_url) as room:
        await room.connect()
        settings = SETTINGS | {"live_routing": "off", "broker_key": SEALING_KEY}
        room.desk.service = create_service(OrderSettings.model_validate(settings))
        await room.desk.restart()
        placed = await room.place(limit_price="10.10")
        seen = await room.reach(placed, "rejected")

        assert "switched off" in seen["rejection_rule"]
        assert (seen["rejected_by"], seen["fills"]) == ("broker", [])
        assert not room.broker.requests
        assert not (await room.choose("GET")).json()["reachable"]


def test_without_brokers_their_library_is_not_even_imported() -> None:
    program = (
        "import sys; from order.main import create_service; from order.settings import"
        " OrderSettings; create_service(OrderSettings(port=1, rabbitmq_password='x'));"
        " assert 'alpaca' not in sys.modules; import order.brokers.courier, order.api;"
        " assert 'alpaca' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603  # ours


def test_a_broker_that_is_switched_off_is_not_opened() -> None:
    settings = OrderSettings.model_validate(SETTINGS)
    with pytest.raises(SwitchedOff):
        open_broker(settings, BrokerName.ALPACA_PAPER, BrokerKeys("key", "secret"))


async def test_a_courier_that_does_not_know_that_it_was_followed_hands_nothing_over_twice(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, database = room.desk.service.settings, room.desk.simulation.database("order")
    assert isinstance(settings, OrderSettings)
    first = await room.place(limit_price="8")
    await room.reach(first, "new")
    monkeypatch.setattr(courier, "LEASE", "of its own")
    running = asyncio.create_task(courier.Courier(settings, database, asyncio.Event()).run())
    await room.broker.connected(2)
    placed = [await room.place(limit_price=f"9.{number}") for number in range(5)]
    for one in placed:
        await room.reach(one, "new")
        await room.broker.fill(room.broker.order(one["order_id"]), "10", "9")
        assert len((await room.reach(one, "filled"))["fills"]) == 1
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert len(room.broker.accepted) == 1 + len(placed)


def _now() -> datetime:
    return datetime.now(UTC)
