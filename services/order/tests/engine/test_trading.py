"""The engine on a real database: from an approval and the tape to fills."""

from collections.abc import AsyncGenerator

import pytest
from trading_pit import TradingPit, quoted, standing, trading_pit

from events import OrderAccepted, OrderFilled, OrderPartiallyFilled
from order.tables import fills, inputs, order_events
from vocabulary import Quantity

pytestmark = pytest.mark.real


@pytest.fixture
async def pit(postgres_url: str) -> AsyncGenerator[TradingPit]:
    async with trading_pit(postgres_url) as opened:
        await opened.tell(*standing(), complete=True)
        yield opened


async def test_an_order_is_filled_from_what_the_tape_shows(pit: TradingPit) -> None:
    order_id = await pit.place(limit="10.10", quantity="150")

    first = await pit.order(order_id)
    assert (first.status, first.filled_quantity) == ("partially_filled", 100)
    await pit.tell(quoted("100@9.90", "150@10.10"), later=1)

    row = await pit.order(order_id)
    assert (row.status, row.filled_quantity, row.fill_count) == ("filled", 150, 2)
    assert [type(one) for one in pit.said] == [OrderAccepted, OrderPartiallyFilled, OrderFilled]
    assert [one.quantity for one in await pit.rows(fills)] == [Quantity(100), Quantity(50)]
    assert len(await pit.rows(order_events)) == 4
    assert len(await pit.rows(inputs)) == 2
