"""The engine on a real database: from an approval and the tape to fills."""

from decimal import Decimal

import pytest
from trading_pit import TradingPit
from written_tape import quoted, traded

from events import (
    OrderAccepted,
    OrderCanceled,
    OrderFilled,
    OrderPartiallyFilled,
    OrderRejected,
    OrderReplaced,
    OrderUpdated,
)
from order.tables import fills, inputs, order_events
from vocabulary import LegRole, OrderClass, Price

pytestmark = pytest.mark.real
REALISTIC = "realistic/1"


async def test_an_order_is_filled_from_what_the_tape_shows(pit: TradingPit) -> None:
    order_id = await pit.place(limit="10.10", quantity="150")

    first = await pit.order(order_id)
    assert (first.status, first.filled_quantity) == ("partially_filled", 100)
    await pit.tell(quoted("100@9.90", "150@10.10"), later=1)

    row = await pit.order(order_id)
    assert (row.status, row.filled_quantity, row.fill_count) == ("filled", 150, 2)
    assert [type(one) for one in pit.said] == [OrderAccepted, OrderPartiallyFilled, OrderFilled]
    assert [one.quantity for one in await pit.rows(fills)] == [100, 50]
    assert len(await pit.rows(inputs)) == 2


async def test_an_order_takes_effect_when_the_tape_has_come_to_its_time(pit: TradingPit) -> None:
    order_id = await pit.place(limit="10.10", model=REALISTIC)
    assert (await pit.status(order_id), pit.said) == ("accepted", [])

    await pit.tell(later=0.019)
    assert await pit.status(order_id) == "accepted"
    await pit.tell(later=0.02)

    assert await pit.status(order_id) == "filled"
    steps = [row.happening for row in await pit.rows(order_events)]
    assert steps == ["accept", "open", "complete"]
    assert isinstance(pit.said[-1], OrderFilled)


async def test_the_chain_of_causes_leads_from_the_approval_to_the_fill(pit: TradingPit) -> None:
    await pit.place(limit="10.10", model=REALISTIC)
    await pit.tell(later=1)

    history = pit.simulation.bus.history
    approved = next(one for one in history if one.type == "ORDER_APPROVED")
    effects = [one for one in history if one.source == "order"]
    assert {one.causationid for one in effects} == {approved.id}
    assert {one.correlationid for one in effects} == {approved.correlationid}
    assert len({one.id for one in effects}) == len(effects) == 2


async def test_an_order_is_canceled_at_the_time_of_its_cancel(pit: TradingPit) -> None:
    order_id = await pit.place(limit="9.50", model=REALISTIC)
    await pit.tell(later=1)

    await pit.ask_cancel(order_id)
    assert await pit.status(order_id) == "pending_cancel"
    await pit.ask_cancel(order_id)
    await pit.tell(later=1)

    row = await pit.order(order_id)
    assert (row.status, row.reason) == ("canceled", "its owner took it back")
    history = pit.simulation.bus.history
    canceled, asked = history[-1], [one for one in history if one.source == "test"]
    assert (type(canceled.data), canceled.causationid) == (OrderCanceled, asked[-2].id)
    assert canceled.data.market_time == asked[-2].data.market_time


async def test_an_order_and_its_cancel_that_come_together_take_effect_in_their_turn(
    pit: TradingPit,
) -> None:
    order_id = await pit.place(limit="9.50", model=REALISTIC, settle=False)
    await pit.ask_cancel(order_id)

    await pit.approve(order_id)
    assert await pit.status(order_id) == "pending_cancel"
    await pit.tell(later=1)

    assert await pit.status(order_id) == "canceled"


async def test_an_order_that_was_canceled_before_it_comes_does_not_trade(pit: TradingPit) -> None:
    order_id = await pit.place(limit="10.10", model=REALISTIC, settle=False)
    await pit.ask_cancel(order_id)
    await pit.tell(later=60)
    assert await pit.rows(inputs) == []

    await pit.approve(order_id)

    row = await pit.order(order_id)
    assert (row.status, row.reason) == ("canceled", "it was canceled before it came")
    assert await pit.rows(fills) == []


async def test_an_order_takes_the_place_of_another(pit: TradingPit) -> None:
    first = await pit.place(limit="9.50", quantity="30")
    second = await pit.place(limit="9.60", quantity="40", replaces=first)

    assert (await pit.status(first), await pit.status(second)) == ("replaced", "new")
    said = next(one for one in pit.said if isinstance(one, OrderReplaced))
    assert (said.order_id, said.replacement_id, said.open_quantity) == (first, second, 30)


async def test_a_replacement_that_comes_to_nothing_is_refused_by_the_book(pit: TradingPit) -> None:
    first = await pit.place(limit="10.10", quantity="150")
    second = await pit.place(limit="10.10", quantity="100", replaces=first)

    row = await pit.order(second)
    assert (row.status, row.rejected_by, row.rejection_rule) == (
        "rejected",
        "book",
        "100 are filled already",
    )
    assert (await pit.status(first)) == "partially_filled"
    assert isinstance(pit.said[-2], OrderRejected)


async def test_exits_wait_for_their_entry_and_one_ends_the_other(pit: TradingPit) -> None:
    legs = {
        LegRole.TAKE_PROFIT: {"limit": "11"},
        LegRole.STOP_LOSS: {"limit": "", "type": "stop", "stop": "9"},
    }
    entry = await pit.place(limit="10", order_class=OrderClass.BRACKET, legs=legs)
    profit, loss = [row.order_id for row in await pit.legs(entry)]
    assert [await pit.status(one) for one in (profit, loss)] == ["held", "held"]

    await pit.tell(quoted("100@9.90", "100@10"), later=1)
    assert [await pit.status(one) for one in (entry, profit, loss)] == ["filled", "new", "new"]
    await pit.tell(quoted("100@11", "100@11.10"), later=1)

    assert [await pit.status(one) for one in (profit, loss)] == ["filled", "canceled"]
    filled = [one for one in pit.said if isinstance(one, OrderFilled)]
    assert [one.group_id for one in filled] == [None, entry]
    held = [one for one in pit.said if isinstance(one, OrderUpdated) and one.order_id == loss]
    assert [one.status for one in held] == ["held", "accepted", "held"][: len(held)]


async def test_a_reduce_only_order_trades_no_more_than_was_approved(pit: TradingPit) -> None:
    order_id = await pit.place(side="sell", limit="9.90", reduce_only=True, settle=False)

    await pit.approve(order_id, most="4")

    row = await pit.order(order_id)
    assert (row.status, row.filled_quantity, row.quantity) == ("filled", 4, 4)
    (first, *_) = await pit.rows(order_events)
    why = "shrunk from 10 to 4: no more of the position is free"
    assert (first.happening, first.reason) == ("shrink", why)


async def test_so_does_its_replacement(pit: TradingPit) -> None:
    old = await pit.place(side="sell", limit="10.20", reduce_only=True, settle=False)
    await pit.approve(old, most="4")

    new = await pit.place(side="sell", limit="9.90", reduce_only=True, replaces=old, settle=False)
    await pit.approve(new, most="4")

    row = await pit.order(new)
    assert [await pit.status(one) for one in (old, new)] == ["replaced", "filled"]
    assert (row.filled_quantity, row.quantity) == (4, 4)


async def test_and_so_do_both_exits_of_an_oco(pit: TradingPit) -> None:
    stop = {LegRole.STOP_LOSS: {"limit": "9.90", "side": "sell"}}
    kind = {"order_class": OrderClass.OCO, "side": "sell", "reduce_only": True}
    first = await pit.place(limit="10.20", legs=stop, settle=False, **kind)

    await pit.approve(first, most="4")

    (loss,) = await pit.legs(first)
    assert (loss.status, loss.filled_quantity, loss.quantity) == ("filled", 4, 4)
    row = await pit.order(first)
    assert (row.status, row.quantity) == ("canceled", 4)


async def test_an_order_that_rests_is_filled_by_what_the_market_trades(pit: TradingPit) -> None:
    order_id = await pit.place(limit="9.80", quantity="50", model=REALISTIC)
    await pit.tell(quoted("100@9.80", "100@10"), later=1)

    await pit.tell(traded("500@9.80"), later=1)

    assert await pit.status(order_id) == "filled"


async def test_how_far_a_trailing_stop_had_come_does_not_depend_on_when_that_was_stored(
    pit: TradingPit,
) -> None:
    await pit.tell(traded("5@10"))
    trail = Price(Decimal("0.50"))
    order_id = await pit.place(side="sell", limit="", type="trailing_stop", trail_price=trail)

    await pit.tell(traded("5@12"), quoted("50@11.40", "50@11.45"), traded("5@11.45"), later=1)

    row = await pit.order(order_id)
    assert (row.status, row.hwm) == ("filled", 12)


async def test_a_trailing_stop_says_how_far_it_has_come(pit: TradingPit) -> None:
    await pit.tell(traded("5@10"))
    order_id = await pit.place(
        side="sell", limit="", type="trailing_stop", trail_price=Price(Decimal("0.50"))
    )
    assert (await pit.order(order_id)).hwm == 10

    for restarts in range(2):
        await pit.tell(traded(f"5@{11 + restarts}"), later=1)
        await pit.rest()
        assert (await pit.order(order_id)).hwm == 11 + restarts
        await pit.restart()
    await pit.tell(quoted("50@11.40", "50@11.45"), traded("5@11.45"), later=1)

    row = await pit.order(order_id)
    assert (row.status, row.traded_value, row.hwm) == ("filled", 114, 12)


async def test_what_our_orders_show_is_told_when_it_changes(pit: TradingPit) -> None:
    boards = pit.boards
    first = await pit.place(limit="9.50", quantity="30")
    await pit.place(limit="9.50", quantity="5")
    await pit.place(limit="11", quantity="7", side="sell")
    [said] = boards.news()
    assert [(str(one.price), str(one.size)) for one in said.bids] == [
        ("9.50000000", "35.000000000")
    ]
    assert [(one.price, one.size) for one in said.asks] == [(11, 7)]
    assert boards.news() == []
    assert [(one.bids, one.asks) for one in boards.all()] == [(said.bids, said.asks)]

    await pit.ask_cancel(first)
    [later] = boards.news()
    assert ([one.size for one in later.bids], later.sequence > said.sequence) == ([5], True)
    await pit.simulation.stop()
    assert boards.all() == []
