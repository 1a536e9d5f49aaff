"""What the engine tells Prometheus."""

import pytest
from prometheus_client import REGISTRY
from trading_pit import TradingPit
from written_tape import quoted

pytestmark = pytest.mark.real


async def test_the_time_that_books_take_is_measured(pit: TradingPit) -> None:
    names = {told: ("book_matching_seconds_count", {"told": told}) for told in ("wish", "tape")}
    before = {told: REGISTRY.get_sample_value(*name) or 0 for told, name in names.items()}
    await pit.place(limit="10.10", quantity="150")
    await pit.tell(quoted("100@9.90", "150@10.10"), later=1)

    after = {told: REGISTRY.get_sample_value(*name) or 0 for told, name in names.items()}
    assert after["wish"] == before["wish"] + 1
    assert after["tape"] > before["tape"]
