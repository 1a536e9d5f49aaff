"""Somebody who listens and remembers."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bus.envelope import Envelope
from bus.interface import Delivery
from events import Event

PATIENCE_SECONDS = 60


class Receiver:
    """Keeps every delivery, and lets a test wait for so many events."""

    def __init__(self, *, acknowledges: bool = False) -> None:
        self.deliveries: list[Delivery] = []
        self.prices: list[Event] = []
        self._acknowledges = acknowledges
        self._acknowledging: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()

    def arrived(self, delivery: Delivery) -> None:
        """Listen to domain events with this."""
        self.deliveries.append(delivery)
        self._news.set()
        if self._acknowledges:
            task = asyncio.create_task(self._acknowledge(delivery))
            self._acknowledging.add(task)
            task.add_done_callback(self._acknowledging.discard)

    def prices_arrived(self, _name: str, events: Sequence[Event]) -> None:
        """Listen to prices with this."""
        self.prices.extend(events)
        self._news.set()

    @property
    def envelopes(self) -> list[Envelope[Any]]:
        """Every event that has arrived, however often."""
        return [envelope for one in self.deliveries for envelope in one.envelopes]

    @property
    def once(self) -> list[Envelope[Any]]:
        """Every event where it first arrived."""
        return list({one.id: one for one in self.envelopes}.values())

    @staticmethod
    async def _acknowledge(delivery: Delivery) -> None:
        await delivery.acknowledge()

    async def events(self, count: int) -> list[Envelope[Any]]:
        """All events, once there are at least ``count``."""
        await self.until(lambda: len(self.envelopes) >= count)
        return self.envelopes

    async def until(self, satisfied: Callable[[], bool]) -> None:
        """Return when something arrived that makes ``satisfied`` true."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not satisfied():
                self._news.clear()
                await self._news.wait()


def by_subject(envelopes: Sequence[Envelope[Any]]) -> dict[str, list[Envelope[Any]]]:
    """The events of each subject, in order."""
    sorted_out: defaultdict[str, list[Envelope[Any]]] = defaultdict(list)
    for one in envelopes:
        sorted_out[one.subject].append(one)
    return dict(sorted_out)


async def eventually(satisfied: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
    """Return once ``satisfied``, which nobody could tell us of.

    Raises:
        TimeoutError: it was not within so many seconds.
    """
    async with asyncio.timeout(seconds):
        while not await satisfied():  # noqa: ASYNC110  # there is no event to wait for
            await asyncio.sleep(0.02)
