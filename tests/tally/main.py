"""The tally's process: ``python -m chassis tally``."""

import os
import signal
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI

from bus.message import Message
from chassis.consumer import Consumer
from chassis.service import Service, build_app
from chassis.works import Running, Work
from tally import api
from tally.handlers import make_handlers
from tally.repository import Tallies
from tally.settings import TallySettings
from tally.tables import metadata


def create_service(settings: TallySettings) -> Service:
    """What makes this service itself."""
    handlers = make_handlers(fixed=settings.fixed)
    return Service(
        settings=settings,
        area=api.AREA,
        metadata=metadata,
        consumers=[Consumer("order.tally", handlers, Tallies(), partitioned=True)],
        routers=[api.router],
        works=[_crash_point(settings.dies_after)] if settings.dies_after else [],
    )


def create_app() -> FastAPI:
    """The service with settings from the environment."""
    return build_app(create_service(TallySettings.from_environment()))


def _crash_point(commits: int) -> Work:
    """Between the commit and the publication there is a moment to die in."""

    @asynccontextmanager
    async def open_crash_point(running: Running) -> AsyncGenerator[Mapping[str, object]]:
        outbox = running.database.outbox
        publish_normally = outbox.submit
        left = commits

        def submit(messages: Sequence[Message]) -> None:
            nonlocal left
            left -= bool(messages)
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            publish_normally(messages)

        outbox.submit = submit
        yield {}

    return open_crash_point
