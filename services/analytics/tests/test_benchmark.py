"""What is held beside an account, to compare it with."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from market_days import SPY, day_of, opened, passed, two_days
from traders import Trader

from analytics.api import AREA
from analytics.main import create_service
from analytics.settings import AnalyticsSettings
from chassis.testing import simulation, some_account
from events import CorporateActionEffective
from vocabulary import CorporateActionKind

pytestmark = pytest.mark.real

SERVICE = create_service(
    AnalyticsSettings.model_validate({"port": 8106, "rabbitmq_password": "test"})
)
MIDNIGHT = datetime(2013, 10, 8, 4, tzinfo=UTC)


async def test_the_benchmark_goes_on_across_its_split(postgres_url: str) -> None:
    async with simulation(postgres_url) as house:
        client = await house.start(SERVICE)
        trader = Trader(house, client, some_account(), AREA)
        await opened(trader)
        await two_days(trader)
        said = CorporateActionEffective.model_validate(
            {
                "action_id": uuid4(),
                "symbol": SPY,
                "kind": CorporateActionKind.SPLIT,
                "ex_date": MIDNIGHT.date(),
                "market_time": MIDNIGHT,
                "new_shares": "2",
                "old_shares": "1",
            }
        )
        await house.publish(said, said)
        await passed(trader, day_of(SPY, 1, "25.5 30 20 26.01"))

        _, second = await trader.see("/curve")

        assert second["benchmark_level"] == "1.0404"
