"""What an engine says of orders that have to wait, and of those that are too fast."""

import pytest
from trading_pit import TradingPit
from written_tape import quoted

from events import OrderAccepted, OrderCanceled, OrderUpdated
from vocabulary import TimeInForce

pytestmark = pytest.mark.real
REALISTIC = "realistic/1"


async def test_an_order_is_accepted_once_however_often_it_has_to_pause(pit: TradingPit) -> None:
    order_id = await pit.place(limit="9.50", time_in_force=TimeInForce.GTC)
    await pit.tell(["p", "IBM", "closed"], later=1)
    await pit.restart()

    await pit.tell(["p", "IBM", "regular"], later=1)

    assert await pit.status(order_id) == "new"
    assert [type(one) for one in pit.said].count(OrderAccepted) == 1
    updated = [one for one in pit.said if isinstance(one, OrderUpdated)]
    paused, resumed = updated[0], next(one for one in updated if one.reason.startswith("works"))
    assert (paused.status, resumed.status) == ("accepted", "new")


async def test_a_fill_may_come_before_the_cancel(pit: TradingPit) -> None:
    order_id = await pit.place(limit="9.50", model=REALISTIC)
    await pit.tell(later=1)

    await pit.ask_cancel(order_id)
    await pit.tell(quoted("", "100@9.40"), later=0.005)
    await pit.tell(later=1)

    assert await pit.status(order_id) == "filled"
    assert not [one for one in pit.said if isinstance(one, OrderCanceled)]
