"""Putting another order in the place of one: the chain of ids, and that nothing is lost."""

import asyncio
from collections import Counter

import httpx
import pytest
from trading_desk import Desk, Json, limit_order

from chassis.testing import some_account
from events import OrderCreated, OrderUpdated
from vocabulary import plain

pytestmark = pytest.mark.real


async def replace(desk: Desk, order: Json, **changes: object) -> httpx.Response:
    return await desk.ask("PATCH", f"/{order['order_id']}", json=changes)


async def test_a_resting_order_is_replaced(desk: Desk) -> None:
    old = await desk.trade(limit_price="9.50")

    answer = await replace(desk, old, limit_price="9.60", quantity="20")
    new = answer.json()

    assert answer.status_code == 201
    assert (new["status"], new["limit_price"], new["quantity"]) == ("pending_new", "9.6", "20")
    assert (new["replaces"], new["replaced_by"]) == (old["order_id"], None)
    pending = await desk.see(old["order_id"])
    assert (pending["status"], pending["replaced_by"]) == ("pending_replace", new["order_id"])

    await desk.approve()

    old, new = await desk.see(old["order_id"]), await desk.see(new["order_id"])
    assert (old["status"], old["replaced_by"]) == ("replaced", new["order_id"])
    assert old["replaced_at"] is not None
    assert (new["status"], new["replaces"]) == ("new", old["order_id"])
    assert desk.names(old["order_id"])[-1] == "ORDER_REPLACED"


async def test_risk_is_told_what_is_replaced(desk: Desk) -> None:
    old = await desk.trade(limit_price="9.50", time_in_force="gtc")
    await replace(desk, old, limit_price="9.60")
    await desk.simulation.settle()

    created = desk.said[-1]
    assert isinstance(created, OrderCreated)
    assert str(created.replaces) == old["order_id"]
    assert (plain(created.bound_price), created.time_in_force) == ("9.6", "gtc")


async def test_if_risk_refuses_the_new_one_the_old_one_stays(desk: Desk) -> None:
    old = await desk.trade(limit_price="9.50")
    new = (await replace(desk, old, quantity="1000000")).json()

    await desk.reject()

    assert (await desk.see(new["order_id"]))["status"] == "rejected"
    kept = await desk.see(old["order_id"])
    assert (kept["status"], kept["replaced_by"]) == ("new", None)
    steps = (await desk.ask("GET", f"/{old['order_id']}/events")).json()["items"]
    assert (steps[-1]["happening"], steps[-1]["status"]) == ("keep", "new")
    assert steps[-1]["reason"] == kept["reason"] == "it could not be replaced: too dear"
    assert steps[-1]["figures"] == {"replacement": new["order_id"]}
    updated = [one for one in desk.said if isinstance(one, OrderUpdated)][-1]
    assert (str(updated.order_id), updated.reason) == (old["order_id"], steps[-1]["reason"])
    assert (await replace(desk, old, limit_price="9.40")).status_code == 201


async def test_what_trades_first_is_not_replaced(desk: Desk) -> None:
    old = await desk.trade(limit_price="9.50")
    new = (await replace(desk, old, limit_price="9.40")).json()
    await desk.show(("9.30", "100"), ("9.40", "100"))

    await desk.approve()

    assert (await desk.see(old["order_id"]))["status"] == "filled"
    refused = await desk.see(new["order_id"])
    assert (refused["status"], refused["rejected_by"]) == ("rejected", "book")
    assert "has ended" in refused["rejection_rule"]
    assert (await desk.see(old["order_id"]))["replaced_by"] is None


async def test_a_replacement_that_is_taken_back_replaces_nothing(desk: Desk) -> None:
    old = await desk.trade(limit_price="9.50")
    new = (await replace(desk, old, limit_price="9.60")).json()
    await desk.ask("DELETE", f"/{new['order_id']}")
    await desk.simulation.settle()
    await desk.approve()

    kept = await desk.see(old["order_id"])
    assert (kept["status"], kept["replaced_by"]) == ("new", None)
    assert (await desk.see(new["order_id"]))["status"] in {"canceled", "rejected"}


async def test_an_order_is_taken_back_while_its_replacement_is_on_its_way(desk: Desk) -> None:
    old = await desk.trade(limit_price="9.50")
    new = (await replace(desk, old, limit_price="9.60")).json()
    await desk.cancel(old["order_id"])
    await desk.approve()

    assert (await desk.see(old["order_id"]))["status"] == "canceled"
    assert (await desk.see(new["order_id"]))["status"] == "rejected"


async def test_a_chain_of_replacements_leads_both_ways(desk: Desk) -> None:
    orders = [await desk.trade(limit_price="9.50")]
    for price in ("9.51", "9.52", "9.53"):
        orders.append((await replace(desk, orders[-1], limit_price=price)).json())
        await desk.approve()

    seen = [await desk.see(one["order_id"]) for one in orders]
    ids = [one["order_id"] for one in seen]
    assert [one["replaced_by"] for one in seen] == [*ids[1:], None]
    assert [one["replaces"] for one in seen] == [None, *ids[:-1]]
    assert [one["status"] for one in seen] == ["replaced"] * 3 + ["new"]


async def test_a_replacement_is_asked_for_once_under_its_name(desk: Desk) -> None:
    old = await desk.trade(limit_price="9.50")
    path = f"/{old['order_id']}"
    changes = {"limit_price": "9.60", "client_order_id": "second"}

    answers = await asyncio.gather(*(desk.ask("PATCH", path, json=changes) for _ in range(10)))

    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 9}
    assert len({answer.json()["order_id"] for answer in answers}) == 1
    other = await desk.ask("PATCH", path, json=changes | {"limit_price": "9.70"})
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    key = await desk.ask(
        "PATCH", path, json={"limit_price": "9.60"}, headers={"idempotency-key": "second"}
    )
    assert (key.status_code, key.json()["order_id"]) == (200, answers[0].json()["order_id"])


async def test_a_name_of_another_order_is_not_taken_twice(desk: Desk) -> None:
    old = await desk.trade(limit_price="9.50", client_order_id="first")
    again = await replace(desk, old, limit_price="9.60", client_order_id="first")

    assert (again.status_code, again.json()["code"]) == (422, "key_reused")


async def test_who_waits_for_an_answer_cannot_be_replaced(desk: Desk) -> None:
    unapproved = await desk.place(limit_price="9.50")
    first = await replace(desk, unapproved, limit_price="9.60")
    assert (first.status_code, first.json()["code"]) == (409, "not_replaceable")
    assert first.json()["order_status"] == "pending_new"

    await desk.approve()
    assert (await replace(desk, unapproved, limit_price="9.60")).status_code == 201
    second = await replace(desk, unapproved, limit_price="9.70")
    assert second.json()["order_status"] == "pending_replace"

    canceled = await desk.trade(limit_price="9.40")
    await desk.ask("DELETE", f"/{canceled['order_id']}")
    third = await replace(desk, canceled, limit_price="9.70")
    assert third.json()["order_status"] == "pending_cancel"


async def test_who_has_ended_cannot_be_replaced(desk: Desk) -> None:
    filled = await desk.trade(limit_price="10.10")

    answer = await replace(desk, filled, limit_price="9.50")

    assert (answer.status_code, answer.json()["code"]) == (409, "not_replaceable")


REFUSED: list[tuple[Json, Json, str]] = [
    ({}, {}, "nothing_to_change"),
    ({}, {"limit_price": "9.001"}, "sub_penny"),
    ({}, {"stop_price": "9"}, "price_not_used"),
    ({}, {"trail": "1"}, "price_not_used"),
    ({}, {"time_in_force": "gtd"}, "expiry_missing"),
    ({}, {"quantity": "0.5", "time_in_force": "gtc"}, "fractions_not_allowed"),
    ({}, {"limit_price": 9}, "validation_failed"),
    ({}, {"side": "sell"}, "validation_failed"),
]


@pytest.mark.parametrize(("terms", "changes", "code"), REFUSED)
async def test_a_replacement_that_makes_no_sense_is_refused(
    desk: Desk, terms: Json, changes: Json, code: str
) -> None:
    old = await desk.trade(limit_price="9.50", **terms)

    answer = await replace(desk, old, **changes)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (await desk.see(old["order_id"]))["status"] == "new"


async def test_no_less_than_what_is_filled(desk: Desk) -> None:
    old = await desk.trade(limit_price="10.10", quantity="150")
    assert old["filled_quantity"] == "100"

    answer = await replace(desk, old, quantity="100")

    assert (answer.status_code, answer.json()["code"]) == (422, "quantity_too_small")
    assert answer.json()["filled_quantity"] == "100"


async def test_an_amount_of_money_cannot_be_replaced(desk: Desk) -> None:
    await desk.show(("9.90", "1"), ("10.10", "1"), symbol="BAC")
    money: Json = {"type": "market", "limit_price": "", "quantity": "", "notional": "5000"}
    old = await desk.trade(symbol="BAC", **money)
    assert old["status"] == "partially_filled"

    answer = await replace(desk, old, quantity="1")

    assert (answer.status_code, answer.json()["code"]) == (409, "not_replaceable")


async def test_a_replacement_is_in_the_way_of_own_orders_like_any_other(desk: Desk) -> None:
    await desk.place(side="sell", limit_price="10.05")
    old = await desk.trade(limit_price="9.50")

    answer = await replace(desk, old, limit_price="10.05")

    assert (answer.status_code, answer.json()["code"]) == (409, "own_order_in_the_way")
    assert (await desk.see(old["order_id"]))["status"] == "new"


async def test_nobody_replaces_what_is_somebody_elses(desk: Desk) -> None:
    mine = await desk.trade(limit_price="9.50")

    answer = await desk.ask(
        "PATCH", f"/{mine['order_id']}", trader=some_account(), json={"limit_price": "9"}
    )

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await desk.ask("PATCH", "/nonsense", json=limit_order())).status_code == 404


async def test_a_repeated_replacement_may_have_been_reduced(desk: Desk) -> None:
    await desk.hold("20")
    wish: Json = {"side": "sell", "limit_price": "11", "quantity": "50", "reduce_only": True}
    old = await desk.place(**wish)
    await desk.approve(most="20")
    change = {"quantity": "60", "client_order_id": "more"}
    first = await desk.ask("PATCH", f"/{old['order_id']}", json=change)
    await desk.approve(most="20")

    again = await desk.ask("PATCH", f"/{old['order_id']}", json=change)

    assert (first.status_code, again.status_code) == (201, 200), again.text
    assert (again.json()["order_id"], again.json()["quantity"]) == (first.json()["order_id"], "20")
