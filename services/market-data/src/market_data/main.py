"""The market-data service process: ``uvicorn --factory market_data.main:create_app``."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI

from chassis.service import Service, build_app
from chassis.works import Running
from market_data import api
from market_data.settings import MarketDataSettings
from market_data.tables import metadata
from market_data.ticker.assembly import at_work
from market_data.ticker.finder import Finder
from market_data.ticker.recent import RecentBars
from market_data.ticker.wall import RealWall, Wall


def create_service(settings: MarketDataSettings, wall: Wall | None = None) -> Service:
    """What makes this service itself. Tests hand in the time on the wall."""

    @asynccontextmanager
    async def tick(running: Running) -> AsyncGenerator[Mapping[str, object]]:
        async with at_work(settings, running, wall or RealWall()) as ticker:
            market = ticker.market
            yield {
                "ticker": ticker,
                "finder": Finder(market.instruments),
                "recent_bars": RecentBars(market, ticker.recorder, running.database),
            }

    return Service(
        settings=settings,
        area=api.AREA,
        metadata=metadata,
        routers=api.ROUTERS,
        works=[tick],
    )


def create_app() -> FastAPI:
    """The service with settings from the environment."""
    return build_app(create_service(MarketDataSettings.from_environment()))
