"""Buses to be tested alike: the one in memory, and RabbitMQ behind a wire that can be cut."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Protocol

from yarl import URL

from bus.interface import Bus, Subscription
from bus.memory import InMemoryBus
from bus.rabbitmq import RabbitBus
from proving.proxy import Proxy, proxy
from proving.queues import Admin, admin_of


class Wire(Protocol):
    """A bus, and what can happen to it."""

    @property
    def bus(self) -> Bus:
        """The bus."""
        ...

    async def declare(self, *subscriptions: Subscription) -> None:
        """Make the queues, as the definitions would."""
        ...

    async def wipe_tape(self) -> None:
        """Lose everything that was written on the tape."""
        ...

    async def lose_connection(self) -> None:
        """Break the connection for a moment."""
        ...

    async def go_away(self) -> None:
        """Break the connection until :meth:`come_back`."""
        ...

    async def come_back(self) -> None:
        """Let it connect again."""
        ...


class MemoryWire:
    """The bus in memory."""

    def __init__(self) -> None:
        self.bus = InMemoryBus()

    async def declare(self, *subscriptions: Subscription) -> None:
        for one in subscriptions:
            async with self.bus.listening(one, lambda _: None):
                pass

    async def wipe_tape(self) -> None:
        self.bus.tape.wipe()

    async def lose_connection(self) -> None:
        await self.bus.redeliver()

    async def go_away(self) -> None:
        self.bus.down = True

    async def come_back(self) -> None:
        self.bus.down = False


class RabbitWire:
    """RabbitMQ behind a proxy."""

    def __init__(self, bus: RabbitBus, admin: Admin, between: Proxy) -> None:
        self.bus = bus
        self.admin = admin
        self.proxy = between

    async def declare(self, *subscriptions: Subscription) -> None:
        await self.admin.declare(*subscriptions)

    async def wipe_tape(self) -> None:
        await self.admin.wipe_tape()

    async def lose_connection(self) -> None:
        self.proxy.cut()

    async def go_away(self) -> None:
        await self.proxy.block()

    async def come_back(self) -> None:
        await self.proxy.mend()


@asynccontextmanager
async def rabbit_wire(url: str, user: str = "") -> AsyncGenerator[RabbitWire]:
    """RabbitMQ at ``url``; the bus connects as ``user``, or as the administrator."""
    address = URL(url)
    async with (
        admin_of(url) as admin,
        proxy(address.host or "", address.port or 0) as between,
        RabbitBus.connect(
            str(address.with_port(between.port).with_user(user or address.user))
        ) as bus,
    ):
        yield RabbitWire(bus, admin, between)
