"""A broker that keeps its word and no more: at least once, in the order of each subject.

It delivers late, again, and to whoever listens; what is about different things may overtake.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import orjson

from bus.envelope import Envelope
from bus.interface import Arrived, Delivery, PricesArrived, SealedArrived, Subscription, Unpublished
from bus.memory_tape import MemoryTape
from bus.message import Message, decode
from bus.tape import Bookmark, Reel, Strip
from bus.topology import queue_name
from events import Event, TapeWritten
from simulation.trouble import Trouble


class Peer(Protocol):
    """The process at the other end of a wire."""

    is_dead: bool

    async def step(self) -> None:
        """Take some time; a process may die of that, and then it never returns."""
        ...


@dataclass(eq=False)
class Listener:
    """Who is given messages of a queue, and which of them it has not settled."""

    arrived: Arrived
    peer: Peer
    unsettled: dict[int, Message] = field(default_factory=dict[int, Message])
    """By the number of the delivery."""


@dataclass(eq=False)
class Queue:
    """What waits for one partition, and who listens: the first is given everything.

    Who loses the connection becomes the last, and may be at work on what the next is given.
    """

    where: Subscription
    ready: list[Message] = field(default_factory=list[Message])
    listeners: list[Listener] = field(default_factory=list[Listener])
    is_moving: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether everything has been settled."""
        return not self.ready and not any(one.unsettled for one in self.listeners)


class Broker:
    """All queues, which exist from the beginning, and the tape."""

    def __init__(self, trouble: Trouble, subscriptions: Collection[Subscription]) -> None:
        self.tape = MemoryTape()
        self.seen: dict[Any, Message] = {}
        """Every message that was ever taken, by its id."""
        self.deliveries = self.redelivered = 0
        self.trouble = trouble
        self.queues = {queue_name(one): Queue(one) for one in subscriptions}
        self._subjects: dict[Any, frozenset[str]] = {}
        self._read: dict[Any, tuple[bytes, Sequence[Envelope[Any]]]] = {}

    @property
    def is_empty(self) -> bool:
        """Whether everything that was sent has been settled."""
        return all(queue.is_empty for queue in self.queues.values())

    def take(self, message: Message) -> None:
        """Put a message into every queue that it is for."""
        self.seen[message.id] = message
        if message.id not in self._subjects:
            said: Any = orjson.loads(message.body)
            self._subjects[message.id] = frozenset(one["subject"] for one in said)
        for queue in self.queues.values():
            where = queue.where
            is_here = where.partitions == 1 or message.partition == where.partition
            if is_here and message.type in where.names:
                queue.ready.append(message)
                self.move(queue)

    def read(self, message: Message) -> Sequence[Envelope[Any]]:
        """The events in a message. Nobody may change them, so everybody is given the same."""
        body, found = self._read.get(message.id, (b"", ()))
        if body != message.body:
            found = decode(message.type, message.body)
            self._read[message.id] = message.body, found
        return found

    def listen(self, queue: Queue, listener: Listener) -> None:
        """Give somebody messages, when nobody else is given them."""
        queue.listeners.append(listener)
        self.move(queue)

    def leave(self, queue: Queue, listener: Listener) -> None:
        """What somebody has not settled goes back to its place."""
        if listener in queue.listeners:
            queue.listeners.remove(listener)
            self.give_back(queue, listener)

    def give_back(self, queue: Queue, listener: Listener) -> None:
        """Forget that anything unsettled was delivered."""
        self.redelivered += len(listener.unsettled)
        queue.ready[:0] = listener.unsettled.values()
        listener.unsettled = {}
        self.move(queue)

    def cut(self, peer: Peer) -> None:
        """Let a process be gone, as far as the broker knows."""
        for queue in self.queues.values():
            for listener in [one for one in queue.listeners if one.peer is peer]:
                self.leave(queue, listener)

    def move(self, queue: Queue) -> None:
        """Deliver something soon."""
        if not queue.is_moving and queue.ready and queue.listeners:
            queue.is_moving = True
            asyncio.get_running_loop().call_later(self.trouble.transit(), self._deliver, queue)

    def _deliver(self, queue: Queue) -> None:
        queue.is_moving = False
        if not queue.ready or not queue.listeners:
            return
        message = queue.ready.pop(self._next(queue))
        if self.trouble.repeats():
            queue.ready.insert(self.trouble.dice.randint(0, len(queue.ready)), message)
        listener = queue.listeners[0]
        self.deliveries = number = self.deliveries + 1
        listener.unsettled[number] = message

        async def acknowledge() -> None:
            await listener.peer.step()
            self._settle(queue, listener, number)

        listener.arrived(Delivery(self.read(message), acknowledge))
        self.move(queue)

    def _next(self, queue: Queue) -> int:
        """Which message is delivered: the oldest, or one that concerns nothing before it."""
        if not self.trouble.overtakes():
            return 0
        before: set[str] = set()
        free: list[int] = []
        for place, message in enumerate(queue.ready[:8]):
            subjects = self._subjects[message.id]
            if not before & subjects:
                free.append(place)
            before |= subjects
        return self.trouble.dice.choice(free)

    def _settle(self, queue: Queue, listener: Listener, number: int) -> None:
        if listener not in queue.listeners or number not in listener.unsettled:
            return
        if self.trouble.loses_acknowledgement():  # and the connection with it
            self.leave(queue, listener)
            self.listen(queue, listener)
            return
        later = {tag: one for tag, one in listener.unsettled.items() if tag > number}
        listener.unsettled = later


class Wire:
    """A :class:`~bus.interface.Bus`: how one process reaches the broker."""

    def __init__(self, broker: Broker, peer: Peer) -> None:
        self._broker = broker
        self._peer = peer

    async def publish(self, messages: Sequence[Message]) -> None:
        """Hand over messages in order; some may not arrive, or nobody learns that they did."""
        arrive, confirmed = self._broker.trouble.of_publication(len(messages))
        for place, message in enumerate(messages):
            await self._peer.step()
            if place < arrive:
                self._broker.take(message)
        if confirmed < len(messages):
            lost = (one.id for one in messages[confirmed:])
            raise Unpublished("the connection broke", lost)

    @asynccontextmanager
    async def listening(self, subscription: Subscription, arrived: Arrived) -> AsyncGenerator[None]:
        """Be given messages within the block."""
        await self._peer.step()
        queue, listener = (
            self._broker.queues[queue_name(subscription)],
            Listener(arrived, self._peer),
        )
        self._broker.listen(queue, listener)
        try:
            yield
        finally:
            self._broker.leave(queue, listener)

    @asynccontextmanager
    async def reading_tape(
        self, start: Bookmark | None = None
    ) -> AsyncGenerator[AsyncIterator[Strip]]:
        """Read the tape within the block."""
        await self._peer.step()
        async with aclosing(self._broker.tape.strips(Reel(start))) as strips:
            yield strips

    def forwarding(self, subscription: Subscription, arrived: SealedArrived) -> Any:  # noqa: ANN401
        """Nobody here passes on what it does not read."""
        raise NotImplementedError(f"{subscription} {arrived}")

    async def consumers(self, subscription: Subscription) -> int:
        """How many are given messages."""
        return len(self._broker.queues[queue_name(subscription)].listeners)

    async def publish_prices(self, events: Sequence[Event]) -> None:
        """Nobody here listens to prices."""

    def listening_to_prices(self, names: Collection[str], arrived: PricesArrived) -> Any:  # noqa: ANN401
        """Nobody here tells prices."""
        raise NotImplementedError(f"{names} {arrived}")

    async def publish_tape(self, written: TapeWritten) -> None:
        """Nobody but the market writes the tape."""
        raise NotImplementedError(f"{written}")
