"""Who cannot start says so in one line, and ends; a mistake of ours is logged as one."""

import json
import os
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.types import Message

from chassis.startup import CannotStart, plainly
from outcry.ports import free_ports

TESTS = Path(__file__).parents[3] / "tests"
OURS = ArithmeticError("a mistake of ours")


async def told_of(error: Exception, *, at_the_end: bool = False) -> list[Message]:
    """What the server is told by an application whose start, or end, fails so."""
    told: list[Message] = []

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        if at_the_end:
            yield
        raise error

    async def receive() -> Message:
        return {"type": "lifespan.startup"}

    async def send(message: Message) -> None:
        told.append(message)

    app = plainly(FastAPI(lifespan=lifespan))
    with pytest.raises(type(error)):
        await app({"type": "lifespan", "state": {}}, receive, send)
    return told


@pytest.mark.parametrize(
    ("error", "line", "traced"),
    [
        (CannotStart("the feed csv: no_ticks"), "cannot start: the feed csv: no_ticks", False),
        (ConnectionError("gave up after 60 s"), "cannot start: gave up after 60 s", False),
        (OURS, "cannot start", True),
    ],
)
async def test_a_start_that_fails_is_one_line(
    caplog: pytest.LogCaptureFixture, error: Exception, line: str, *, traced: bool
) -> None:
    told = await told_of(error)

    [record] = caplog.records
    assert (record.getMessage(), record.levelname) == (line, "CRITICAL")
    assert bool(record.exc_info) is traced
    assert told == [{"type": "lifespan.startup.failed"}]


async def test_so_is_an_end_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    told = await told_of(OURS, at_the_end=True)

    [record] = caplog.records
    assert record.getMessage() == "did not end well"
    assert record.exc_info
    assert [one["type"] for one in told] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.failed",
    ]


def test_a_process_whose_broker_is_not_there_ends_and_says_so() -> None:
    port, nobody = free_ports(2)
    given = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
        "TALLY_PORT": str(port),
        "TALLY_RABBITMQ_PASSWORD": "test",
        "TALLY_OWN_DATABASE_URL": "postgresql+asyncpg://nobody@127.0.0.1/nothing",
        "RABBITMQ_PORT": str(nobody),
        "START_TIMEOUT_SECONDS": "0.1",
    }

    done = subprocess.run(
        [sys.executable, "-m", "chassis", "tally"],
        env=given,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert done.returncode not in {0, 78}
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    [why] = [one["event"] for one in lines if one["level"] == "critical"]
    assert why.startswith("cannot start: gave up after 0 s: RabbitMQ")
    assert "Traceback" not in done.stdout + done.stderr
