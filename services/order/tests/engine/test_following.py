"""What the engine makes of a tape that begins anew, goes back, or says nonsense."""

from collections.abc import Sequence
from typing import Any

import pytest
from trading_pit import TradingPit
from written_tape import quoted, standing, traded

from events import OrderFilled
from order.domain.exchange.book import Book
from order.domain.units import time_of
from order.tables import books, fills, inputs, tape_positions
from vocabulary import OrderId

pytestmark = pytest.mark.real


async def _open_quantity(pit: TradingPit, order_id: OrderId) -> int:
    row = await pit.order(order_id)
    return int(row.quantity - row.filled_quantity)


async def test_what_a_complete_strip_repeats_changes_nothing(pit: TradingPit) -> None:
    first = await pit.place(limit="10.10", quantity="250")
    pages = len(await pit.rows(inputs))

    await pit.tell(*standing(), complete=True, later=30)

    assert await _open_quantity(pit, first) == 150
    assert len(await pit.rows(inputs)) == pages


async def test_another_process_tells_the_market_anew(pit: TradingPit) -> None:
    order_id = await pit.place(limit="10", quantity="250")
    pit.tape.begin_anew()

    await pit.tell(*standing(ask="100@9.95"), complete=True, later=1)

    assert await _open_quantity(pit, order_id) == 150


async def test_time_may_be_taken_back(pit: TradingPit) -> None:
    order_id = await pit.place(limit="10", model="realistic/1")
    pit.tape.at -= 3_600_000_000

    await pit.tell(["b"])
    row = await pit.order(order_id)
    assert row.status == "new"  # it was on its way, and is there
    late = await pit.place(limit="10.10", quantity="5")
    await pit.tell(*standing(ask="300@10"), later=0.1)

    assert [await pit.status(one) for one in (order_id, late)] == ["filled", "filled"]
    assert (await pit.rows(fills))[-1].market_time < row.market_time


async def test_time_that_was_taken_back_stays_there_after_a_crash(pit: TradingPit) -> None:
    waiting = await pit.place(limit="9")
    before = pit.tape.at
    await pit.tell(later=5)
    pit.tape.at = before - 3_600_000_000
    await pit.tell(["b"], quoted("100@9.90", "100@10.10"))
    order_id = await pit.place(limit="10", model="realistic/1")
    await pit.restart()

    await pit.tell(*standing(bid="", ask="300@9"), later=0.1)

    assert [await pit.status(one) for one in (waiting, order_id)] == ["filled", "filled"]
    assert {row.market_time < time_of(before) for row in await pit.rows(fills)} == {True}


async def test_a_tape_that_was_lost_is_begun_again(pit: TradingPit) -> None:
    waiting = await pit.place(limit="10")
    for _ in range(5):
        await pit.tell(later=1)
    await pit.rest()
    pit.simulation.bus.tape.wipe()
    pit.tape.begin_anew()
    await pit.restart()

    await pit.tell(*standing(ask="300@10"), complete=True)

    assert await pit.status(waiting) == "filled"


async def test_a_book_is_forgotten_when_nobody_needs_it_and_comes_back(pit: TradingPit) -> None:
    first = await pit.place(limit="10.10", quantity="60")
    assert await pit.status(first) == "filled"
    await pit.tell(quoted("100@9.90", "100@10.20"), traded("7@10.15"), later=61)
    await pit.rest()

    assert [row.state for row in await pit.rows(books)] == [None]
    pages = len(await pit.rows(inputs))
    await pit.tell(quoted("100@9.90", "50@10.10"), later=1)
    await pit.rest()
    assert len(await pit.rows(inputs)) == pages

    for _ in range(2):
        order_id = await pit.place(limit="10.10", quantity="20")
        assert await pit.status(order_id) == "filled"
        await pit.restart()
    last = await pit.place(limit="10.10", quantity="20")
    assert await _open_quantity(pit, last) == 10


async def test_shares_are_not_sold_twice_by_a_book_that_comes_back(pit: TradingPit) -> None:
    await pit.place(limit="10.10", quantity="60")
    await pit.restart()

    order_id = await pit.place(limit="10.10", quantity="60")

    assert await _open_quantity(pit, order_id) == 20


async def test_a_book_is_frozen_after_so_much(
    pit: TradingPit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("order.domain.pit.pit.FREEZE_AFTER", 20)
    resting = await pit.place(limit="9", quantity="60")
    for number in range(30):
        await pit.tell(quoted("100@9.90", f"{100 + number}@10.10"), later=1)
    await pit.rest()
    await pit.tell(traded("500@9.5"))
    assert [row.state is not None for row in await pit.rows(books)] == [True]

    await pit.restart()
    await pit.tell(quoted("", "20@9"), later=1)

    assert await _open_quantity(pit, resting) == 40


async def test_nonsense_on_the_tape_keeps_only_its_own_symbol_waiting(
    pit: TradingPit, caplog: pytest.LogCaptureFixture
) -> None:
    await pit.tell(*standing("BAC"), *standing(), complete=True)
    ibm, bac = await pit.place(limit="10"), await pit.place(limit="10", symbol="BAC")

    await pit.tell(["s", "IBM", "on fire"], quoted("", "100@10"), quoted("", "100@10", "BAC"))

    assert [await pit.status(one) for one in (ibm, bac)] == ["new", "filled"]
    assert "IBM could not be told the tape" in caplog.text
    await pit.tell(*standing(ask="100@10"), complete=True)
    assert await pit.status(ibm) == "filled"
    await pit.restart()


async def test_a_book_that_breaks_again_and_again_is_out_of_order(
    pit: TradingPit, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pit.tell(*standing("BAC"), complete=True)
    ibm = await pit.place(limit="9")
    real = Book.doubt

    def broken(_self: Book, _now: int, _reason: str) -> Sequence[Any]:
        raise ArithmeticError

    monkeypatch.setattr(Book, "doubt", broken)
    await pit.tell(["s", "IBM", "on fire"])
    more, bac = await pit.place(limit="10.10"), await pit.place(limit="10.10", symbol="BAC")

    assert [await pit.status(one) for one in (ibm, more, bac)] == ["new", "pending_new", "filled"]
    assert [row.key for row in await pit.parked()] == ["IBM"]
    monkeypatch.setattr(Book, "doubt", real)
    await pit.restart()
    await pit.redrive()
    await pit.tell(*standing(), complete=True)
    assert await pit.status(more) == "filled"


async def test_what_cannot_be_stored_keeps_only_its_own_symbol_waiting(pit: TradingPit) -> None:
    await pit.tell(*standing("BAC"), complete=True)
    ibm, bac = await pit.place(limit="10"), await pit.place(limit="10", symbol="BAC")
    await pit.add_fill(ibm)

    await pit.tell(quoted("", "100@10"), quoted("", "100@10", "BAC"), later=1)

    assert [await pit.status(one) for one in (ibm, bac)] == ["new", "filled"]
    more = await pit.place(limit="10", symbol="BAC")
    assert await pit.status(more) == "filled"
    filled = [one.symbol for one in pit.said if isinstance(one, OrderFilled)]
    assert filled == ["BAC", "BAC"]


async def test_an_event_is_not_to_blame_for_what_the_tape_has_brought(pit: TradingPit) -> None:
    await pit.tell(*standing("BAC"), complete=True)
    ibm = await pit.place(limit="10")
    await pit.add_fill(ibm)
    bac = await pit.place(limit="10.10", symbol="BAC", settle=False)
    strip = pit.tape.strip(quoted("", "100@10"), later=1)
    await pit.simulation.bus.publish_tape(strip)

    await pit.approve(bac)

    assert await pit.status(bac) == "filled"
    assert await pit.parked() == []


async def test_what_another_engine_has_recorded_meanwhile_counts(pit: TradingPit) -> None:
    """It cannot happen while each holds its lease; if it does, nobody trades beside the other."""
    order_id = await pit.place(limit="10")
    await pit.add_page(2, [["q", "IBM", pit.tape.at, 0, 0, 0, 0]])

    await pit.tell(quoted("", "4@10"), later=1)

    assert await _open_quantity(pit, order_id) == 6
    assert [row.number for row in await pit.rows(inputs)] == [1, 2, 3]


async def test_another_number_of_partitions_goes_on_where_the_old_ones_were(
    pit: TradingPit,
) -> None:
    await pit.tell(*standing("BAC"), complete=True)
    orders = [await pit.place(limit="10", symbol=symbol) for symbol in ("IBM", "BAC")]
    await pit.tell(quoted("", "4@10"), quoted("", "4@10", "BAC"), later=1)
    assert [await _open_quantity(pit, one) for one in orders] == [6, 6]

    await pit.restart(partitions=3)
    await pit.tell(quoted("", "2@9.99"), quoted("", "4@9.99", "BAC"), later=1)

    assert [await _open_quantity(pit, one) for one in orders] == [4, 2]
    assert len({row.partitions for row in await pit.rows(tape_positions)}) == 2
