"""A part of a process that ends by itself takes the process with it: nothing dies in silence."""

import asyncio
import os
import signal

import pytest
from proving.front_door import app_of

from chassis.works import Running


@pytest.fixture
def signals(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    sent: list[int] = []

    def kill(_pid: int, number: int) -> None:
        sent.append(number)

    monkeypatch.setattr(os, "kill", kill)
    return sent


@pytest.fixture
def running() -> Running:
    return app_of()[1]


async def ended(task: asyncio.Task[None]) -> None:
    await asyncio.wait([task])
    await asyncio.sleep(0)  # its callbacks run after it


async def test_a_part_that_fails_stops_the_process(running: Running, signals: list[int]) -> None:
    async def fail() -> None:
        raise ArithmeticError("broken")

    await ended(running.spawn(fail(), "feed"))

    assert signals == [signal.SIGTERM]
    assert [str(one) for one in running.died] == ["broken"]


async def test_a_part_that_is_cancelled_by_nobody_stops_the_process(
    running: Running, signals: list[int]
) -> None:
    """When a connection dies, aio-pika may cancel the task that uses it."""

    async def be_cancelled() -> None:
        raise asyncio.CancelledError

    await ended(running.spawn(be_cancelled(), "feed"))

    assert signals == [signal.SIGTERM]
    assert len(running.died) == 1


async def test_a_part_that_is_done_is_done(running: Running, signals: list[int]) -> None:
    async def finish() -> None:
        pass

    await ended(running.spawn(finish(), "warm up"))

    assert signals == []
    assert running.died == []


async def test_parts_are_stopped_with_the_process_without_complaint(
    running: Running, signals: list[int]
) -> None:
    task = running.spawn(asyncio.Event().wait(), "feed")  # pyright: ignore[reportArgumentType]
    await asyncio.sleep(0)

    await running.stop_tasks()

    assert task.cancelled()
    assert signals == []
    assert running.died == []


async def test_what_is_done_every_second_outlives_an_outage_and_says_so_once(
    running: Running, signals: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[int] = []
    enough = asyncio.Event()

    async def work() -> None:
        tries.append(1)
        if len(tries) < 4:
            raise OSError("nobody answers")
        enough.set()

    async with asyncio.timeout(10):
        running.every(0.001, work, "closes")
        await enough.wait()
    await running.stop_tasks()

    said = "closes: tried again until a server is back: nobody answers"
    assert (caplog.messages.count(said), signals) == (1, [])


async def test_what_is_done_every_second_and_is_wrong_stops_the_process(
    running: Running, signals: list[int]
) -> None:
    async def work() -> None:
        raise ArithmeticError("broken")

    await ended(running.every(0.001, work, "closes"))

    assert signals == [signal.SIGTERM]


def test_a_process_without_a_database_says_so(running: Running) -> None:
    with pytest.raises(LookupError, match="order has no database"):
        _ = running.database
    with pytest.raises(LookupError, match="order has no database"):
        _ = running.commands
