"""Splits, from what is announced to adjusted orders: on a real database, and after a kill."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from trading_pit import TradingPit
from written_tape import OPEN, quoted, standing

from bus.envelope import new_id
from events import (
    CorporateActionAnnounced,
    CorporateActionEffective,
    OrderAdjusted,
    OrderFilled,
)
from order.engine.engine import Engine
from order.queries.replay import replay_fills
from order.tables import order_events
from vocabulary import (
    CorporateActionKind,
    LegRole,
    OrderClass,
    OrderId,
    Quantity,
    Symbol,
    TimeInForce,
    made_at,
)

pytestmark = pytest.mark.real
SECOND = timedelta(seconds=1)
AT = OPEN + 5 * SECOND


def split(new: int, old: int = 1) -> dict[str, Any]:
    return {
        "action_id": uuid4(),
        "symbol": Symbol("IBM"),
        "kind": CorporateActionKind.SPLIT,
        "ex_date": date(2013, 10, 8),
        "new_shares": Quantity(Decimal(new)),
        "old_shares": Quantity(Decimal(old)),
    }


async def announce(pit: TradingPit, action: dict[str, Any]) -> None:
    said = CorporateActionAnnounced.model_validate(action | {"effective_at": AT})
    await pit.simulation.publish(said)


async def take_effect(pit: TradingPit, action: dict[str, Any]) -> None:
    said = CorporateActionEffective.model_validate(action | {"market_time": AT})
    await pit.simulation.publish(said)


async def test_an_order_is_adjusted_at_the_time_of_the_split(pit: TradingPit) -> None:
    await announce(pit, two := split(2))
    order_id = await pit.place(limit="9.50", quantity="30")

    await pit.tell(later=4)
    before = await pit.order(order_id)
    await pit.tell(quoted("100@4.70", "40@4.75"), later=2)
    await take_effect(pit, two)

    row = await pit.order(order_id)
    assert (before.quantity, before.limit_price) == (30, Decimal("9.5"))
    assert (row.quantity, row.limit_price, row.bound_price) == (
        60,
        Decimal("4.75"),
        Decimal("4.75"),
    )
    assert (row.status, row.filled_quantity) == ("partially_filled", 40)
    (said,) = (one for one in pit.said if isinstance(one, OrderAdjusted))
    assert (said.open_quantity, said.limit_price, said.market_time) == (60, Decimal("4.75"), AT)
    (step,) = (row for row in await pit.rows(order_events) if row.happening == "adjust")
    assert step.reason == (
        "the shares were split 2 for 1: 60 shares instead of 30, a limit of 4.75 instead of 9.5"
    )


async def test_a_split_that_is_heard_of_late_is_for_who_came_before_it(pit: TradingPit) -> None:
    old = await pit.place(limit="9.50", quantity="30")
    await pit.tell(later=10)
    new = await pit.place(limit="4.75", quantity="30")

    await take_effect(pit, split(2))

    assert [(await pit.order(one)).quantity for one in (old, new)] == [60, 30]


async def test_one_that_the_market_had_not_reached_is_told_before_it_begins_anew(
    pit: TradingPit,
) -> None:
    order_id = await _place_and_split(pit)
    before = await pit.order(order_id)

    await _begin_anew(pit)

    assert [before.quantity, (await pit.order(order_id)).quantity] == [30, 60]


async def test_what_could_not_be_stored_is_told_as_the_market_of_before_had_it(
    pit: TradingPit, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = await _place_and_split(pit)
    real, calls = Engine.save, list[int]()

    async def save(self: Engine, *arguments: Any) -> None:  # noqa: ANN401
        calls.append(len(calls))
        await real(self, *arguments)
        if len(calls) == 1:
            raise RuntimeError("it does not go at first")

    monkeypatch.setattr(Engine, "save", save)
    await _begin_anew(pit)

    assert len(calls) > 1
    assert (await pit.order(order_id)).quantity == 60


async def _place_and_split(pit: TradingPit) -> OrderId:
    """An order for 30 old shares; they are split, and the tape does not come to it."""
    await announce(pit, two := split(2))
    order_id = await pit.place(limit="9.50", quantity="30", time_in_force=TimeInForce.GTC)
    await pit.tell(later=4)
    await take_effect(pit, two)
    await pit.rest()
    return order_id


async def _begin_anew(pit: TradingPit) -> None:
    pit.tape.begin_anew(made_at(new_id()) + 1000)
    await pit.tell(["b"], *standing())
    await pit.rest()


async def test_exits_are_adjusted_with_their_entry(pit: TradingPit) -> None:
    await announce(pit, split(2))
    entry = await pit.place(
        limit="10.10",
        quantity="30",
        kind=OrderClass.BRACKET,
        legs={LegRole.TAKE_PROFIT: {"limit": "12"}, LegRole.STOP_LOSS: {"stop": "8"}},
    )
    await pit.tell(later=6)

    said = [one for one in pit.said if isinstance(one, OrderAdjusted)]
    assert [one.open_quantity for one in said] == [60, 60]
    assert {one.group_id for one in said} == {entry}


async def test_a_day_with_a_split_is_made_again_from_its_record(pit: TradingPit) -> None:
    await announce(pit, split(2))
    order_id = await pit.place(limit="9.50", quantity="30")
    await pit.restart()
    await pit.tell(quoted("100@4.70", "100@4.75"), later=6)
    await pit.restart()
    await pit.rest()
    assert await pit.status(order_id) == "filled"

    async with pit.simulation.database("order").engine.connect() as connection:
        done = await replay_fills(connection, OPEN.date())

    assert (done.fills, done.difference) == (1, None)
    assert isinstance(pit.said[-1], OrderFilled)
