"""Who may come in: strangers, forgers, lookers-on, and bodies that are no orders."""

import pytest
from trading_desk import Desk, limit_order

from chassis.testing import sign_in, some_account, token_for

pytestmark = pytest.mark.real


NO_ORDERS = [
    (b"", 422, "validation_failed"),
    (b"{", 400, "malformed_json"),
    (b'{"symbol": "IBM",}', 400, "malformed_json"),
    (b"\xff\xfe", 400, "malformed_json"),
    (b"null", 422, "validation_failed"),
    (b"[]", 422, "validation_failed"),
    (b'"IBM"', 422, "validation_failed"),
    (b'{"quantity": NaN}', 422, "validation_failed"),
    (b'{"symbol": "\\ud800"}', 422, "validation_failed"),
    (b"[" * 60_000, 400, "malformed_json"),
    (b" " * 10_000_000, 413, "body_too_large"),
]


async def test_what_is_no_order_is_refused(desk: Desk) -> None:
    for body, status, code in NO_ORDERS:
        answer = await desk.ask("POST", content=body, headers={"content-type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (status, code), body[:40]
        assert "Traceback" not in answer.text


async def test_strangers_are_refused(desk: Desk) -> None:
    for token in ("", "Bearer nonsense", "Basic eA==", "Bearer eyJhbGciOiJub25lIn0.e30."):
        headers = {"authorization": token} if token else {}
        for method in ("GET", "POST"):
            answer = await desk.client.request(
                method, "/api/orders", headers=headers, json=limit_order()
            )
            assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in"), token


async def test_a_forged_token_is_refused(desk: Desk) -> None:
    head, body, signature = token_for(desk.trader).split(".")
    forged = ".".join([head, body, signature[::-1]])

    answer = await desk.client.get("/api/orders", headers={"authorization": f"Bearer {forged}"})

    assert answer.status_code == 401


async def test_who_may_only_look_cannot_trade(desk: Desk) -> None:
    placed = await desk.place()
    looking = sign_in(desk.trader, scopes="read")

    for method, path in (("POST", ""), ("DELETE", f"/{placed['order_id']}")):
        answer = await desk.client.request(
            method, f"/api/orders{path}", headers=looking, json=limit_order()
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    seen = await desk.client.get(f"/api/orders/{placed['order_id']}", headers=looking)
    assert seen.status_code == 200


async def test_an_order_is_invisible_to_others(desk: Desk) -> None:
    placed = await desk.place(client_order_id="mine")
    stranger, path = some_account(), f"/{placed['order_id']}"

    assert (await desk.ask("GET", path, trader=stranger)).status_code == 404
    assert (await desk.ask("DELETE", path, trader=stranger)).status_code == 404
    for query in ({}, {"client_order_id": "mine"}, {"cursor": "f" * 8 + placed["order_id"][8:]}):
        listed = await desk.ask("GET", trader=stranger, params=query)
        assert listed.json() == {"items": [], "next_cursor": None}
    assert (await desk.see(placed["order_id"]))["status"] == "pending_new"


NO_ANSWERS = [
    ("/00000000-0000-7000-8000-000000000000", 404),
    ("/nonsense", 404),
    ("?limit=0", 422),
    ("?limit=501", 422),
    ("?cursor=x", 422),
    ("?status=lost", 422),
]


async def test_questions_without_an_answer_are_refused(desk: Desk) -> None:
    for path, status in NO_ANSWERS:
        assert (await desk.ask("GET", path)).status_code == status, path
