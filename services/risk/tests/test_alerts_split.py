"""An alert goes by shares as they are: through a split, and never by a price of the other kind."""

from collections.abc import AsyncGenerator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from price_alerts import Market, put, rung
from risk_office import ACME, NOON, Office, risk_office

from bus.envelope import new_id
from events import CorporateActionAnnounced, CorporateActionEffective
from vocabulary import CorporateActionKind, Price, Quantity

pytestmark = pytest.mark.real


@pytest.fixture
async def office(postgres_url: str) -> AsyncGenerator[Office]:
    async with risk_office(postgres_url) as office:
        yield office


@pytest.fixture
async def market(office: Office) -> Market:
    market = Market(office)
    await market.names("100")
    return market


class Split:
    """Ten shares for one, twelve hours from now."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.midnight = NOON + timedelta(hours=12)
        ten, one = Quantity(Decimal(10)), Quantity(Decimal(1))
        self._facts = {"action_id": new_id(), "symbol": ACME, "kind": CorporateActionKind.SPLIT}
        self._facts |= {"ex_date": date(2013, 10, 8), "new_shares": ten, "old_shares": one}

    async def is_announced(self) -> None:
        facts = self._facts | {"effective_at": self.midnight}
        announced = CorporateActionAnnounced.model_validate(facts)
        await self._office.world.publish(announced, source="market_data")
        await self._office.look()

    async def is_effective(self) -> None:
        facts = self._facts | {"market_time": self.midnight, "last_price": Price(Decimal(100))}
        effective = CorporateActionEffective.model_validate(facts)
        await self._office.world.publish(effective, source="market_data")
        await self._office.look()


async def test_a_split_is_no_crash(office: Office, market: Market) -> None:
    """The price is a tenth, and the alert waits for a tenth of its level."""
    trader, split = await office.open(1_000), Split(office)
    await put(office, trader, level="95")
    await office.look()
    await split.is_announced()

    await market.names("10", time=split.midnight)  # of new shares, and nobody has said so yet
    await office.look()
    await split.is_effective()
    await market.names("9.6", time=split.midnight)
    await office.look()
    assert rung(office) == []
    await market.names("9.4", time=split.midnight)
    await office.look()

    assert rung(office) == ["9.4"]


async def test_an_alert_learned_of_between_old_and_new_shares_waits_too(
    office: Office, market: Market
) -> None:
    trader, split = await office.open(1_000), Split(office)
    await put(office, trader, level="95")
    await split.is_announced()

    await market.names("10", time=split.midnight)
    await office.look()
    refused = await put(office, trader, new_id(), level="9.5")
    await split.is_effective()
    await office.look()

    assert rung(office) == []
    assert refused.json()["code"] == "no_quote"
