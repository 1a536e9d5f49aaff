"""A broker of the tests' own, to be stopped, killed and started again."""

import asyncio
import os
import signal
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import TypeVar

from bus.interface import Subscription
from bus.topology import definitions
from outcry.definitions import ADMIN, with_passwords
from outcry.laboratory import PASSWORD, running, temporary_folder
from outcry.ports import free_ports
from outcry.program import Program
from outcry.rabbitmq import RabbitPorts, prepare_rabbitmq
from outcry.roster import SERVICES

T = TypeVar("T")


class OwnBroker:
    """RabbitMQ that keeps its data from start to start."""

    def __init__(self, node: Program, port: int) -> None:
        self.port = port
        self.url = f"amqp://{ADMIN}:{PASSWORD}@127.0.0.1:{port}/"
        self._node = node
        self._running = ExitStack()
        self._pid = 0
        self._hand = ThreadPoolExecutor(1)  # the node ends with the thread that started it

    @property
    def is_running(self) -> bool:
        """Whether it was started and not ended since."""
        return self._pid != 0

    async def start(self) -> None:
        """Start it, and wait until it listens."""
        self._pid = await self._do(lambda: self._running.enter_context(running(self._node)))

    async def stop(self) -> None:
        """Let it end as it wants to."""
        self._pid = 0
        await self._do(self._running.close)

    async def kill(self) -> None:
        """End it without a warning, as when the power fails."""
        os.killpg(self._pid, signal.SIGKILL)
        await self.stop()

    def close(self) -> None:
        """End it for good."""
        self._running.close()
        self._hand.shutdown()

    async def _do(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._hand, work)


@contextmanager
def own_broker(subscriptions: Sequence[Subscription]) -> Generator[OwnBroker]:
    """A broker that is not started yet, with the queues of ``subscriptions`` and every user."""
    amqp, *others = free_ports(5)
    names = ("management", "prometheus", "distribution", "epmd")
    ports = RabbitPorts(amqp=amqp, **dict(zip(names, others, strict=True)))
    declared = definitions(subscriptions, [one.package for one in SERVICES])
    passwords = {user["name"]: PASSWORD for user in declared["users"]}
    with temporary_folder() as folder:
        mapper, node = prepare_rabbitmq(
            folder / "rabbitmq", ports, with_passwords(declared, passwords), plugins=False
        )
        with running(mapper):
            broker = OwnBroker(node, amqp)
            try:
                yield broker
            finally:
                broker.close()
