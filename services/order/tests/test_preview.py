"""Orders that nobody places: shown as risk would be told of them, refused as others, forgotten."""

from typing import Any

import pytest
from kinds_of_orders import BRACKET, KINDS, OCO, REFUSED
from sqlalchemy import func, select
from trading_desk import MARKET_TIME, Desk, Json, limit_order

from chassis.testing import sign_in, some_account, token_for
from events import OrderCreated
from order.domain.routing.keys import BrokerName
from order.tables import broker_keys, orders

pytestmark = pytest.mark.real

MARKET: Json = {"type": "market", "limit_price": ""}
PRICES = ("limit_price", "stop_price", "trail_price", "trail_percent", "bound_price", "fee_bound")
TOLD = (
    *PRICES,
    *("symbol", "side", "notional", "time_in_force", "extended_hours", "reduce_only"),
    *("order_class", "reference_price", "replaces"),
)
"""What a preview calls as ORDER_CREATED does; of exits only prices."""


async def preview(desk: Desk, path: str = "", **terms: Any) -> Json:  # noqa: ANN401
    body = terms if path else limit_order(**terms)
    answer = await desk.ask("POST", f"{path}/preview", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def check(seen: Json, told: OrderCreated) -> None:
    """A preview says what is told."""
    said = told.model_dump(mode="json")
    assert {name: seen[name] for name in TOLD} == {name: said[name] for name in TOLD}
    assert seen["type"] == said["order_type"]
    assert seen["quantity"] == (None if said["notional"] else said["quantity"])
    for leg, one in zip(seen["legs"], said["legs"], strict=True):
        assert [leg[name] for name in PRICES] == [one[name] for name in PRICES]
        assert (leg["leg"], leg["type"]) == (one["role"], one["order_type"])


ALL_KINDS = [*(terms for terms, _ in KINDS), BRACKET, OCO, MARKET, MARKET | {"side": "sell"}]


@pytest.mark.parametrize("terms", ALL_KINDS)
async def test_a_preview_says_what_risk_would_be_told(desk: Desk, terms: Json) -> None:
    chosen = {"fill_model": "touch/1", "fees": "per-share/1"}
    (await desk.ask("PUT", "/settings", json=chosen)).raise_for_status()

    seen = await preview(desk, **terms)
    await desk.simulation.settle()
    assert desk.said == []
    await desk.place(**terms)
    await desk.simulation.settle()

    (told,) = desk.said
    assert isinstance(told, OrderCreated)
    check(seen, told)
    assert seen["fee_bound"] != "0"


async def test_nothing_is_stored_however_often_somebody_asks(desk: Desk) -> None:
    for _ in range(3):
        await preview(desk, **BRACKET, client_order_id="mine")
    await desk.simulation.settle()

    assert desk.said == []
    async with desk.simulation.database("order").engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(orders)) == 0


async def test_what_makes_no_sense_is_refused_as_when_it_is_placed(desk: Desk) -> None:
    await desk.show(("90000000", "1"), ("99999999", "1"), symbol="DEAR")
    for code, terms in [*REFUSED, ("unknown_symbol", {"symbol": "ZZZZ"})]:
        trader, order = some_account(), limit_order(**terms)
        asked = await desk.ask("POST", "/preview", trader=trader, json=order)
        placed = await desk.ask("POST", trader=trader, json=order)

        assert (asked.status_code, asked.json()["code"]) == (422, code), terms
        ours = {"correlation_id": asked.json()["correlation_id"]}
        assert asked.json() == placed.json() | ours


async def test_a_name_of_another_order_cannot_be_previewed(desk: Desk) -> None:
    await desk.place(client_order_id="mine")
    order = limit_order(client_order_id="mine")

    same = await desk.ask("POST", "/preview", json=order)
    other = await desk.ask("POST", "/preview", json=order | {"quantity": "11"})

    assert same.status_code == 200
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


async def test_an_own_order_in_the_way_is_named(desk: Desk) -> None:
    placed = await desk.place()
    sale = limit_order(side="sell", limit_price="10")

    asked = await desk.ask("POST", "/preview", json=sale)
    apart = await desk.ask("POST", "/preview", json=sale | {"limit_price": "10.01"})

    assert (asked.status_code, asked.json()["code"]) == (409, "own_order_in_the_way")
    assert asked.json()["order_id"] == placed["order_id"]
    assert apart.status_code == 200


async def test_who_may_only_look_sees_no_preview(desk: Desk) -> None:
    token = token_for(desk.trader, scopes="read")
    headers = {"authorization": f"Bearer {token}"}
    answer = await desk.ask("POST", "/preview", headers=headers, json=limit_order())

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_what_trades_at_once_is_expected_at_its_price_and_fee(desk: Desk) -> None:
    bought = await preview(desk, **MARKET)
    sold = await preview(desk, **MARKET, side="sell")
    waits = await preview(desk)
    await desk.doubt()
    doubtful = await preview(desk, limit_price="11")

    expected = {"quantity": "10", "price": "10.08", "fee": "0", "mid": "10", "slippage": "0.8"}
    assert bought["expected"] == expected
    assert sold["expected"] == expected | {"price": "9.92", "fee": "0.02"}
    assert (waits["expected"], doubtful["expected"]) == (None, None)


async def test_it_is_as_expected_unless_the_market_moves(desk: Desk) -> None:
    for terms in (MARKET, MARKET | {"side": "sell"}, {"limit_price": "10.20"}):
        seen = (await preview(desk, **terms))["expected"]
        traded = await desk.trade(trader=some_account(), **terms)

        assert seen["quantity"] == traded["filled_quantity"]
        assert (seen["price"], seen["fee"]) == (traded["average_price"], traded["fee"])


async def test_what_a_broker_would_make_of_it_is_not_known_here(desk: Desk) -> None:
    keys = {
        "account_id": desk.trader,
        "broker": BrokerName.ALPACA_PAPER,
        "sealed": b"",
        "created_at": MARKET_TIME,
    }
    async with desk.simulation.database("order").engine.begin() as connection:
        await connection.execute(broker_keys.insert().values(keys))

    seen = await preview(desk, **MARKET)

    assert (seen["expected"], seen["bound_price"]) == (None, "10.61")


async def test_a_replacement_is_previewed_as_it_would_be_told(desk: Desk) -> None:
    placed = await desk.place(**BRACKET)
    await desk.approve()
    for order_id, changes in (
        (placed["order_id"], {"limit_price": "10.05", "quantity": "12"}),
        (placed["legs"][1]["order_id"], {"stop_price": "9.20", "limit_price": "9.10"}),
    ):
        seen = await preview(desk, f"/{order_id}", **changes)
        (await desk.ask("PATCH", f"/{order_id}", json=changes)).raise_for_status()
        await desk.simulation.settle()

        told = desk.said[-1]
        assert isinstance(told, OrderCreated)
        check(seen, told)
        assert (seen["replaces"], seen["expected"]) == (order_id, None)


async def test_of_a_replacement_only_the_rest_is_expected(desk: Desk) -> None:
    placed = await desk.trade(limit_price="10.10", quantity="150")
    assert placed["filled_quantity"] == "100"
    await desk.show(("9.90", "100"), ("10.20", "100"))

    seen = await preview(desk, f"/{placed['order_id']}", limit_price="10.20")

    assert (seen["quantity"], seen["expected"]["quantity"]) == ("150", "50")


async def test_a_replacement_that_cannot_be_is_refused_with_the_same_code(desk: Desk) -> None:
    live = (await desk.trade())["order_id"]
    ended = (await desk.trade(**MARKET))["order_id"]
    await desk.place(client_order_id="taken", limit_price="9")
    for order_id, changes, status, code in (
        (str(some_account()), {"quantity": "5"}, 404, "not_found"),
        (live, {}, 422, "nothing_to_change"),
        (live, {"limit_price": "9.001"}, 422, "sub_penny"),
        (live, {"quantity": "5", "client_order_id": "taken"}, 422, "key_reused"),
        (live, {"quantity": "0"}, 422, "validation_failed"),
        (ended, {"quantity": "5"}, 409, "not_replaceable"),
    ):
        answer = await desk.ask("POST", f"/{order_id}/preview", json=changes)
        assert (answer.status_code, answer.json()["code"]) == (status, code), changes
    theirs = await desk.client.post(
        f"/api/orders/{live}/preview", json={}, headers=sign_in(some_account())
    )
    assert theirs.status_code == 404
