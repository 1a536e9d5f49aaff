"""Signing keys come and go from the command line, while the service runs."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text, update
from typer.testing import CliRunner

from auth.credentials.keyring import PURPOSE, KeyRing
from auth.credentials.sealing import Seal, derive_key
from auth.domain.keys import PUBLISHED_AFTER, PUBLISHED_AHEAD, Stage
from auth.tables import keys
from bus.memory import InMemoryBus
from bus.message import decode
from bus.tables import outbox
from chassis.lifespan import make_engine
from chassis.security import Principal, TokenVerifier
from chassis.testing import some_account
from chassis.transaction import Database
from events import AuditRecorded
from outcry import cli
from outcry.databases import connected, database_url
from outcry.errors import Problem
from outcry.keys import list_keys, rotate, withdraw
from vocabulary import AuditAction, SessionId, UserId

pytestmark = pytest.mark.real
ADA = Principal(UserId(some_account()), some_account(), SessionId(some_account()))


@pytest.fixture(autouse=True)
async def _empty(values: Mapping[str, str]) -> None:
    async with connected("auth", values) as connection:
        await connection.execute(delete(keys))
        await connection.execute(text("truncate outbox"))


class Clock:
    def __init__(self) -> None:
        self.time = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.time

    def seconds(self) -> float:
        return self.time.timestamp()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def ring(values: Mapping[str, str], clock: Clock) -> AsyncGenerator[KeyRing]:
    """The keys as the running service has them."""
    engine = make_engine(database_url("auth", values), "auth")
    seal = Seal(derive_key(values["AUTH_KEY_SECRET"], PURPOSE))
    yield KeyRing(Database(engine, InMemoryBus(), "auth"), seal, clock)
    await engine.dispose()


async def said(values: Mapping[str, str]) -> list[AuditRecorded]:
    """What the service's relay is going to carry on."""
    async with connected("auth", values) as connection:
        rows = (await connection.execute(select(outbox).order_by(outbox.c.position))).all()
    return [one.data for row in rows for one in decode(row.type, row.body)]


async def test_the_first_key_signs_at_once(values: Mapping[str, str]) -> None:
    assert await list_keys(values) == []

    (made,) = await rotate(values)

    assert (made.stage, made.accepted_until) == (Stage.SIGNING, None)


async def test_a_new_key_waits_until_everybody_knows_it(values: Mapping[str, str]) -> None:
    await rotate(values)

    old, new = await rotate(values)

    assert (old.stage, new.stage) == (Stage.SIGNING, Stage.WAITING)
    assert old.accepted_until == new.created_at + PUBLISHED_AHEAD + PUBLISHED_AFTER
    assert await list_keys(values) == [old, new]


async def test_the_running_service_takes_it_up_and_no_token_is_refused(
    values: Mapping[str, str], ring: KeyRing, clock: Clock
) -> None:
    await ring.load()
    verifier = TokenVerifier(ring, clock.seconds)
    before = ring.sign(ADA)

    old, new = await rotate(values)
    await ring.load()

    assert [jwk["kid"] for jwk in ring.published()] == [old.kid, new.kid]
    during = ring.sign(ADA)
    clock.time += PUBLISHED_AHEAD + timedelta(seconds=1)
    after = ring.sign(ADA)
    assert during.partition(".")[0] != after.partition(".")[0]
    for token in (before, during, after):
        assert await verifier.verify(token) == ADA


async def test_a_key_that_others_have_can_be_withdrawn(values: Mapping[str, str]) -> None:
    (leaked,) = await rotate(values)
    await rotate(values)

    withdrawn, signing = await withdraw(values, leaked.kid)

    assert (withdrawn.kid, withdrawn.stage) == (leaked.kid, Stage.WITHDRAWN)
    assert withdrawn.accepted_until is not None
    assert signing.stage is Stage.SIGNING
    assert await withdraw(values, leaked.kid) == [withdrawn, signing]


async def test_the_only_key_stays(values: Mapping[str, str]) -> None:
    (only,) = await rotate(values)

    with pytest.raises(Problem, match="rotate first"):
        await withdraw(values, only.kid)
    assert await list_keys(values) == [only]


async def test_of_two_who_withdraw_the_last_two_keys_one_is_refused(
    values: Mapping[str, str],
) -> None:
    await rotate(values)
    old, new = await rotate(values)

    answers = await asyncio.gather(
        withdraw(values, old.kid), withdraw(values, new.kid), return_exceptions=True
    )

    assert sum(isinstance(one, Problem) for one in answers) == 1
    assert [one.stage for one in await list_keys(values)].count(Stage.SIGNING) == 1


async def test_an_unknown_key_is_a_problem(values: Mapping[str, str]) -> None:
    with pytest.raises(Problem, match="there is no key nothing"):
        await withdraw(values, "nothing")


async def test_another_secret_adds_no_key_that_the_service_could_not_open(
    values: Mapping[str, str],
) -> None:
    known = await rotate(values)

    with pytest.raises(Problem, match="AUTH_KEY_SECRET does not open"):
        await rotate({**values, "AUTH_KEY_SECRET": "another secret " * 3})
    assert await list_keys(values) == known


async def test_the_audit_trail_is_told(values: Mapping[str, str]) -> None:
    (first,) = await rotate(values)
    await rotate(values)
    await withdraw(values, first.kid)
    with pytest.raises(Problem):
        await withdraw(values, "nothing")

    told = await said(values)

    assert {one.action for one in told} == {AuditAction.ROTATE_SIGNING_KEY}
    assert [one.detail.split(" by ")[0].split()[-1] for one in told] == [
        "added", "added", "withdrawn",
    ]  # fmt: skip
    assert first.kid in told[0].detail
    assert first.kid in told[2].detail


async def test_old_keys_are_shown_as_what_they_are(values: Mapping[str, str]) -> None:
    day = timedelta(days=1)
    for age in (3 * day, 2 * day, timedelta(minutes=30)):
        made = (await rotate(values))[-1]
        async with connected("auth", values) as connection:
            older = update(keys).where(keys.c.kid == made.kid)
            await connection.execute(older.values(created_at=datetime.now(UTC) - age))
    await rotate(values)

    stages = [one.stage for one in await list_keys(values)]
    assert stages == [Stage.RETIRED, Stage.RETIRING, Stage.SIGNING, Stage.WAITING]


def test_the_command_prints_what_there_is(
    values: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f'{name}="{value}"' for name, value in values.items()]
    (tmp_path / ".env").write_text("\n".join(lines))
    monkeypatch.setenv("OUTCRY_HOME", str(tmp_path))

    rotated = CliRunner().invoke(cli.app, ["keys", "rotate", "--json"])
    shown = CliRunner().invoke(cli.app, ["keys", "list"], env={"COLUMNS": "200"})
    kid = json.loads(rotated.output)[0]["kid"]
    refused = CliRunner().invoke(cli.app, ["keys", "withdraw", kid])

    assert (rotated.exit_code, shown.exit_code) == (0, 0)
    assert kid in shown.output
    assert "signing" in shown.output
    assert isinstance(refused.exception, Problem)
