"""The audit trail from the command line: read as it is written, and not trusted to be."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from analytics.domain.trail import Entry, Head, Link, Trail
from analytics.repository.audit import Trails
from outcry import cli
from outcry.databases import connected
from outcry.errors import Problem

pytestmark = pytest.mark.real
ADA, BOB, ACCOUNT, ORDER = (UUID(int=number) for number in range(1, 5))


def entry(number: int, action: str, user: UUID | None, order: UUID | None = None) -> Entry:
    return Entry(
        event_id=UUID(int=100 + number),
        recorded_at=datetime(2026, 1, 5, 9, number, tzinfo=UTC),
        action=action,
        user_id=user,
        account_id=None if user == BOB else ACCOUNT,
        session_id=None,
        order_id=order,
        correlation_id=UUID(int=200 + number),
        document=json.dumps({"number": number}),
    )


ENTRIES = [
    entry(1, "user_registered", ADA),
    entry(2, "sign_in", BOB),
    entry(3, "order_created", None, ORDER),
    entry(4, "sign_in", ADA),
    entry(5, "order_canceled", None, ORDER),
]


@pytest.fixture
def trail(values: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Link]:
    """A trail with a few entries, and a home whose configuration leads to it."""
    lines = [f'{name}="{value}"' for name, value in values.items()]
    (tmp_path / ".env").write_text("\n".join(lines))
    monkeypatch.setenv("OUTCRY_HOME", str(tmp_path))
    trail = Trail()
    for one in ENTRIES:
        trail.append(one)
    links = list(trail.fresh)
    for table in ("audit_trail", "inbox", "parked", "parked_audit"):
        tamper(values, f"truncate {table}")
    asyncio.run(save(values, trail))
    return links


async def save(values: Mapping[str, str], trail: Trail) -> None:
    async with connected("analytics", values) as connection:
        await Trails().save(connection, [trail])


def head_of(links: Sequence[Link]) -> str:
    return Head(links[-1].position, links[-1].hash).text


def tamper(values: Mapping[str, str], statement: str) -> None:
    """What somebody can do whom the trigger does not stop."""
    alter = "alter table audit_trail {} trigger trail_is_final"

    async def execute() -> None:
        async with connected("analytics", values) as connection:
            for one in (alter.format("disable"), statement, alter.format("enable always")):
                await connection.execute(text(one))

    asyncio.run(execute())


def outcry(*command: str) -> Result:
    return CliRunner().invoke(cli.app, ["audit", *command], env={"COLUMNS": "200"})


def problem(*command: str) -> str:
    """What is wrong, for which the command ends with exit code 1."""
    result = outcry(*command)
    assert isinstance(result.exception, Problem), result.output
    return str(result.exception)


def listed(*options: str) -> list[int]:
    """The positions of what is listed."""
    result = outcry("list", *options)
    assert result.exit_code == 0, result.output
    return [int(line.split()[0]) for line in result.output.splitlines()]


def test_a_trail_that_is_whole_is_counted(trail: list[Link]) -> None:
    plain, data = outcry("verify"), outcry("verify", "--json")

    assert (plain.exit_code, data.exit_code) == (0, 0)
    assert plain.output == f"5 entries, none changed or missing\nhead {head_of(trail)}\n"
    assert json.loads(data.output) == {"entries": 5, "head": head_of(trail)}


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("update audit_trail set action = 'sign_out' where position = 2", "position 2: changed"),
        ("delete from audit_trail where position = 3", "position 3: missing"),
    ],
)
@pytest.mark.usefixtures("trail")
def test_where_it_is_broken_is_said(values: Mapping[str, str], statement: str, why: str) -> None:
    tamper(values, statement)

    assert problem("verify").startswith(f"the audit trail is broken at {why}")


def test_a_head_that_was_noted_shows_that_the_end_is_gone(
    trail: list[Link], values: Mapping[str, str]
) -> None:
    early = head_of(trail[:2])
    heads = ["--head", early, "--head", head_of(trail)]
    assert outcry("verify", *heads).exit_code == 0

    tamper(values, "delete from audit_trail where position > 3")

    assert outcry("verify", "--head", early).exit_code == 0
    why = "the audit trail is broken at position 4: missing: the trail once reached 5"
    assert problem("verify", *heads) == why


TAKEN_IN = (
    "insert into inbox (consumer, event_id) select 'analytics.audit', event_id from audit_trail"
)
PARKED = """
    insert into parked (consumer, key, event_id, type, body, error, attempts)
    select 'analytics.audit', 'trail', event_id, 'X', '', 'no room', 5 from audit_trail
    where position = 5"""
DISCARDED = """
    insert into parked_audit (consumer, event_id, action, actor, note)
    select 'analytics.audit', event_id, 'discard', 'ada', 'it is empty' from audit_trail
    where position = 5"""


def test_what_was_taken_in_shows_that_the_end_is_gone(
    trail: list[Link], values: Mapping[str, str]
) -> None:
    tamper(values, TAKEN_IN)
    assert outcry("verify", "--head", head_of(trail)).exit_code == 0

    tamper(values, "delete from audit_trail where position > 3")

    why = "the audit trail is broken at position 4: missing: 2 events that were taken in"
    assert problem("verify").startswith(why)


@pytest.mark.parametrize("elsewhere", [PARKED, DISCARDED])
@pytest.mark.usefixtures("trail")
def test_an_event_that_waits_or_was_discarded_is_not_missed(
    values: Mapping[str, str], elsewhere: str
) -> None:
    for statement in (TAKEN_IN, elsewhere, "delete from audit_trail where position = 5"):
        tamper(values, statement)

    assert outcry("verify").exit_code == 0


def test_what_is_no_head_is_refused() -> None:
    refused = outcry("verify", "--head", "5")

    assert refused.exit_code == 2
    assert "a head is POSITION:HASH" in refused.output


@pytest.mark.parametrize(
    ("options", "positions"),
    [
        ([], [1, 2, 3, 4, 5]),
        (["--user", str(ADA)], [1, 3, 4, 5]),
        (["--user", str(BOB)], [2]),
        (["--order", str(ORDER)], [3, 5]),
        (["--action", "sign_in"], [2, 4]),
        (["--user", str(ADA), "--action", "sign_in"], [4]),
        (["--user", str(ORDER)], []),
    ],
)
@pytest.mark.usefixtures("trail")
def test_entries_are_listed_by_user_order_and_action(
    options: list[str], positions: list[int]
) -> None:
    assert listed(*options) == positions


def test_a_line_says_when_what_and_who(trail: list[Link]) -> None:
    first, *_ = outcry("list").output.splitlines()
    data = [json.loads(line) for line in outcry("list", "--json").output.splitlines()]

    assert first.split() == [
        "1",
        "2026-01-05",
        "09:01:00",
        "user_registered",
        str(ADA),
        *('{"number":', "1}"),
    ]
    assert [one["hash"] for one in data] == [link.hash.hex() for link in trail]
    assert data[2] == {
        "position": 3,
        "event_id": str(UUID(int=103)),
        "recorded_at": "2026-01-05T09:03:00+00:00",
        "action": "order_created",
        "user_id": None,
        "account_id": str(ACCOUNT),
        "session_id": None,
        "order_id": str(ORDER),
        "correlation_id": str(UUID(int=203)),
        "document": {"number": 3},
        "previous": trail[1].hash.hex(),
        "hash": trail[2].hash.hex(),
    }
