"""A connection is made again when it breaks or falls silent, and prices in doubt are said to be."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from pydantic import SecretStr

from market_data.domain.patience import Backoff
from market_data.domain.ticks import QuoteTick, StaleTick, Tick
from market_data.feeds.catalogue import instrument_of
from market_data.feeds.health import Health, HealthState, worst
from market_data.feeds.secrets import Secrets
from market_data.feeds.supervised import Patience, SupervisedFeed, Tell, supervised
from vocabulary import Price, Quantity, Symbol

IBM, BAC = Symbol("IBM"), Symbol("BAC")
SOON = Backoff(first=0.001, longest=0.01)
STALE = ["Stale", "Stale"]


def a_quote(bid: int, *, ahead: float = 0) -> QuoteTick:
    one, lot = Price(Decimal(bid)), Quantity(Decimal(100))
    return QuoteTick(datetime.now(UTC) + timedelta(seconds=ahead), IBM, one, lot, one, lot)


class Wire:
    """A vendor that a test speaks for: each connection is answered by the next act."""

    line, symbols = "wire", (IBM, BAC)

    def __init__(self, *acts: Sequence[object], is_open: bool = True) -> None:
        self._acts = list(acts)
        self.connections = 0
        self.open = is_open

    def is_open(self, time: datetime) -> bool:
        del time
        return self.open

    async def listen(self, tell: Tell) -> None:
        self.connections += 1
        for step in self._acts.pop(0) if self._acts else ["hang"]:
            if isinstance(step, Exception):
                raise step
            if step == "hang":
                await asyncio.Event().wait()
            await tell([step] if isinstance(step, tuple) else ())  # pyright: ignore


@asynccontextmanager
async def listening(
    wire: Wire, *keys: str, silence: float = 10, connect: float = 10
) -> AsyncGenerator[tuple[SupervisedFeed, list[Tick]]]:
    secrets = Secrets(*map(SecretStr, keys))
    patience = Patience(silence, connect, SOON)
    instruments = [instrument_of(symbol) for symbol in wire.symbols]
    told: list[Tick] = []
    async with supervised(SupervisedFeed("wire", instruments, [wire], patience, secrets)) as feed:

        async def hear() -> None:
            async for ticks in feed.ticks():
                told.extend(ticks)

        task = asyncio.create_task(hear())
        try:
            yield feed, told
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def reached(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not is_so():  # noqa: ASYNC110  # nobody tells a test what it waits for
            await asyncio.sleep(0.002)


async def until(feed: SupervisedFeed, state: HealthState) -> Health:
    await reached(lambda: feed.report().connections[0].state is state)
    return feed.report().connections[0]


def kinds(told: Sequence[Tick]) -> list[str]:
    return [type(tick).__name__.removesuffix("Tick") for tick in told]


async def test_a_connection_that_stands_is_live_and_what_it_tells_is_passed_on() -> None:
    quote = a_quote(10)
    async with listening(Wire(["connected", quote, "hang"])) as (feed, told):
        assert feed.report().connections[0].state is HealthState.CONNECTING
        health = await until(feed, HealthState.LIVE)

        assert (health.reconnects, health.last_error) == (0, None)
        await reached(lambda: kinds(told) == [*STALE, "Quote"])  # nobody knows of earlier ones
        assert told[-1] == quote


async def test_a_broken_connection_is_made_again_and_its_symbols_are_stale_meanwhile() -> None:
    broken = ["connected", a_quote(10), OSError("reset by peer")]
    async with listening(Wire(broken, ["connected", a_quote(11), "hang"])) as (feed, told):
        await reached(lambda: kinds(told) == [*STALE, "Quote", *STALE, "Quote"])

        health = await until(feed, HealthState.LIVE)
        assert (health.reconnects, health.last_error) == (1, "reset by peer")
        assert {tick.symbol for tick in told if isinstance(tick, StaleTick)} == {IBM, BAC}


async def test_a_vendor_that_hangs_up_politely_is_called_again_too() -> None:
    wire = Wire(["connected", a_quote(10)], ["connected", "hang"])
    async with listening(wire) as (feed, _):
        await reached(lambda: wire.connections == 2)

        assert feed.report().connections[0].last_error == "the vendor ended the connection"


async def test_a_connection_that_is_silent_while_the_market_is_open_is_stale() -> None:
    """And stays so, however often the vendor takes the subscription, until there is news."""
    mute = ["connected", "hang"]
    wire = Wire(["connected", a_quote(10), "hang"], mute, mute, ["connected", a_quote(11), "hang"])
    async with listening(wire, silence=0.08) as (feed, told):
        health = await until(feed, HealthState.STALE)
        assert health.last_error == "connected, but silent for 0.08 seconds"
        await reached(lambda: wire.connections == 3)
        assert await until(feed, HealthState.STALE) == replace(health, reconnects=2)

        await until(feed, HealthState.LIVE)

        await reached(lambda: kinds(told) == [*STALE, "Quote", *STALE, "Quote"])


async def test_silence_while_the_market_is_closed_is_nothing_to_worry_about() -> None:
    mute = ["connected", "hang"]
    wire = Wire(["connected", a_quote(10), "hang"], mute, is_open=False)
    async with listening(wire, silence=0.08) as (feed, _):
        await asyncio.sleep(0.3)
        assert (wire.connections, feed.report().connections[0].state) == (1, HealthState.LIVE)

        wire.open = True

        await until(feed, HealthState.STALE)
        wire.open = False
        await until(feed, HealthState.LIVE)


async def test_a_vendor_that_does_not_answer_is_given_up_and_tried_again() -> None:
    wire = Wire(["hang"], ["hang"], is_open=False)
    async with listening(wire, connect=0.08) as (feed, _):
        health = await until(feed, HealthState.DOWN)

        assert health.last_error == "no answer within 0.08 seconds"
        await reached(lambda: wire.connections == 2)


async def test_many_failures_in_a_row_doubt_the_prices_only_once() -> None:
    refusals = [[ValueError("auth failed")] for _ in range(5)]
    wire = Wire(["connected", a_quote(1), OSError()], *refusals, ["connected", a_quote(2), "hang"])
    async with listening(wire) as (feed, told):
        await reached(lambda: kinds(told) == [*STALE, "Quote", *STALE, "Quote"])

        assert feed.report().connections[0].reconnects == 6


async def test_a_vendors_clock_that_is_ahead_does_not_make_market_time_run_ahead() -> None:
    async with listening(Wire(["connected", a_quote(10, ahead=60), "hang"])) as (_, told):
        await reached(lambda: kinds(told) == [*STALE, "Quote"])

        assert told[-1].time <= datetime.now(UTC)


async def test_keys_do_not_show_in_errors(caplog: pytest.LogCaptureFixture) -> None:
    wire = Wire([ValueError("no such key: PK42 / s3cret")])
    async with listening(wire, "PK42", "s3cret") as (feed, _):
        health = await until(feed, HealthState.DOWN)

    assert health.last_error == "no such key: ********** / **********"
    assert "s3cret" not in caplog.text


async def test_what_is_said_of_several_connections_is_the_worst() -> None:
    now = datetime.now(UTC)
    states = [HealthState.LIVE, HealthState.STALE, HealthState.CONNECTING]

    assert worst([Health("one", state, now) for state in states]) is HealthState.STALE


async def test_hanging_up_does_not_wait_for_a_library_that_swallows_it() -> None:
    class Deaf(Wire):
        async def listen(self, tell: Tell) -> None:
            await tell(())
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                await asyncio.Event().wait()

    async with asyncio.timeout(60), listening(Deaf()) as (feed, _):
        await until(feed, HealthState.LIVE)


async def test_a_library_that_cancels_itself_is_called_again_like_any_other() -> None:
    class Cancelled(Wire):
        async def listen(self, tell: Tell) -> None:
            if self.connections:
                await super().listen(tell)
            self.connections += 1
            raise asyncio.CancelledError

    wire = Cancelled(["connected", "hang"])
    async with listening(wire) as (feed, _):
        health = await until(feed, HealthState.LIVE)

    assert (health.reconnects, health.last_error) == (1, "the vendor ended the connection")
