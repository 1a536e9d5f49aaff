"""An engine alone, with a market that shows something."""

from collections.abc import AsyncGenerator
from math import inf

import pytest
from trading_pit import TradingPit, trading_pit
from written_tape import standing


@pytest.fixture
async def pit(postgres_url: str) -> AsyncGenerator[TradingPit]:
    """IBM is quoted 9.90 (100 shares) to 10.10 (100 shares)."""
    async with trading_pit(postgres_url) as opened:
        await opened.tell(*standing(), complete=True)
        yield opened


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes does not depend on how long it takes: nothing is stored, or given up, by time."""
    for name in ("LAZY_SECONDS", "IDLE_SECONDS", "BEHIND_SECONDS"):
        monkeypatch.setattr(f"chassis.tape_runner.{name}", inf)
