"""``outcry dead-letters``, as somebody types it, on a real broker."""

import asyncio
import json
from collections.abc import Generator
from pathlib import Path

import pytest
from proving.dead_letters import let_die
from proving.queues import admin_of, subscription
from rich.console import Console
from typer.testing import CliRunner, Result
from yarl import URL

from bus.interface import Subscription
from bus.topology import queue_name
from outcry import cli, display

pytestmark = pytest.mark.real
BROKEN = b"[/bold] no event"


@pytest.fixture(autouse=True)
def _stack(rabbitmq_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = URL(rabbitmq_url)
    monkeypatch.setenv("OUTCRY_HOME", str(tmp_path))
    monkeypatch.setenv("RABBITMQ_HOST", url.host or "")
    monkeypatch.setenv("RABBITMQ_PORT", str(url.port))
    monkeypatch.setenv("RABBITMQ_ADMIN_PASSWORD", url.password or "")


@pytest.fixture
def queue(rabbitmq_url: str) -> Generator[Subscription]:
    """A queue in which one message died."""
    where = subscription()

    async def prepare() -> None:
        async with admin_of(rabbitmq_url) as admin:
            await admin.declare(where)
            await let_die(rabbitmq_url, where, BROKEN)
            admin.keep()

    async def clean_up() -> None:
        async with admin_of(rabbitmq_url) as admin:
            await admin.dead_letters(of=where)
            await admin.delete(where)

    asyncio.run(prepare())
    yield where
    asyncio.run(clean_up())


def outcry(*command: str) -> Result:
    return CliRunner().invoke(cli.app, ["dead-letters", *command])


def test_they_are_listed_for_people_and_for_programs(
    queue: Subscription, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "console", Console(width=300))
    for_people, for_programs = outcry("list"), outcry("list", "--json")

    assert queue_name(queue) in for_people.output
    assert BROKEN.decode() in for_people.output
    [letter] = [one for one in json.loads(for_programs.output) if one["queue"] == queue_name(queue)]
    assert (letter["reason"], letter["times"], letter["type"]) == ("rejected", 1, "ORDER_ACCEPTED")


def test_they_are_put_back_and_gone(queue: Subscription) -> None:
    back = outcry("requeue", "--queue", queue_name(queue), "--json")

    assert [one["queue"] for one in json.loads(back.output)] == [queue_name(queue)]
    assert queue_name(queue) not in outcry("list", "--json").output


def test_what_cannot_be_put_back_is_a_problem(
    queue: Subscription,
    rabbitmq_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def delete() -> None:
        async with admin_of(rabbitmq_url) as admin:
            await admin.delete(queue)

    asyncio.run(delete())
    command = ["outcry", "dead-letters", "requeue", "--queue", queue_name(queue)]
    monkeypatch.setattr("sys.argv", command)

    with pytest.raises(SystemExit, match="1"):
        cli.main()

    said = capsys.readouterr().err
    assert f"1 stay among the dead letters: there is no {queue_name(queue)}" in said
    assert queue_name(queue) in outcry("list", "--json").output


def test_a_broker_that_is_away_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RABBITMQ_PORT", "1")
    monkeypatch.setattr("sys.argv", ["outcry", "dead-letters", "list"])

    with pytest.raises(SystemExit, match="1"):
        cli.main()

    assert "RabbitMQ: the dead letters:" in capsys.readouterr().err
