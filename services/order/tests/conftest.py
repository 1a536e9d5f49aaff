"""The order service at work, with a market that shows something."""

from collections.abc import AsyncGenerator

import pytest
from trading_desk import Desk, trading_desk


@pytest.fixture
async def desk(postgres_url: str) -> AsyncGenerator[Desk]:
    """IBM is quoted 9.90 (100 shares) to 10.10 (100 shares)."""
    async with trading_desk(postgres_url) as opened:
        await opened.show(("9.90", "100"), ("10.10", "100"))
        yield opened
