"""Nobody trades with themselves: an order that could is refused, by the id of the other."""

import asyncio
from collections import Counter

import pytest
from trading_desk import Desk, Json, limit_order

from chassis.testing import some_account

pytestmark = pytest.mark.real

SELL: Json = {"side": "sell"}
MARKET: Json = {"type": "market", "limit_price": ""}
MEETINGS: list[tuple[Json, Json, bool]] = [
    # what rests, what comes, whether they could trade
    (SELL | {"limit_price": "10.05"}, {"limit_price": "10.05"}, True),
    (SELL | {"limit_price": "10.05"}, {"limit_price": "10.04"}, False),
    (SELL | {"limit_price": "10.10"}, MARKET, True),
    (SELL | {"limit_price": "10.11"}, MARKET, False),  # the market is better
    ({"limit_price": "9.95"}, SELL | {"limit_price": "9.95"}, True),
    ({"limit_price": "9.95"}, SELL | {"limit_price": "9.96"}, False),
    ({"limit_price": "9.90"}, SELL | MARKET, True),
    ({"limit_price": "9.89"}, SELL | MARKET, False),
    (SELL | MARKET, {"limit_price": "10"}, True),
    (SELL | {"type": "stop", "limit_price": "", "stop_price": "9"}, {"limit_price": "10"}, False),
    (SELL | {"limit_price": "9.95"}, {"limit_price": "9.95", "symbol": "BAC"}, False),
]


@pytest.mark.parametrize(("resting", "coming", "refused"), MEETINGS)
async def test_an_order_that_could_meet_another_of_its_account_is_refused(
    desk: Desk, resting: Json, coming: Json, *, refused: bool
) -> None:
    await desk.show(("9.90", "100"), ("10.10", "100"), symbol="BAC")
    other = await desk.place(**resting)

    answer = await desk.ask("POST", json=limit_order(**coming))

    if refused:
        assert (answer.status_code, answer.json()["code"]) == (409, "own_order_in_the_way")
        assert answer.json()["order_id"] == other["order_id"]
        assert await desk.place(**coming, trader=some_account())
    else:
        assert answer.status_code == 201, answer.text


async def test_of_several_the_one_with_the_best_price_is_named(desk: Desk) -> None:
    for price in ("10.06", "10.03", "10.05"):
        await desk.place(**SELL, limit_price=price, client_order_id=price)

    answer = await desk.ask("POST", json=limit_order(limit_price="10.05"))

    best = (await desk.ask("GET", params={"client_order_id": "10.03"})).json()["items"][0]
    assert answer.json()["order_id"] == best["order_id"]


async def test_what_is_being_taken_back_is_in_nobodys_way(desk: Desk) -> None:
    resting = await desk.place(**SELL)
    await desk.ask("DELETE", f"/{resting['order_id']}")

    assert (await desk.ask("POST", json=limit_order())).status_code == 201


async def test_what_trades_with_an_endless_market_is_in_nobodys_way(desk: Desk) -> None:
    chosen = {"fill_model": "instant/1", "fees": "none/1"}
    assert (await desk.ask("PUT", "/settings", json=chosen)).status_code == 200
    await desk.place(**SELL)

    assert await desk.place()


async def test_what_has_ended_is_in_nobodys_way(desk: Desk) -> None:
    await desk.place(**SELL)
    await desk.reject()

    assert await desk.place()


async def test_exits_that_are_held_are_in_nobodys_way(desk: Desk) -> None:
    await desk.trade(
        order_class="bracket",
        limit_price="9.50",
        take_profit={"limit_price": "9.80"},
        stop_loss={"stop_price": "9"},
    )

    assert await desk.place(limit_price="9.80")


async def test_of_two_that_come_at_once_one_is_refused(desk: Desk) -> None:
    """They are stored by statements of their own, so that the second one sees the first."""
    orders = [limit_order(side=side) for side in ("buy", "sell") * 10]

    answers = await asyncio.gather(*(desk.ask("POST", json=order) for order in orders))

    assert Counter(answer.status_code for answer in answers) == {201: 10, 409: 10}
    sides = {answer.json()["side"] for answer in answers if answer.status_code == 201}
    assert len(sides) == 1


async def test_a_repeated_order_is_answered_whatever_is_in_its_way_now(desk: Desk) -> None:
    order = limit_order(client_order_id="mine", limit_price="9.95")
    first = await desk.ask("POST", json=order)
    await desk.reject()
    await desk.place(**SELL, limit_price="9.95")

    again = await desk.ask("POST", json=order)

    assert (again.status_code, again.json()["order_id"]) == (200, first.json()["order_id"])
