"""What the engine makes of a tape that is torn, of another one, and of what is not its own."""

from time import time_ns

import pytest
from trading_pit import TradingPit
from written_tape import quoted, standing, traded

from bus.envelope import first, new_id
from chassis.tape_runner import TapeRunner
from events import OrderCancelRequested
from order.engine.engine import NotOurs
from vocabulary import OrderId, Symbol

pytestmark = pytest.mark.real
HOUR = 3_600_000_000


async def test_after_a_gap_nothing_trades_until_the_market_is_told_whole(pit: TradingPit) -> None:
    waiting = await pit.place(limit="9.95")
    pit.tape.number += 1  # a strip that nobody ever read

    await pit.tell(later=1)
    order_id = await pit.place(limit="10.10")
    await pit.tell(quoted("100@9.80", "100@9.90"), traded("100@9.90"), later=1)

    row = await pit.order(order_id)
    why = "waits until it is known how the symbol trades"
    assert (row.status, row.reason) == ("accepted", why)
    assert await pit.status(waiting) == "new"
    await pit.tell(["s", "IBM", "halted"], quoted("", "100@10"), complete=True)
    assert [await pit.status(one) for one in (waiting, order_id)] == ["new", "accepted"]
    await pit.tell(["s", "IBM", "trading"])
    assert [await pit.status(one) for one in (waiting, order_id)] == ["new", "filled"]


async def test_a_symbol_that_nobody_trades_is_doubted_after_a_gap_too(pit: TradingPit) -> None:
    pit.tape.number += 1
    await pit.tell(later=1)

    order_id = await pit.place(limit="10.10")

    assert await pit.status(order_id) == "accepted"
    await pit.tell(*standing(), complete=True)
    assert await pit.status(order_id) == "filled"


async def test_what_is_not_known_is_not_known_to_another_engine_either(pit: TradingPit) -> None:
    waiting = await pit.place(limit="9.95")
    pit.tape.number += 1
    await pit.tell(later=1)
    await pit.rest()

    await pit.restart()
    await pit.tell(quoted("100@9.80", "100@9.90"), later=1)
    first_heard_of = await pit.place(limit="10.10", symbol="BAC")
    await pit.tell(quoted("100@9.80", "100@9.90", "BAC"), later=1)

    assert [await pit.status(one) for one in (waiting, first_heard_of)] == ["new", "accepted"]
    await pit.tell(*standing(ask="100@9.90"), *standing("BAC"), complete=True)
    assert [await pit.status(one) for one in (waiting, first_heard_of)] == ["filled", "filled"]


async def test_what_was_placed_before_a_tape_that_begins_earlier_is_due_at_once(
    pit: TradingPit,
) -> None:
    order_id = await pit.place(limit="10.10", model="realistic/1", settle=False)
    pit.tape.begin_anew()
    pit.tape.at -= HOUR
    await pit.tell(["b"], *standing())
    await pit.tell(*standing(), complete=True)

    await pit.approve(order_id)
    await pit.tell(later=0.1)

    assert await pit.status(order_id) == "filled"


@pytest.mark.parametrize(("since", "status"), [(-1, "canceled"), (-60_000, "new")])
async def test_a_cancel_of_before_that_is_heard_after_it_is_due_at_once(
    pit: TradingPit, since: int, status: str
) -> None:
    """It may have been asked a little later than that, by who had not heard of it."""
    order_id = await pit.place(limit="9")
    pit.tape.begin_anew(time_ns() // 1_000_000 + since)
    pit.tape.at -= HOUR
    await pit.tell(["b"], *standing())

    await pit.ask_cancel(order_id, ahead=HOUR)
    await pit.tell(later=0.1)
    await pit.tell(later=0.1)

    assert await pit.status(order_id) == status


async def test_nobody_acts_for_a_symbol_of_another_partition(pit: TradingPit) -> None:
    await pit.restart(partitions=3)
    runners = [one for one, _ in pit.simulation.runners if isinstance(one, TapeRunner)]
    event = OrderCancelRequested(
        order_id=OrderId(new_id()), account_id=pit.trader, symbol=Symbol("IBM")
    )
    refused = 0
    for runner in runners:
        try:
            runner.batches.follower.receive(first(event, "test"))
        except NotOurs:
            refused += 1

    assert refused == 2
