"""Orders of every kind over HTTP: what is stored, said and answered, and what is refused."""

from typing import Any

import pytest
from kinds_of_orders import BRACKET, KINDS, OCO, REFUSED
from trading_desk import Desk, Json, limit_order

from chassis.testing import some_account
from events import OrderCreated
from order.domain.validation import RULES

pytestmark = pytest.mark.real


async def post(desk: Desk, terms: Json) -> Any:  # noqa: ANN401  # an answer
    """Each by somebody else, whose orders are in nobody's way."""
    return await desk.ask("POST", trader=some_account(), json=limit_order(**terms))


@pytest.mark.parametrize(("terms", "shown"), KINDS)
async def test_an_order_is_taken_and_shown_as_it_was_asked_for(
    desk: Desk, terms: Json, shown: Json
) -> None:
    placed = await desk.place(**terms)

    assert {name: placed[name] for name in shown} == shown
    assert (placed["status"], placed["legs"], placed["fee"]) == ("pending_new", None, "0")
    assert await desk.see(placed["order_id"]) == placed | {"fills": []}


async def test_risk_is_told_all_that_it_has_to_hold(desk: Desk) -> None:
    await desk.place(type="market", limit_price="", quantity="", notional="500.25")
    await desk.place(side="sell", limit_price="100", time_in_force="gtc", extended_hours=True)
    await desk.simulation.settle()

    money, sale = [one for one in desk.said if isinstance(one, OrderCreated)]

    assert str(money.notional) == "500.25"
    assert str(money.bound_price) == "10.61"
    assert str(money.quantity) == "47.148916116"  # what the money buys at the bound, rounded down
    assert money.fee_bound == 0
    assert sale.fee_bound > 0
    assert (sale.time_in_force, sale.extended_hours) == ("gtc", True)


async def test_an_entry_is_placed_with_its_exits(desk: Desk) -> None:
    placed = await desk.place(**BRACKET)
    await desk.simulation.settle()

    profit, loss = placed["legs"]
    assert (profit["leg"], profit["type"], profit["side"]) == ("take_profit", "limit", "sell")
    assert (loss["leg"], loss["type"]) == ("stop_loss", "stop_limit")
    assert (loss["stop_price"], loss["limit_price"]) == ("9", "8.9")
    for leg in placed["legs"]:
        assert (leg["parent_id"], leg["quantity"]) == (placed["order_id"], "10")
        assert (leg["time_in_force"], leg["order_class"]) == ("gtc", "bracket")
        assert leg["client_order_id"] == leg["order_id"]
    (created,) = desk.said
    assert isinstance(created, OrderCreated)
    assert [str(leg.order_id) for leg in created.legs] == [profit["order_id"], loss["order_id"]]
    assert [leg.role for leg in created.legs] == ["take_profit", "stop_loss"]
    assert str(created.legs[0].bound_price) == "12"
    assert await desk.see(placed["order_id"]) == placed | {"fills": []}


async def test_an_oco_takes_its_profit_itself(desk: Desk) -> None:
    placed = await desk.place(**OCO)

    (loss,) = placed["legs"]
    assert (placed["limit_price"], placed["side"]) == ("12", "sell")
    assert (loss["type"], loss["trail_percent"], loss["side"]) == ("trailing_stop", "5", "sell")
    again = OCO | {"limit_price": "12"}
    assert (await post(desk, again)).json()["limit_price"] == "12"


async def test_an_oco_may_buy_back_what_is_owed(desk: Desk) -> None:
    await desk.hold("-10")

    assert await desk.place(limit_price="9.50", order_class="oco", stop_loss={"stop_price": "11"})


async def test_a_group_is_placed_once_under_its_name(desk: Desk) -> None:
    order = limit_order(**BRACKET, client_order_id="mine")

    first = await desk.ask("POST", json=order)
    again = await desk.ask("POST", json=order)
    other = await desk.ask("POST", json=order | {"take_profit": {"limit_price": "13"}})

    assert (again.status_code, again.json()) == (200, first.json())
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    listed = (await desk.ask("GET")).json()["items"]
    assert len(listed) == 3


async def test_what_makes_no_sense_is_refused_by_name(desk: Desk) -> None:
    await desk.show(("90000000", "1"), ("99999999", "1"), symbol="DEAR")
    for code, terms in REFUSED:
        answer = await post(desk, terms)
        assert (answer.status_code, answer.json().get("code")) == (422, code), terms
    await desk.simulation.settle()

    assert desk.said == []


async def test_a_refusal_says_the_figures(desk: Desk) -> None:
    answer = (await post(desk, {"limit_price": "10.001"})).json()

    assert answer["detail"] == "prices near 10.001 are multiples of 0.01"
    assert (answer["field"], answer["tick"]) == ("limit_price", "0.01")


async def test_every_rule_is_in_the_document(desk: Desk) -> None:
    document = (await desk.client.get("/openapi.json")).json()

    refusals = document["paths"]["/api/orders"]["post"]["responses"]["422"]["description"]
    assert [code for code in RULES if f"`{code}`" not in refusals] == []
