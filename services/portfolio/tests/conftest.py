"""Traders whose accounts the portfolio service keeps, on real PostgreSQL."""

from collections.abc import AsyncGenerator
from uuid import uuid4

import pytest
from traders import Trader

from chassis.testing import simulation, some_account
from events import UserRegistered
from portfolio.api import AREA
from portfolio.main import create_service
from portfolio.settings import PortfolioSettings
from vocabulary import UserId


@pytest.fixture
async def holder(postgres_url: str) -> AsyncGenerator[Trader]:
    """Somebody with an open account, whom the service knows."""
    settings = PortfolioSettings.model_validate({"port": 8105, "rabbitmq_password": "test"})
    async with simulation(postgres_url) as started:
        client = await started.start(create_service(settings))
        trader = Trader(started, client, some_account(), AREA)
        await started.publish(
            UserRegistered(
                user_id=UserId(uuid4()), account_id=trader.account_id, display_name="Ada"
            )
        )
        yield trader
