"""How an account wants its orders to be filled and charged."""

import pytest
from trading_desk import Desk

from chassis.testing import some_account
from order.domain.models import fees, fills
from order.schemas.preferences import FEE_SCHEDULES, FILL_MODELS

pytestmark = pytest.mark.real

USUAL = {"fill_model": "realistic/1", "fees": "us-equities/1"}
OTHER = {"fill_model": "instant/1", "fees": "per-share/1"}


async def test_what_there_is_is_listed_with_its_figures(desk: Desk) -> None:
    answer = (await desk.ask("GET", "/models")).json()

    models = {one["name"]: one for one in answer["fill_models"]}
    schedules = {one["name"]: one for one in answer["fee_schedules"]}
    assert (tuple(models), tuple(schedules)) == (fills.NAMES, fees.NAMES)
    assert models["realistic/1"]["is_default"]
    assert models["realistic/1"]["latency_ms"] == 20
    assert models["adverse/1"]["slippage_percent"] == "0.01"
    assert schedules["us-equities/1"]["sale_percent"] == "0.00278"
    assert schedules["us-equities/1"]["sale_per_share_max"] == "8.3"
    assert schedules["per-share/1"]["commission_per_share"] == "0.005"


def test_every_model_and_schedule_is_explained() -> None:
    assert (tuple(FILL_MODELS), tuple(FEE_SCHEDULES)) == (fills.NAMES, fees.NAMES)


async def test_orders_are_filled_and_charged_as_their_account_wants(desk: Desk) -> None:
    before = await desk.place(limit_price="9")
    chosen = await desk.ask("PUT", "/settings", json=OTHER)
    mine = await desk.place(limit_price="9")
    theirs = await desk.place(limit_price="9", trader=some_account())

    assert (chosen.status_code, chosen.json()) == (200, OTHER)
    assert (await desk.ask("GET", "/settings")).json() == OTHER
    for order, settings in ((before, USUAL), (mine, OTHER), (theirs, USUAL)):
        assert {name: order[name] for name in USUAL} == settings
    seen = await desk.see(mine["order_id"])
    assert {name: seen[name] for name in USUAL} == OTHER


async def test_a_replacement_and_exits_keep_to_the_model_of_their_order(desk: Desk) -> None:
    await desk.ask("PUT", "/settings", json=OTHER)
    entry = await desk.trade(
        limit_price="9",
        order_class="oto",
        take_profit={"limit_price": "12"},
    )
    await desk.ask("PUT", "/settings", json=USUAL)
    answer = await desk.ask("PATCH", f"/{entry['order_id']}", json={"limit_price": "9.10"})

    for order in (entry, *entry["legs"], answer.json()):
        assert (order["fill_model"], order["fees"]) == ("instant/1", "per-share/1")


async def test_the_fees_of_the_chosen_schedule_are_charged(desk: Desk) -> None:
    await desk.ask("PUT", "/settings", json=OTHER)

    order = await desk.trade(limit_price="10.10")

    assert (order["status"], order["fee"], order["fills"][0]["fee"]) == ("filled", "1", "1")


@pytest.mark.parametrize(
    "body", [{"fill_model": "lucky/1"}, {"fees": "free/1"}, {"model": "touch/1"}, []]
)
async def test_what_there_is_not_cannot_be_chosen(desk: Desk, body: object) -> None:
    answer = await desk.ask("PUT", "/settings", json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")
    assert (await desk.ask("GET", "/settings")).json() == USUAL


async def test_what_is_left_out_is_as_usual(desk: Desk) -> None:
    await desk.ask("PUT", "/settings", json=OTHER)

    assert (await desk.ask("PUT", "/settings", json={})).json() == USUAL
