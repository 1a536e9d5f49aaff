"""A fill is booked once: the inbox sees to it, and where that does not help, the keys do."""

from typing import Any

import pytest
from traders import Trader

from bus.inbox import count_parked
from bus.message import pack
from events import OrderFilled

pytestmark = pytest.mark.real

EVERYTHING = ("", "/positions", "/trades", "/ledger", "/ledger/balance", "/lots", "/closings")
STORY = ("buy 10 IBM 180 fee 1", "buy 5 IBM 181", "sell 12 IBM 190 fee 0.5")


async def everything(trader: Trader) -> list[Any]:
    return [await trader.see(path) for path in EVERYTHING]


async def parked(trader: Trader) -> int:
    async with trader.simulation.database("portfolio").engine.connect() as connection:
        return await count_parked(connection)


async def test_what_is_delivered_again_changes_nothing(holder: Trader) -> None:
    await holder.trade(*STORY)
    seen = await everything(holder)

    bus = holder.simulation.bus
    fills = [one for one in bus.history if isinstance(one.data, OrderFilled)]
    for delivered in (fills, fills[::-1], fills[:1] * 2):
        await bus.publish(pack(delivered))
        await holder.simulation.settle()

    assert len(fills) == len(STORY)
    assert await everything(holder) == seen
    assert await parked(holder) == 0


async def test_a_fill_that_is_told_under_another_id_breaks_a_key(holder: Trader) -> None:
    fills = [holder.fill(one) for one in STORY]
    await holder.simulation.publish(*fills)
    seen = await everything(holder)

    await holder.simulation.publish(fills[2])

    assert await everything(holder) == seen
    assert await parked(holder) == 1


async def test_half_of_a_batch_that_was_booked_before_is_booked_once(holder: Trader) -> None:
    fills = [holder.fill(one) for one in STORY]
    await holder.simulation.publish(fills[0])
    bus = holder.simulation.bus
    known = [one for one in bus.history if isinstance(one.data, OrderFilled)]
    await holder.simulation.publish(fills[1])

    await bus.publish(pack(known))
    await holder.simulation.publish(fills[2])

    assert [one["fill_id"] for one in (await holder.see("/trades"))["items"]] == [
        str(one.fill_id) for one in reversed(fills)
    ]
    assert (await holder.see("/positions/IBM"))["quantity"] == "3"
    assert [one["quantity"] for one in (await holder.see("/lots"))["items"]] == ["3"]
