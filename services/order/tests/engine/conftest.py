"""An engine alone, with a market that shows something."""

from collections.abc import AsyncGenerator

import pytest
from trading_pit import TradingPit, trading_pit
from written_tape import standing


@pytest.fixture
async def pit(postgres_url: str) -> AsyncGenerator[TradingPit]:
    """IBM is quoted 9.90 (100 shares) to 10.10 (100 shares)."""
    async with trading_pit(postgres_url) as opened:
        await opened.tell(*standing(), complete=True)
        yield opened
