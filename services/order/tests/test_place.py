"""Placing an order: what is accepted, and that a name leads to one order."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

import pytest
from trading_desk import Desk, limit_order

from bus.envelope import new_id
from chassis.testing import some_account
from events import OrderCreated
from order.api.market import market_of
from order.commands.drafting import PlaceWish
from order.commands.placing import place_orders
from order.domain.ticket import Ticket
from vocabulary import (
    DIGITS_MAX,
    ClientOrderId,
    OrderId,
    OrderType,
    Quantity,
    Side,
    Symbol,
    plain,
)

pytestmark = pytest.mark.real


async def test_a_limit_order_waits_for_risk(desk: Desk) -> None:
    placed = await desk.place(client_order_id="mine")
    await desk.simulation.settle()

    assert placed["status"] == "pending_new"
    assert (placed["client_order_id"], placed["type"]) == ("mine", "limit")
    assert (placed["quantity"], placed["limit_price"], placed["bound_price"]) == ("10", "10", "10")
    assert (placed["filled_quantity"], placed["average_price"]) == ("0", None)
    assert placed["account_id"] == str(desk.trader)
    assert desk.names(placed["order_id"]) == ["ORDER_CREATED"]
    assert await desk.see(placed["order_id"]) == placed | {"fills": []}


@pytest.mark.parametrize(
    ("side", "reference", "bound"), [("buy", "10.1", "10.61"), ("sell", "9.9", "9.4")]
)
async def test_a_market_order_carries_its_protection_price(
    desk: Desk, side: str, reference: str, bound: str
) -> None:
    placed = await desk.place(side=side, type="market", limit_price="")
    await desk.simulation.settle()

    created = desk.said[-1]
    assert isinstance(created, OrderCreated)
    assert (placed["reference_price"], placed["bound_price"]) == (reference, bound)
    assert (plain(created.bound_price), created.limit_price) == (bound, None)


async def test_an_order_is_found_under_its_name(desk: Desk) -> None:
    for name in ("x", "Ünïcode ✓", "x" * 128):
        placed = await desk.place(client_order_id=name)

        found = (await desk.ask("GET", params={"client_order_id": name})).json()

        assert found == {"items": [placed], "next_cursor": None}


async def test_without_a_name_the_order_is_called_by_its_id(desk: Desk) -> None:
    placed = await desk.place()

    assert placed["client_order_id"] == placed["order_id"]


async def test_a_repeated_order_is_answered_as_it_stands(desk: Desk) -> None:
    first = await desk.place(client_order_id="mine", quantity="10")
    await desk.reject()

    again = await desk.ask("POST", json=limit_order(client_order_id="mine", quantity="10.0"))

    assert again.status_code == 200
    assert again.json()["order_id"] == first["order_id"]
    assert again.json()["status"] == "rejected"


async def test_a_repeated_market_order_needs_no_market(desk: Desk) -> None:
    order = limit_order(type="market", limit_price="", client_order_id="mine")
    first = await desk.ask("POST", json=order)
    await desk.show(None, None)

    again = await desk.ask("POST", json=order)
    other = await desk.ask("POST", json=order | {"client_order_id": "other"})

    assert (again.status_code, again.json()["order_id"]) == (200, first.json()["order_id"])
    assert (other.status_code, other.json()["code"]) == (422, "no_quote")


async def test_a_name_cannot_be_used_for_other_terms(desk: Desk) -> None:
    await desk.place(client_order_id="mine")

    for change in ({"quantity": "11"}, {"side": "sell"}, {"limit_price": "9"}):
        other = await desk.ask("POST", json=limit_order(client_order_id="mine", **change))
        assert (other.status_code, other.json()["code"]) == (422, "key_reused")


async def test_everybody_has_names_of_their_own(desk: Desk) -> None:
    mine = await desk.place(client_order_id="x")
    theirs = await desk.place(client_order_id="x", trader=some_account())

    assert mine["order_id"] != theirs["order_id"]


async def test_the_idempotency_key_stands_in_for_the_name(desk: Desk) -> None:
    key = {"Idempotency-Key": "a key"}

    first = await desk.ask("POST", json=limit_order(), headers=key)
    again = await desk.ask("POST", json=limit_order(client_order_id="a key"), headers=key)
    differs = await desk.ask("POST", json=limit_order(client_order_id="b"), headers=key)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["client_order_id"] == "a key"
    assert (differs.status_code, differs.json()["code"]) == (422, "keys_differ")


async def test_a_hundred_requests_at_once_make_one_order(desk: Desk) -> None:
    order = limit_order(client_order_id="mine")

    answers = await asyncio.gather(*(desk.ask("POST", json=order) for _ in range(100)))
    await desk.simulation.settle()

    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 99}
    assert len({answer.json()["order_id"] for answer in answers}) == 1
    assert [one.name for one in desk.said] == ["ORDER_CREATED"]


async def test_requests_at_once_get_their_own_answers(desk: Desk) -> None:
    orders = [
        limit_order(client_order_id=f"mine-{n // 4}", quantity=str(1 + n % 2)) for n in range(20)
    ]

    answers = await asyncio.gather(*(desk.ask("POST", json=order) for order in orders))

    for n in range(0, 20, 4):
        codes = sorted(answer.status_code for answer in answers[n : n + 4])
        assert codes == [200, 201, 422, 422]


FLAWS: list[tuple[dict[str, object], str]] = [
    ({"quantity": "0"}, "validation_failed"),
    ({"quantity": "-1"}, "validation_failed"),
    ({"quantity": 1}, "validation_failed"),
    ({"quantity": 1.5}, "validation_failed"),
    ({"quantity": True}, "validation_failed"),
    ({"quantity": None}, "size_ambiguous"),
    ({"notional": "100"}, "size_ambiguous"),
    ({"quantity": "NaN"}, "validation_failed"),
    ({"quantity": "Infinity"}, "validation_failed"),
    ({"quantity": "1e3"}, "validation_failed"),
    ({"quantity": "1E-999999999"}, "validation_failed"),
    ({"quantity": " 1"}, "validation_failed"),
    ({"quantity": "1_000"}, "validation_failed"),
    ({"quantity": "١٢"}, "validation_failed"),
    ({"quantity": "9" * 30}, "validation_failed"),
    ({"quantity": "1" * (DIGITS_MAX + 1)}, "validation_failed"),
    ({"quantity": "0.0000000001"}, "validation_failed"),
    ({"limit_price": "0"}, "validation_failed"),
    ({"limit_price": "-10"}, "validation_failed"),
    ({"limit_price": 10}, "validation_failed"),
    ({"limit_price": "10.000000001"}, "validation_failed"),
    ({"limit_price": None}, "price_missing"),
    ({"limit_price": "10.001"}, "sub_penny"),
    ({"limit_price": "0.99999"}, "sub_penny"),
    ({"type": "market"}, "price_not_used"),
    ({"type": "stop"}, "price_missing"),
    ({"type": "pegged"}, "validation_failed"),
    ({"side": "short"}, "validation_failed"),
    ({"symbol": ""}, "validation_failed"),
    ({"symbol": "x" * 33}, "validation_failed"),
    ({"symbol": "ZZZZ"}, "unknown_symbol"),
    ({"symbol": "ibm"}, "unknown_symbol"),
    ({"client_order_id": ""}, "validation_failed"),
    ({"client_order_id": "x" * 129}, "validation_failed"),
    ({"client_order_id": "a\nb"}, "validation_failed"),
    ({"client_order_id": "\x00"}, "validation_failed"),
    ({"time_in_force": "gfd"}, "validation_failed"),
]


async def test_an_order_that_makes_no_sense_is_refused(desk: Desk) -> None:
    for flaw, code in FLAWS:
        answer = await desk.ask("POST", json=limit_order() | flaw)
        assert (answer.status_code, answer.json()["code"]) == (422, code), flaw
    for field in ("symbol", "side", "type"):
        answer = await desk.ask("POST", json=limit_order(**{field: ""}))
        assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed"), field
    await desk.simulation.settle()

    assert desk.said == []


async def test_a_number_in_json_is_refused_with_the_reason(desk: Desk) -> None:
    answer = await desk.ask("POST", json=limit_order() | {"quantity": 1.1})

    assert "write it as a string" in answer.json()["detail"]
    assert answer.json()["errors"][0]["field"] == "body.quantity"


async def test_a_market_order_needs_somebody_on_the_other_side(desk: Desk) -> None:
    await desk.show(("9.90", "100"), None)
    order = limit_order(type="market", limit_price="")

    buy = await desk.ask("POST", json=order)
    sell = await desk.ask("POST", json=order | {"side": "sell"})

    assert (buy.status_code, buy.json()["code"]) == (422, "no_quote")
    assert sell.status_code == 201
    assert (await desk.place(trader=some_account()))["reference_price"] is None


async def no_limit(keys: Sequence[str]) -> list[float]:
    return [0.0] * len(keys)


place_at_any_rate = partial(place_orders, no_limit)


async def test_an_order_whose_commit_was_not_heard_of_is_placed_once(desk: Desk) -> None:
    """The group is tried again then; an order without a name must be found by its id."""
    running = desk.simulation.running["order"]
    order_id = OrderId(new_id())
    ticket = Ticket(Symbol("IBM"), Side.BUY, OrderType.MARKET, Quantity(Decimal(1)))
    wish = PlaceWish(
        order_id,
        desk.trader,
        ClientOrderId(str(order_id)),
        ticket,
        market_of(running.prices, Symbol("IBM")),
    )

    first = await running.commands.run(place_at_any_rate, wish)
    again = await running.commands.run(place_at_any_rate, wish)
    await desk.simulation.settle()

    assert (first.is_new, again.is_new) == (True, True)
    assert again.record.order_id == order_id
    assert desk.names(str(order_id)) == ["ORDER_CREATED"]
