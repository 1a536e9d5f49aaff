"""The stream process: ``python -m chassis stream``."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from uuid import uuid4

from fastapi import FastAPI

from chassis.service import Service, build_app
from chassis.works import Running
from stream import api, handlers
from stream.connections.door import Door
from stream.connections.hub import Hub
from stream.connections.wire import Wires
from stream.credentials import Tickets
from stream.domain.journal import Journal
from stream.domain.vigil import Patience
from stream.settings import StreamSettings


def create_service(settings: StreamSettings, patience: Patience | None = None) -> Service:
    """What makes this process itself. It owns no data: what it knows, it can forget."""
    return Service(
        settings=settings,
        area="stream",
        listens=[handlers.SUBSCRIPTION],
        routers=[api.router],
        works=[partial(open_door, settings, patience or Patience())],
    )


def create_app() -> FastAPI:
    """The process with settings from the environment."""
    return reachable(build_app(create_service(StreamSettings.from_environment())))


def reachable(app: FastAPI) -> FastAPI:
    """The application, with its connections within reach of the endpoint."""
    app.add_middleware(Wires)
    return app


@asynccontextmanager
async def open_door(
    settings: StreamSettings, patience: Patience, running: Running
) -> AsyncGenerator[Mapping[str, object]]:
    """Let clients in, and events through to them."""
    async with Tickets.connect(settings.redis_url.get_secret_value()) as tickets:
        running.health.add("redis", tickets.check)
        hub = Hub(Journal(uuid4().hex))
        door = Door(hub, tickets.redeem, settings.origins(), patience)
        running.watch(hub.observe)
        running.spawn(handlers.listen(running.bus, hub), "events")
        running.spawn(hub.pass_on(), "fan-out")
        running.spawn(door.watch(), "watch")
        yield {"door": door, "tickets": tickets}
