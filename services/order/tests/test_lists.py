"""Lists of orders: which of them, in which order, and exits under their entries."""

from datetime import datetime, timedelta

import pytest
from trading_desk import Desk

pytestmark = pytest.mark.real


async def listed(desk: Desk, **query: str | int | bool) -> list[str]:
    answer = await desk.ask("GET", params=query)
    assert answer.status_code == 200, answer.text
    return [order["client_order_id"] for order in answer.json()["items"]]


@pytest.fixture
async def busy(desk: Desk) -> Desk:
    """A trader with orders a, b, c and d, the newest last; c is over."""
    await desk.show(("5", "100"), ("6", "100"), symbol="BAC")
    await desk.place(client_order_id="a", limit_price="9")
    await desk.place(client_order_id="b", symbol="BAC", side="sell", limit_price="7")
    await desk.place(client_order_id="c", limit_price="9.10", time_in_force="ioc")
    await desk.approve()
    await desk.place(client_order_id="d", symbol="BAC", limit_price="5")
    return desk


async def test_orders_are_listed_as_they_are_asked_for(busy: Desk) -> None:
    assert await listed(busy) == ["d", "c", "b", "a"]
    assert await listed(busy, direction="asc") == ["a", "b", "c", "d"]
    assert await listed(busy, symbols="BAC,NOBODY") == ["d", "b"]
    assert await listed(busy, symbols="BAC", symbol="IBM") == ["d", "c", "b", "a"]
    assert await listed(busy, side="sell") == ["b"]
    assert await listed(busy, status="closed") == ["c"]
    assert await listed(busy, status="open", symbol="IBM") == ["a"]
    assert await listed(busy, status="canceled") == ["c"]
    assert await listed(busy, status="rejected") == []
    assert await listed(busy, client_order_id="b") == ["b"]


async def test_orders_are_listed_by_when_they_were_placed(busy: Desk) -> None:
    (b,) = (await busy.ask("GET", params={"client_order_id": "b"})).json()["items"]
    at = b["created_at"]
    next_one = (datetime.fromisoformat(at) + timedelta(microseconds=1)).isoformat()

    assert await listed(busy, after=at) == ["d", "c"]
    assert await listed(busy, until=at) == ["a"]
    assert await listed(busy, until=next_one) == ["b", "a"]
    assert await listed(busy, after=at, until=next_one) == []


async def test_a_list_goes_on_where_it_ended_either_way(busy: Desk) -> None:
    for direction, names in (("desc", ["d", "c", "b", "a"]), ("asc", ["a", "b", "c", "d"])):
        query = {"direction": direction, "limit": "3"}
        first = (await busy.ask("GET", params=query)).json()
        cursor = {"cursor": first["next_cursor"]}
        second = (await busy.ask("GET", params=query | cursor)).json()

        found = [one["client_order_id"] for one in first["items"] + second["items"]]
        assert (found, second["next_cursor"]) == (names, None)


async def test_exits_are_listed_beside_their_entry_or_under_it(desk: Desk) -> None:
    entry = await desk.place(
        client_order_id="entry",
        limit_price="9",
        order_class="bracket",
        take_profit={"limit_price": "12"},
        stop_loss={"stop_price": "8"},
    )
    await desk.place(client_order_id="simple", limit_price="9")

    flat = (await desk.ask("GET")).json()["items"]
    nested = (await desk.ask("GET", params={"nested": "True"})).json()["items"]

    assert len(flat) == 4
    assert all(one["legs"] is None for one in flat)
    assert [one["client_order_id"] for one in nested] == ["simple", "entry"]
    assert (nested[0]["legs"], nested[1]["legs"]) == (None, entry["legs"])


async def test_exits_stay_under_an_entry_that_was_replaced(desk: Desk) -> None:
    old = await desk.trade(limit_price="9", order_class="oto", take_profit={"limit_price": "12"})
    new = await desk.ask("PATCH", f"/{old['order_id']}", json={"limit_price": "9.10"})
    await desk.approve()

    nested = (await desk.ask("GET", params={"nested": "true"})).json()["items"]

    by_id = {one["order_id"]: one["legs"] for one in nested}
    assert by_id[old["order_id"]] == by_id[new.json()["order_id"]]
    assert by_id[old["order_id"]][0]["leg"] == "take_profit"


NO_LISTS = [
    {"direction": "up"},
    {"side": "short"},
    {"after": "yesterday"},
    {"after": "2026-01-01T00:00:00"},
    {"nested": "perhaps"},
    {"symbols": "x" * 4001},
    {"symbols": "IBM,\0"},
]


@pytest.mark.parametrize("query", NO_LISTS)
async def test_questions_that_make_no_sense_are_refused(desk: Desk, query: dict[str, str]) -> None:
    answer = await desk.ask("GET", params=query)

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")
