"""What a user sees while something breaks: an order four times a second, and what became of it."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from bench.http import Answer, Client
from bench.load import percentile
from bench.traders import CREATED, OK, Trader

PERIOD_SECONDS = 0.25
ANSWER_SECONDS = 5.0
GOOD_SECONDS = 2.0
"""An order that is filled within so long is what a user expects..."""
GOOD_PART = 1.5
"""...or within so many times what the slowest took before, where the machine is busy."""
PATIENCE_SECONDS = 30.0
LISTEN_SECONDS = 0.02
ASK_EVERY = 50
"""Times that nothing was heard before it is asked for."""
NOBODY = 0
"""The status of what was not answered at all."""


@dataclass
class Look:
    """One order. Times are of the same monotonic clock."""

    at: float
    status: int = NOBODY
    answered: float | None = None
    filled: float | None = None

    def is_good(self, expected: float) -> bool:
        """Whether it was answered, and filled in as many seconds as a user expects."""
        soon = self.filled is not None and self.filled - self.at <= expected
        return self.status == CREATED and soon


class Eyes(Trader):
    """Somebody who places orders one after the other, and tries none of them again."""

    def __init__(self, client: Client, origin: str, symbol: str) -> None:
        super().__init__(client, origin, symbol)
        self.looks: list[Look] = []
        self._pending: set[asyncio.Task[None]] = set()

    async def watch(self, enough: asyncio.Event) -> None:
        """Look until it is enough, then wait for what is under way."""
        while not enough.is_set():
            task = asyncio.create_task(self._look())
            self._pending.add(task)
            task.add_done_callback(self._pending.discard)
            await asyncio.sleep(PERIOD_SECONDS)
        await asyncio.gather(*self._pending)

    async def _look(self) -> None:
        look = Look(monotonic())
        self.looks.append(look)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await self._once()
        except (OSError, TimeoutError):
            return
        look.status, look.answered = answer.status, monotonic()
        if answer.status == CREATED:
            await self._until_filled(answer.body["order_id"], look)

    async def _until_filled(self, order_id: str, look: Look) -> None:
        """Hear of it, or ask: the frame may have come while the socket was broken."""
        self.own.add(order_id)
        patience, number = look.at + PATIENCE_SECONDS, 0
        while monotonic() < patience:
            number += 1
            if order_id in self.tally.filled:
                look.filled = monotonic()
                return
            if number % ASK_EVERY == 0 and await self._is_filled(order_id):
                self.tally.note_filled(order_id)
            await asyncio.sleep(LISTEN_SECONDS)

    async def _is_filled(self, order_id: str) -> bool:
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await self._get(f"/api/orders/{order_id}")
            return answer.status == OK and answer.body["status"] == "filled"
        return False

    async def _once(self) -> Answer:
        """Place one order, whatever comes of it."""
        order = {"symbol": self._symbol, "side": next(self._sides)}
        order |= {"type": "market", "quantity": "1"}
        return await self._client.send("POST", "/api/orders", self._headers, order)


def expected_seconds(looks: Sequence[Look], began: float) -> float:
    """What a user expects who has seen how it was before anything broke."""
    before = [one.filled - one.at for one in looks if one.at < began and one.filled is not None]
    return max(GOOD_SECONDS, GOOD_PART * max(before, default=0.0))


def recovery_seconds(
    looks: Sequence[Look], began: float, gone: float, until: float, expected: float
) -> float:
    """How long after the cause was gone a user still did not get what he expects.

    ``began`` and ``until`` say which looks are about this failure.
    """
    concerned = [one for one in looks if began - PERIOD_SECONDS <= one.at < until]
    bad = [one.at for one in concerned if not one.is_good(expected)]
    return max(0.0, max(bad, default=gone) + PERIOD_SECONDS - gone) if bad else 0.0


def seen(looks: Sequence[Look]) -> list[str]:
    """In words: answers by status, and how long they and the fills took."""
    statuses = Counter(one.status for one in looks)
    named = ", ".join(
        f"{'no answer' if status == NOBODY else status} {count} times"
        for status, count in sorted(statuses.items(), key=lambda pair: -pair[1])
    )
    answers = sorted(one.answered - one.at for one in looks if one.answered)
    fills = sorted(one.filled - one.at for one in looks if one.filled)
    unheard = sum(one.status == CREATED and one.filled is None for one in looks)
    return [
        f"a user who placed {len(looks)} orders, once each, was answered {named}",
        f"answers took {_in_short(answers)}; fills were heard of after {_in_short(fills)}",
        f"of {unheard} accepted orders no frame came in time; what became of them was asked later",
    ]


def _in_short(seconds: Sequence[float]) -> str:
    parts = {"p50": 0.5, "p99": 0.99, "at most": 1.0}
    shown = (f"{name} {percentile(seconds, part):.2f} s" for name, part in parts.items())
    return ", ".join(shown) if seconds else "for ever"
