"""Ways to put load on the gateway: an open loop at a rate, and a closed loop at a depth."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter

from bench.traders import Tally, Trader

DRAIN_SECONDS = 15.0
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Run:
    """What one phase did: seconds it took to send and to drain, and the fate of its orders."""

    seconds: float
    drain_seconds: float
    tally: Tally

    @property
    def filled_per_second(self) -> float:
        """Orders of this phase that were filled, over the whole time it took."""
        return len(self.tally.filled) / (self.seconds + self.drain_seconds)

    @property
    def accepted_per_second(self) -> float:
        """Orders that were answered with 201."""
        return len(self.tally.answered) / self.seconds


async def open_loop(traders: Sequence[Trader], rate: float, seconds: float) -> Run:
    """Send ``rate`` orders a second, whatever comes back; then wait for what is under way."""
    tally = _fresh(traders)
    tasks: set[asyncio.Task[str]] = set()
    started = perf_counter()
    number = round(rate * seconds)
    for n in range(number):
        due = started + n / rate
        if (early := due - perf_counter()) > 0:
            await asyncio.sleep(early)
        task = asyncio.create_task(traders[n % len(traders)].place())
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    sending = perf_counter() - started
    await asyncio.gather(*tasks)
    return Run(sending, await _drained(tally) - started - sending, tally)


async def closed_loop(traders: Sequence[Trader], depth: int, seconds: float) -> Run:
    """Keep ``depth`` orders under way, each placed when the one before it was filled."""
    tally = _fresh(traders)
    started = perf_counter()

    async def one_after_the_other(trader: Trader) -> None:
        while perf_counter() - started < seconds:
            if order_id := await trader.place():
                with suppress(TimeoutError):
                    async with asyncio.timeout(DRAIN_SECONDS):
                        await tally.ended(order_id)

    await asyncio.gather(*(one_after_the_other(traders[n % len(traders)]) for n in range(depth)))
    sending = perf_counter() - started
    return Run(sending, await _drained(tally) - started - sending, tally)


def percentile(values: Sequence[float], part: float) -> float:
    """The value that ``part`` of the sorted ``values`` do not exceed; NaN if there is none."""
    return values[min(len(values) - 1, int(len(values) * part))] if values else float("nan")


def _fresh(traders: Sequence[Trader]) -> Tally:
    tally = Tally()
    for trader in traders:
        trader.tally = tally
    return tally


async def _drained(tally: Tally) -> float:
    """Wait until every accepted order has ended, or nothing has moved for a while; when it was."""
    moved, at = -1, perf_counter()
    while tally.missing() and perf_counter() - at < DRAIN_SECONDS:
        if len(tally.filled) != moved:
            moved, at = len(tally.filled), perf_counter()
        await asyncio.sleep(POLL_SECONDS)
    return perf_counter() if not tally.missing() else at
