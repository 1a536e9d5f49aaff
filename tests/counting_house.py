"""A trading desk with risk, portfolio and analytics behind it, and what all of them say."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import text
from trading_desk import MARKET_TIME, Desk, trading_desk

from analytics.main import create_service as create_analytics
from analytics.settings import AnalyticsSettings
from events import MarketClock
from outcry.agreement.figures import Voice
from outcry.agreement.voices import ASKED
from portfolio.main import create_service as create_portfolio
from portfolio.settings import PortfolioSettings
from risk.main import create_service as create_risk
from risk.settings import RiskSettings
from vocabulary import AccountId, ClockState, SessionPhase

SETTINGS = {"port": 8100, "rabbitmq_password": "test"}


@dataclass(frozen=True)
class CountingHouse:
    """Four services that know of the same accounts, and the way to ask ``portfolio``."""

    desk: Desk
    portfolio: httpx.AsyncClient

    async def trade(self, trader: AccountId, settings: Mapping[str, str], *orders: Any) -> None:  # noqa: ANN401
        """Place orders, one after the other, and let each do what it can."""
        chosen = await self.desk.ask("PUT", "/settings", trader=trader, json=settings)
        chosen.raise_for_status()
        for order in orders:
            await self.desk.place(trader=trader, **order)
            await self.pass_time()

    async def pass_time(self) -> None:
        """Let everybody hear what there is to hear, and the market take effect."""
        for _ in range(3):
            await self.desk.simulation.settle()
            await self.desk.pass_time()

    async def asked(self) -> dict[str, Voice]:
        """What everybody says of all accounts."""
        said: dict[str, Voice] = {}
        for name, ask in ASKED.items():
            async with self.desk.simulation.database(name).engine.connect() as connection:
                said.update(await ask(connection))
        return said

    async def asked_after(self, name: str, change: str) -> Mapping[str, Voice]:
        """What one service would say if somebody had changed its tables by hand."""
        async with self.desk.simulation.database(name).engine.connect() as connection:
            await connection.execute(text("set local session_replication_role = replica"))
            await connection.execute(text(change))
            said = await ASKED[name](connection)
            await connection.rollback()
            return said


@asynccontextmanager
async def counting_house(postgres_url: str) -> AsyncGenerator[CountingHouse]:
    """A house within the hours of the exchange, whose market quotes IBM at 9.95 and 10."""
    async with trading_desk(postgres_url) as desk:
        await desk.simulation.start(create_risk(RiskSettings.model_validate(SETTINGS)))
        await desk.simulation.start(create_analytics(AnalyticsSettings.model_validate(SETTINGS)))
        portfolio = create_portfolio(PortfolioSettings.model_validate(SETTINGS))
        house = CountingHouse(desk, await desk.simulation.start(portfolio))
        clock = MarketClock(
            time=MARKET_TIME,
            state=ClockState.PAUSED,
            feed="test",
            session_open=True,
            exchange_phase=SessionPhase.REGULAR,
        )
        await desk.simulation.show(clock)
        await desk.show(("9.95", "5000"), ("10.00", "5000"))
        yield house
