"""Processes in which nothing is at work but the engine: started in no time, killed at any."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from multiprocessing.process import BaseProcess
from typing import NamedTuple

from pydantic import SecretStr
from typing_extensions import override

from chassis import tape_runner
from chassis.consumer import Consumer
from chassis.declaration import Service
from chassis.lifespan import at_work
from order.engine.boards import Boards
from order.engine.departures import Departures
from order.engine.engine import Engine
from order.handlers.books import books
from order.settings import OrderSettings
from order.tables import metadata

OFTEN_SECONDS = 0.3
"""So often it is stored how far the tape was told while nothing comes of it: tests wait for it."""
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])


class Post(NamedTuple):
    """Where an engine works: its consumer, its database, its broker, and how many share."""

    consumer: str
    database_url: str
    rabbitmq_url: str
    partitions: int = 1


class EngineSettings(OrderSettings):
    """Of an engine that is told where everything is."""

    own_database_url: SecretStr
    own_rabbitmq_url: SecretStr

    @override
    def database_url(self) -> str:
        return self.own_database_url.get_secret_value()

    @override
    def rabbitmq_url(self) -> str:
        return self.own_rabbitmq_url.get_secret_value()


class Engines:
    """Processes of one post: the first leads, the others stand by."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._processes: list[BaseProcess] = []
        self.kills = 0

    def start(self) -> None:
        """One more."""
        process = _FORKS.Process(target=_work, args=(self._post,), daemon=True)
        process.start()
        self._processes.append(process)

    def kill_first(self) -> None:
        """End the oldest without a warning."""
        first = self._processes.pop(0)
        assert first.is_alive()
        first.kill()
        first.join()
        self.kills += 1

    @contextmanager
    def frozen_first(self) -> Generator[None]:
        """Within the block the oldest does nothing at all, not even die."""
        pid = self._processes[0].pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    def close(self) -> None:
        """End all."""
        for one in self._processes:
            one.kill()
            one.join()


@contextmanager
def processes_of(post: Post, number: int) -> Generator[Engines]:
    """So many processes."""
    found = Engines(post)
    try:
        for _ in range(number):
            found.start()
        yield found
    finally:
        found.close()


def _work(post: Post) -> None:
    asyncio.run(_for_ever(post))


async def _for_ever(post: Post) -> None:
    tape_runner.IDLE_SECONDS = OFTEN_SECONDS
    settings = EngineSettings.model_validate(
        {
            "port": 1,
            "rabbitmq_password": "of the address",
            "partitions": post.partitions,
            "own_database_url": post.database_url,
            "own_rabbitmq_url": post.rabbitmq_url,
        }
    )
    follow = partial(Engine, Boards(), Departures((), lambda: None))
    consumer = Consumer(post.consumer, books, partitioned=True, follow=follow)
    service = Service(settings=settings, area="orders", metadata=metadata, consumers=[consumer])
    async with at_work(service):
        await asyncio.Event().wait()
