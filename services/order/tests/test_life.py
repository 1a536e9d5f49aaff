"""What becomes of an order, as its owner sees it."""

import pytest
from trading_desk import Desk, limit_order

from chassis.testing import some_account
from events import OrderCanceled, OrderFilled, OrderPartiallyFilled

pytestmark = pytest.mark.real
TIMES = ("filled_at", "canceled_at", "rejected_at")


def ended(order: dict[str, object]) -> list[str]:
    return [name for name in TIMES if order[name] is not None]


async def test_a_market_order_is_filled_at_the_quote(desk: Desk) -> None:
    order = await desk.trade(type="market", limit_price="", quantity="10")

    assert (order["status"], order["average_price"]) == ("filled", "10.08")
    assert ended(order) == ["filled_at"]
    fill = order["fills"][0]
    assert (fill["quantity"], fill["price"], fill["counterparty"]) == ("10", "10.08", "market")
    assert (fill["bid"], fill["ask"]) == ("9.9", "10.1")
    assert "2013-10-07T14:30:00.02" <= fill["market_time"] <= "2013-10-07T14:30:00.03"
    said = desk.said[-1]
    assert isinstance(said, OrderFilled)
    assert str(said.fill_id) == fill["fill_id"]
    assert desk.names(order["order_id"]) == [
        "ORDER_CREATED",
        "ORDER_APPROVED",
        "ORDER_ACCEPTED",
        "ORDER_FILLED",
    ]


async def test_what_is_not_shown_waits_for_the_next_quote(desk: Desk) -> None:
    order = await desk.trade(type="market", limit_price="", quantity="250")
    assert (order["status"], order["filled_quantity"]) == ("partially_filled", "100")

    await desk.show(("9.90", "100"), ("10.20", "100"))
    await desk.show(("9.90", "100"), ("10.70", "100"))  # beyond its protection
    await desk.show(("9.90", "100"), ("10.40", "100"))
    order = await desk.see(order["order_id"])

    assert [fill["quantity"] for fill in order["fills"]] == ["100", "100", "50"]
    prices = [fill["price"] for fill in order["fills"]]
    assert prices == ["10.1", "10.2", "10.35"]  # the last one was small enough to get a better one
    assert (order["status"], order["average_price"]) == ("filled", "10.19")
    partly = [one for one in desk.said if isinstance(one, OrderPartiallyFilled)]
    assert [int(one.open_quantity) for one in partly] == [150, 50]


async def test_nobody_trades_at_a_price_whose_source_has_fallen_silent(desk: Desk) -> None:
    await desk.doubt()
    waiting = await desk.trade(limit_price="10.20")
    assert waiting["status"] == "new"

    await desk.show(("9.90", "100"), ("10.10", "100"))

    order = await desk.see(waiting["order_id"])
    assert (order["status"], order["average_price"]) == ("filled", "10.1")


async def test_a_market_order_is_not_placed_at_a_price_that_nobody_vouches_for(desk: Desk) -> None:
    await desk.doubt()

    market = await desk.ask("POST", json=limit_order(type="market", limit_price=""))

    assert (market.status_code, market.json()["code"]) == (422, "no_quote")
    assert "silent" in market.json()["detail"]


async def test_two_traders_meet_on_the_book(desk: Desk) -> None:
    seller = some_account()
    resting = await desk.trade(side="sell", limit_price="10.05", trader=seller)
    taking = await desk.trade(limit_price="10.08", quantity="4")

    assert (taking["status"], taking["average_price"]) == ("filled", "10.05")
    assert taking["fills"][0]["counterparty"] == "trader"
    resting = await desk.see(resting["order_id"], trader=seller)
    assert (resting["status"], resting["filled_quantity"]) == ("partially_filled", "4")
    assert ended(resting) == []


async def test_a_rejected_order_shows_the_rule_it_broke(desk: Desk) -> None:
    placed = await desk.place()
    await desk.reject()

    order = await desk.see(placed["order_id"])

    assert (order["status"], order["rejected_by"]) == ("rejected", "risk")
    assert order["rejection_reason"] == "buying_power_exceeded"
    assert order["rejection_rule"] == "too dear"
    assert ended(order) == ["rejected_at"]


async def test_a_resting_order_is_canceled(desk: Desk) -> None:
    order = await desk.trade(limit_price="9")

    asked = await desk.ask("DELETE", f"/{order['order_id']}")
    assert (asked.status_code, asked.json()["status"]) == (202, "pending_cancel")
    assert (await desk.see(order["order_id"]))["status"] == "pending_cancel"
    again = await desk.ask("DELETE", f"/{order['order_id']}")
    assert (again.status_code, again.json()) == (202, asked.json())
    await desk.simulation.settle()
    await desk.pass_time()

    order = await desk.see(order["order_id"])
    assert order["status"] == "canceled"
    assert ended(order) == ["canceled_at"]
    said = ["ORDER_CANCEL_REQUESTED", "ORDER_UPDATED", "ORDER_CANCELED"]
    assert desk.names(order["order_id"])[-3:] == said
    await desk.show(("8", "100"), ("8.50", "100"))
    assert (await desk.see(order["order_id"]))["fills"] == []


async def test_an_order_that_has_ended_cannot_be_canceled(desk: Desk) -> None:
    filled = await desk.trade(limit_price="10.10")
    placed = await desk.place()
    await desk.reject()

    for order_id, status in ((filled["order_id"], "filled"), (placed["order_id"], "rejected")):
        asked = await desk.cancel(order_id)
        assert (asked.status_code, asked.json()["code"]) == (409, "not_cancelable")
        assert (await desk.see(order_id))["status"] == status


async def test_the_book_may_be_faster_than_the_cancel(desk: Desk) -> None:
    order = await desk.trade(limit_price="9.50")
    asked = await desk.ask("DELETE", f"/{order['order_id']}")
    await desk.simulation.settle()
    await desk.show(None, ("9.40", "100"))
    await desk.pass_time()

    order = await desk.see(order["order_id"])

    assert (asked.status_code, order["status"]) == (202, "filled")
    assert not [one for one in desk.said if isinstance(one, OrderCanceled)]


@pytest.mark.parametrize("restarted", [False, True])
async def test_an_order_can_be_canceled_before_risk_has_decided(
    desk: Desk, *, restarted: bool
) -> None:
    placed = await desk.place(limit_price="10.10")
    asked = await desk.cancel(placed["order_id"])
    if restarted:
        await desk.restart()
    await desk.approve()

    order = await desk.see(placed["order_id"])

    assert (asked.status_code, asked.json()["status"]) == (202, "pending_cancel")
    assert (order["status"], order["fills"]) == ("canceled", [])
    canceled = desk.said[-1]
    assert isinstance(canceled, OrderCanceled)
    assert canceled.open_quantity == 10


async def test_a_canceled_order_may_still_be_rejected(desk: Desk) -> None:
    placed = await desk.place()
    await desk.cancel(placed["order_id"])
    await desk.reject()

    assert (await desk.see(placed["order_id"]))["status"] == "rejected"


async def test_open_orders_come_back_after_a_restart_in_their_places(desk: Desk) -> None:
    first = await desk.trade(limit_price="10", quantity="30")
    second = await desk.trade(limit_price="10", quantity="30")
    await desk.restart()
    third = await desk.trade(limit_price="10", quantity="30")
    await desk.restart()

    await desk.trade(side="sell", limit_price="10", quantity="70", trader=some_account())

    orders = [await desk.see(one["order_id"]) for one in (first, second, third)]
    assert [order["filled_quantity"] for order in orders] == ["30", "30", "10"]


async def test_a_restart_does_not_sell_the_same_shares_twice(desk: Desk) -> None:
    await desk.trade(type="market", limit_price="", quantity="60")
    await desk.restart()

    order = await desk.trade(type="market", limit_price="", quantity="60")

    assert order["filled_quantity"] == "40"


async def test_events_that_come_twice_change_nothing(desk: Desk) -> None:
    order = await desk.trade(type="market", limit_price="", quantity="150")
    before, said = await desk.see(order["order_id"]), len(desk.said)

    await desk.simulation.bus.redeliver()
    await desk.simulation.settle()

    assert await desk.see(order["order_id"]) == before
    assert len(desk.said) == said


async def test_orders_are_listed_newest_first_and_in_parts(desk: Desk) -> None:
    placed = [(await desk.place())["order_id"] for _ in range(5)]

    first = (await desk.ask("GET", params={"limit": 3})).json()
    second = (await desk.ask("GET", params={"limit": 3, "cursor": first["next_cursor"]})).json()

    listed = [order["order_id"] for order in first["items"] + second["items"]]
    assert sorted(listed) == sorted(placed)
    assert listed == sorted(listed, reverse=True)
    assert (len(first["items"]), second["next_cursor"]) == (3, None)


async def test_orders_are_listed_by_life_and_symbol(desk: Desk) -> None:
    await desk.show(("5", "100"), ("6", "100"), symbol="BAC")
    filled = await desk.trade(type="market", limit_price="")
    resting = await desk.trade(limit_price="9")
    bac = await desk.place(symbol="BAC")

    async def listed(**query: str) -> list[str]:
        answer = await desk.ask("GET", params=query)
        return [order["order_id"] for order in answer.json()["items"]]

    assert await listed(status="open") == [bac["order_id"], resting["order_id"]]
    assert await listed(status="closed") == [filled["order_id"]]
    assert await listed(status="open", symbol="IBM") == [resting["order_id"]]
    assert len(await listed()) == 3
