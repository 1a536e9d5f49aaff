"""A service's front door without anything behind it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx
from fastapi import APIRouter, FastAPI
from tally.settings import TallySettings

from bus.memory import InMemoryBus
from chassis.declaration import Service
from chassis.prices import Prices
from chassis.security import TokenVerifier
from chassis.service import assemble
from chassis.testing import known_keys
from chassis.works import Running

SETTINGS = TallySettings.model_validate(
    {"port": 8199, "rabbitmq_password": "test", "own_database_url": "postgresql://"}
)


def app_of(*routers: APIRouter) -> tuple[FastAPI, Running]:
    """An application with these endpoints, and the parts that it thinks are running."""
    service = Service(settings=SETTINGS, area="things", routers=routers)
    app = assemble(service, FastAPI())
    app.state.running = Running(SETTINGS, InMemoryBus(), TokenVerifier(known_keys()), Prices())
    return app, app.state.running


@asynccontextmanager
async def client_of(*routers: APIRouter) -> AsyncGenerator[httpx.AsyncClient]:
    """Somebody who asks the application."""
    app, _ = app_of(*routers)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client
