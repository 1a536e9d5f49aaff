"""The fast lane and the normal way cannot be told apart by their answers."""

import json
from typing import Any

import httpx
import pytest
from trading_desk import Desk

from chassis import fast
from chassis.testing import sign_in, some_account
from order import api

pytestmark = pytest.mark.real
FAST, NORMAL = "application/json", "application/json; charset=utf-8"
BUY = {"symbol": "IBM", "side": "buy", "type": "market", "quantity": "10"}
LIMIT = BUY | {"type": "limit", "limit_price": "9.50"}
UNIQUE = ("order_id", "client_order_id", "created_at", "updated_at", "correlation_id", "account_id")
BODIES: list[Any] = [
    BUY,
    LIMIT,
    LIMIT | {"client_order_id": "twice"},
    LIMIT | {"client_order_id": "twice"},
    LIMIT | {"client_order_id": "twice", "quantity": "11"},
    BUY | {"symbol": "NOBODY"},
    LIMIT | {"limit_price": "9.505"},
    BUY | {"quantity": 10},
    BUY | {"quantity": "-1"},
    BUY | {"quantity": "NaN"},
    BUY | {"surplus": 1},
    BUY | {"client_order_id": "\ud800"},
    {},
    [],
    None,
]


async def test_both_ways_answer_alike(desk: Desk) -> None:
    for body in BODIES:
        fast_one, normal = [await post(desk, body, kind) for kind in (FAST, NORMAL)]

        assert fast_one.status_code == normal.status_code, body
        assert shape(fast_one) == shape(normal), body
        assert fast_one.headers.keys() == normal.headers.keys()
        assert fast_one.headers["content-type"] == normal.headers["content-type"]


async def test_both_ways_refuse_the_same_people(desk: Desk) -> None:
    for headers in ({}, {"authorization": "Bearer x"}, sign_in(desk.trader, scopes="read")):
        answers = [
            await desk.client.post(
                "/api/orders",
                content=json.dumps(BUY),
                headers=headers | {"content-type": kind},
            )
            for kind in (FAST, NORMAL)
        ]

        assert answers[0].status_code == answers[1].status_code >= 401
        assert shape(answers[0]) == shape(answers[1])


async def test_usual_requests_go_by_the_fast_lane_and_unusual_ones_do_not(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[bool] = []
    fits = fast._fits  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]

    def noted(*request: Any) -> bool:  # noqa: ANN401  # whatever it takes
        taken.append(fits(*request))
        return taken[-1]

    monkeypatch.setattr(fast, "_fits", noted)

    assert (await post(desk, BUY, FAST)).status_code == 201
    assert (await post(desk, BUY, NORMAL)).status_code == 201
    keyed = await desk.ask("POST", json=BUY, headers={"idempotency-key": "key"})

    assert keyed.json()["client_order_id"] == "key"
    assert taken == [True, False, False]
    assert api.PLACE.path == "/api/orders"


async def post(desk: Desk, body: object, kind: str) -> httpx.Response:
    """Each way as a trader of its own, who has no orders that the other one placed."""
    trader = desk.trader if kind == FAST else OTHER
    content = json.dumps(body).encode()
    return await desk.ask("POST", trader=trader, content=content, headers={"content-type": kind})


def shape(answer: httpx.Response) -> dict[str, Any]:
    """The answer without what is different each time."""
    return {name: value for name, value in answer.json().items() if name not in UNIQUE}


OTHER = some_account()
