"""The order service and risk on real databases, with a market, administrators and traders."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from time import time
from typing import Any

import httpx
from trading_desk import MARKET_TIME, Desk, limit_order, trading_desk

from bus.envelope import new_id
from chassis.testing import sign_in, some_account, token_for
from events import AccountOpened, MarketClock
from risk.main import create_service
from risk.settings import RiskSettings
from vocabulary import AccountId, ClockState, MarginType, Money, SessionPhase, UserId

RISK = RiskSettings.model_validate({"port": 8104, "rabbitmq_password": "test"})
Json = dict[str, Any]


@dataclass
class House:
    """Somebody may open accounts, lay down limits, and place orders, which risk decides on."""

    desk: Desk
    risk: httpx.AsyncClient
    user: UserId

    async def open(
        self,
        cash: int,
        margin: MarginType = MarginType.CASH,
        *,
        trader: AccountId | None = None,
    ) -> AccountId:
        """Another account of the same user, which pays no fees."""
        trader, dollars = trader or some_account(), Money(Decimal(cash))
        opened = AccountOpened(account_id=trader, user_id=self.user, cash=dollars, margin=margin)
        await self.desk.simulation.publish(opened)
        chosen = {"fill_model": "instant/1", "fees": "none/1"}
        (await self.desk.ask("PUT", "/settings", trader=trader, json=chosen)).raise_for_status()
        return trader

    async def show(self, bid: str, ask: str, symbol: str = "IBM") -> None:
        """The market quotes as much as anybody wants."""
        await self.desk.show((bid, "100000"), (ask, "100000"), symbol)

    async def tell_time(
        self, at: datetime = MARKET_TIME, phase: SessionPhase = SessionPhase.REGULAR
    ) -> None:
        """It is so late, and the exchange is in that phase."""
        clock = MarketClock(
            time=at,
            state=ClockState.PAUSED,
            feed="test",
            session_open=phase is not SessionPhase.CLOSED,
            exchange_phase=phase,
        )
        await self.desk.simulation.show(clock)

    async def lay_down(self, place: str, **limits: Any) -> None:  # noqa: ANN401
        """Limits of ``house/everybody``, a user or an account, whatever they were before."""
        await self._administer("PUT", f"limits/{place}", limits, {"if-match": "*"})

    async def halt(self, place: str, reason: str) -> None:
        """Pull a switch."""
        await self._administer("PUT", f"halts/{place}", {"reason": reason}, {})

    async def place(self, trader: AccountId, **terms: Any) -> Json:  # noqa: ANN401
        """An order, once it has been decided on and has traded what it can."""
        placed = await self.desk.place(trader=trader, **terms)
        await self.desk.simulation.settle()
        await self.desk.pass_time()
        return await self.desk.see(placed["order_id"], trader=trader)

    async def trade(self, trader: AccountId, **terms: Any) -> None:  # noqa: ANN401
        """An order that trades at once."""
        assert (await self.place(trader, **terms))["status"] == "filled"

    async def estimate(self, trader: AccountId, **terms: Any) -> Json:  # noqa: ANN401
        """What risk says of an order beforehand, as the order service shows it."""
        return await self._estimate(trader, "/preview", limit_order(**terms))

    async def estimate_change(self, trader: AccountId, order_id: str, **terms: Any) -> Json:  # noqa: ANN401
        """What risk says of an order in the place of another."""
        return await self._estimate(trader, f"/{order_id}/preview", terms)

    async def see(self, trader: AccountId) -> Json:
        """What risk shows to the owner of an account."""
        answer = await self.risk.get("/api/risk/account", headers=sign_in(trader))
        return answer.raise_for_status().json()

    async def _estimate(self, trader: AccountId, path: str, order: Json) -> Json:
        preview = await self.desk.ask("POST", path, trader=trader, json=order)
        assert preview.status_code == 200, preview.text
        answer = await self.risk.post(
            "/api/risk/estimate", json=preview.json(), headers=sign_in(trader)
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def _administer(self, method: str, path: str, body: Json, more: dict[str, str]) -> None:
        token = token_for(some_account(), "trader", "admin", authenticated_at=int(time()))
        headers = {"authorization": f"Bearer {token}"} | more
        answer = await self.risk.request(
            method, f"/api/risk/admin/{path}", json=body, headers=headers
        )
        assert answer.is_success, answer.text
        await self.desk.simulation.settle()
        await self.desk.pass_time()


@asynccontextmanager
async def trading_house(postgres_url: str) -> AsyncGenerator[House]:
    """A house whose market quotes IBM at 99 and 100."""
    async with trading_desk(postgres_url) as desk:
        house = House(desk, await desk.simulation.start(create_service(RISK)), UserId(new_id()))
        await house.tell_time()
        await house.show("99", "100")
        yield house
