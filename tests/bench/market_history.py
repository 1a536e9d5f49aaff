"""How long it takes to be shown 500 bars, beside the bare query for them.

Until the last byte of the answer is here, and until the rows of the query are.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from time import perf_counter

from bench.http import Client
from bench.load import percentile
from bench.market_place import Place, connected
from chassis.testing import sign_in, some_account

BARS = 500
BARE = (
    "select start, open, high, low, close, volume, trades, turnover from minutes"
    " where symbol = $1 and start < $2 order by start desc limit $3"
)
WARM_UP = 20
PAUSE_SECONDS = 0.05


@dataclass(frozen=True)
class Question:
    """The newest bars of a symbol before a moment."""

    symbol: str
    before: datetime

    @property
    def path(self) -> str:
        """The same as a request."""
        return (
            f"/api/market/ohlcv/{self.symbol}?limit={BARS}&before={self.before:%Y-%m-%dT%H:%M:%SZ}"
        )


@dataclass(frozen=True)
class Latency:
    """Milliseconds."""

    p50: float
    p99: float


async def measure(
    place: Place, client: Client, symbols: list[str], end: datetime, each: int, requests: int
) -> dict[str, float]:
    """Ask for other bars each time, turn by turn with the query; then for the same ones again.

    There are ``each`` minutes of every symbol before ``end``.
    """
    dice = Random(2)  # noqa: S311
    headers = sign_in(some_account())
    questions = [
        Question(dice.choice(symbols), end - timedelta(minutes=dice.randrange(each - BARS)))
        for _ in range(requests + WARM_UP)
    ]
    bare, uncached, cached = list[float](), list[float](), list[float]()
    async with connected(place) as connection:

        async def query(question: Question) -> None:
            found = await connection.fetch(BARE, question.symbol, question.before, BARS)
            assert len(found) == BARS

        async def ask(question: Question) -> None:
            answer = await client.send("GET", question.path, headers)
            assert answer.status == 200, answer.text
            assert answer.text.count(b'"start"') == BARS

        for question in questions:
            bare.append(await _seconds(query, question))
            uncached.append(await _seconds(ask, question))
        await asyncio.sleep(PAUSE_SECONDS)  # until the last one is kept
        for question in questions:
            cached.append(await _seconds(ask, question))
    return {
        **_told("bare", bare[WARM_UP:]),
        **_told("uncached", uncached[WARM_UP:]),
        **_told("cached", cached[WARM_UP:]),
    }


async def crowd(client: Client, symbol: str, end: datetime, clients: int) -> float:
    """So many ask for the same at the same moment: milliseconds until the last one has it."""
    headers = sign_in(some_account())
    question = Question(symbol, end - timedelta(minutes=7))
    started = perf_counter()
    answers = await asyncio.gather(
        *(client.send("GET", question.path, headers) for _ in range(clients))
    )
    assert all(answer.status == 200 for answer in answers)
    return (perf_counter() - started) * 1000


async def _seconds(do: Callable[[Question], Awaitable[None]], question: Question) -> float:
    started = perf_counter()
    await do(question)
    return perf_counter() - started


def _told(name: str, seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        f"{name}_p50_ms": percentile(ordered, 0.5) * 1000,
        f"{name}_p99_ms": percentile(ordered, 0.99) * 1000,
    }
