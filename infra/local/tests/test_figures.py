"""``outcry analytics rebuild``: the same figures again, whoever changed them in between."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from typer.testing import CliRunner

from analytics.domain.facts import Beginning, OrderFact, Outcome, Payment
from analytics.domain.fill import Fill
from analytics.domain.record import TrackRecord
from analytics.repository import rebuild
from analytics.repository.accounts import TrackRecords
from analytics.repository.recount import recount
from outcry import cli
from outcry.databases import connected, database_url
from outcry.errors import Problem
from vocabulary import (
    AccountId,
    FillId,
    Money,
    Price,
    Quantity,
    RejectionReason,
    Side,
    Symbol,
)

pytestmark = pytest.mark.real
NOON = datetime(2013, 10, 7, 16, tzinfo=UTC)
ACCOUNTS = [AccountId(UUID(int=number)) for number in (1, 2)]
TABLES = ("fills", "records", "rejections", "holdings", "trips")
TAMPERED = (
    "update holdings set bought = bought + 1",
    "delete from trips where closed_at is not null",
    "update fills set realised = realised + 1, epoch = 7, held = 3",
    "update records set filled = 0, number = 0",
    "delete from rejections",
    "insert into rejections values ('00000000-0000-0000-0000-000000000001', 'x', 3)",
)


@pytest.fixture
def stack(
    values: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Mapping[str, str]:
    """Two accounts that traded, paid in and began anew; and a home that leads to them."""
    lines = [f'{name}="{value}"' for name, value in values.items()]
    (tmp_path / ".env").write_text("\n".join(lines))
    monkeypatch.setenv("OUTCRY_HOME", str(tmp_path))
    asyncio.run(traded(values))
    return values


async def traded(values: Mapping[str, str]) -> None:
    """Everything is saved in several batches, as it is heard."""
    dice = Random(7)  # noqa: S311  # a test draws the same every time
    async with connected("analytics", values) as connection:
        await connection.execute(
            text("truncate fills, records, rejections, holdings, trips, beginnings, payments")
        )
        await connection.execute(text("truncate order_facts"))
        for account_id in ACCOUNTS:
            keep, me = TrackRecords(), [account_id]
            for batch in range(6):
                record = (await keep.load(connection, me))[account_id]
                hear(record, batch, dice)
                await keep.save(connection, [record])


def hear(record: TrackRecord, batch: int, dice: Random) -> None:
    at = NOON + timedelta(hours=batch)
    if batch == 0:
        record.begin(Beginning(1, Money(Decimal(1000)), at - timedelta(minutes=40)))
    if batch == 4:  # it was said between the fills of batch 3, and is heard of after them
        record.begin(Beginning(2, Money(Decimal(1000)), at - timedelta(minutes=90)))
        assert record.unsaved.is_moved
    record.pay(Payment(uuid4(), Money(Decimal(batch)), at, at))
    owed = Money(Decimal(-batch - 1).scaleb(-2))
    record.pay(Payment(uuid4(), owed, at, at, is_interest=True))
    record.count(OrderFact(uuid4(), Outcome.FILLED, 3))
    record.count(OrderFact(uuid4(), Outcome.REJECTED, reason=RejectionReason.ORDER_TOO_LARGE))
    for number in range(20):
        said = at - timedelta(minutes=40 - number)
        shares, price = (Decimal(dice.randint(1, 10**5)).scaleb(-3) for _ in range(2))
        record.trade(
            Fill(
                FillId(UUID(int=dice.getrandbits(128))),
                Symbol(dice.choice(["IBM", "BAC"])),
                dice.choice(list(Side)),
                Quantity(shares),
                Price(price),
                said,
                said,
                Money(Decimal(dice.randint(0, 100)).scaleb(-2)),
            )
        )


def dump(values: Mapping[str, str]) -> str:
    """Every row of every figure, as PostgreSQL writes it."""

    async def rows() -> str:
        async with connected("analytics", values) as connection:
            found = [
                await connection.scalars(text(f"select one::text from {table} as one order by 1"))  # noqa: S608
                for table in TABLES
            ]
            return "\n".join(row for one in found for row in one)

    return asyncio.run(rows())


def tamper(values: Mapping[str, str]) -> None:
    async def execute() -> None:
        async with connected("analytics", values) as connection:
            for statement in TAMPERED:
                await connection.execute(text(statement))

    asyncio.run(execute())


def rebuilt() -> Mapping[str, int]:
    result = CliRunner().invoke(cli.app, ["analytics", "rebuild", "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_what_is_worked_out_again_is_what_was_live(stack: Mapping[str, str]) -> None:
    live = dump(stack)

    assert rebuilt() == {"accounts": 2, "different": 0}
    assert dump(stack) == live


def test_what_was_changed_by_hand_is_put_right(stack: Mapping[str, str]) -> None:
    live = dump(stack)
    tamper(stack)
    assert dump(stack) != live

    assert rebuilt() == {"accounts": 2, "different": 2}

    assert dump(stack) == live


def test_it_says_how_many_there_were(stack: Mapping[str, str]) -> None:
    del stack
    result = CliRunner().invoke(cli.app, ["analytics", "rebuild"])

    assert result.output == "2 accounts, 0 of them different from before\n"


async def test_interest_is_still_what_owing_has_cost_in_its_epoch(stack: Mapping[str, str]) -> None:
    async with connected("analytics", stack) as connection:
        again = await recount(connection, ACCOUNTS[0])
        [read] = (await TrackRecords().load(connection, ACCOUNTS[:1])).values()

    for record in (again, read):
        assert [record.interest(epoch) for epoch in (1, 2)] == [Decimal("0.06"), Decimal("0.15")]
        assert [record.paid_in(epoch) for epoch in (1, 2)] == [0 + 1 + 2, 3 + 4 + 5]


async def test_the_service_may_go_on_meanwhile(stack: Mapping[str, str]) -> None:
    """It stores something of the account that is being worked out: that is seen, and done again."""
    engine = create_async_engine(
        database_url("analytics", stack), isolation_level="REPEATABLE READ"
    )
    keep, me = TrackRecords(), ACCOUNTS[0]
    async with connected("analytics", stack, "READ COMMITTED") as live:
        record = (await keep.load(live, [me]))[me]
        hear(record, 6, Random(8))  # noqa: S311  # a test draws the same every time
        await keep.save(live, [record])
        walking = asyncio.ensure_future(anext(steps := rebuild.rebuild(engine)))
        await asyncio.sleep(0.3)
        assert not walking.done()

    assert await walking == (1, 2, False)
    assert [one async for one in steps] == [(2, 2, False)]
    async with engine.connect() as connection:
        assert (await keep.load(connection, [me]))[me].number == record.number
    await engine.dispose()


def test_a_database_that_is_away_is_a_problem(
    stack: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outcry.figures_commands.environment", lambda: {**stack, **NOWHERE})

    result = CliRunner().invoke(cli.app, ["analytics", "rebuild"])

    assert isinstance(result.exception, Problem)
    assert "the database analytics cannot be reached" in str(result.exception)


NOWHERE = {"POSTGRES_PORT": "1"}
