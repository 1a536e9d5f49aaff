"""Interest makes less of the profit and of the curve, and is no withdrawal."""

from decimal import Decimal
from uuid import uuid4

import pytest
from market_days import at, dollars, opened
from traders import Trader

from analytics.api import AREA
from analytics.main import create_service
from analytics.settings import AnalyticsSettings
from chassis.testing import simulation, some_account
from events import CashWithdrawn, InterestCharged

pytestmark = pytest.mark.real

SERVICE = create_service(
    AnalyticsSettings.model_validate({"port": 8106, "rabbitmq_password": "test"})
)


async def test_interest_is_a_cost_and_no_withdrawal(postgres_url: str) -> None:
    async with simulation(postgres_url) as started:
        trader = Trader(started, await started.start(SERVICE), some_account(), AREA)
        await opened(trader)
        before = await trader.see("/pnl")
        about = {"account_id": trader.account_id, "cash": dollars(0), "market_time": at(0, 1)}
        charged = InterestCharged.model_validate(
            about | {"booking_id": uuid4(), "amount": dollars("1.5")}
        )
        taken = CashWithdrawn.model_validate(
            about | {"booking_id": uuid4(), "amount": dollars("10")}
        )

        await started.publish(charged, charged, taken)

        seen = await trader.see("/pnl")
        assert (seen["interest"], seen["paid_in"]) == ("1.5", "-10")
        assert Decimal(before["equity"]) - Decimal(seen["equity"]) == Decimal("11.5")
        assert await trader.see("/days") == []
        (day,) = await trader.see("/curve")
        assert (day["equity"], day["withdrawn"]) == (seen["equity"], "10")
        assert (day["realised"], day["unrealised"], day["change"]) == ("-1.5", "0", "-1.5")
