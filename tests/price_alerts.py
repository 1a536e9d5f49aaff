"""Alerts about prices, a market whose prices are named, and what went off."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
from risk_office import ACME, NOON, Office

from chassis.testing import sign_in
from events import PriceAlertFired, Quote
from vocabulary import AccountId, Price, Quantity, Symbol

ID = UUID(int=7)


class Market:
    """Somebody bids a cent less and asks a cent more than a price, and another, and another."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._sequence = 0

    async def names(self, price: str, symbol: Symbol = ACME, **more: Any) -> None:  # noqa: ANN401
        self._sequence += 1
        cent = Decimal("0.01")
        sides = {"bid": Price(Decimal(price) - cent), "ask": Price(Decimal(price) + cent)}
        facts = {"symbol": symbol, "sequence": self._sequence, "time": NOON}
        sizes = {"bid_size": Quantity(Decimal(1)), "ask_size": Quantity(Decimal(1))}
        await self._office.world.show(Quote.model_validate(facts | sides | sizes | more))


async def put(
    office: Office, trader: AccountId, alert_id: UUID = ID, **body: object
) -> httpx.Response:
    wish = {"symbol": ACME, "kind": "crosses", "level": "101"} | body
    path = f"/api/risk/alerts/{alert_id}"
    return await office.client.put(path, json=wish, headers=sign_in(trader))


async def listed(office: Office, trader: AccountId) -> list[dict[str, Any]]:
    answer = await office.client.get("/api/risk/alerts", headers=sign_in(trader))
    return answer.raise_for_status().json()["items"]


def rung(office: Office) -> list[str]:
    """The prices at which an alert was said to have gone off."""
    return [f"{one.price:f}" for one in office.said(PriceAlertFired)]
