"""``outcry check``, on the databases of a stack whose services and whose broker are away."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from outcry import cli
from outcry.agreement.figures import Kind, Voice
from outcry.agreement.voices import ask_portfolio
from outcry.databases import connected
from outcry.errors import Problem
from portfolio.domain.account import Account as Books
from portfolio.domain.life import Winding
from portfolio.domain.trade import Fill
from portfolio.domain.winding import come_to_rest, finish, wind_up
from portfolio.repository import Accounts as Portfolios
from risk.domain.account import TradingAccount
from risk.domain.rulebook import Rulebook
from risk.repository import Accounts
from vocabulary import (
    NO_MONEY,
    AccountId,
    FillId,
    Money,
    OrderId,
    Price,
    Quantity,
    Side,
    Symbol,
    UserId,
    WindingPurpose,
)

pytestmark = pytest.mark.real
NOWHERE = {"RABBITMQ_HOST": "127.0.0.1", "RABBITMQ_PORT": "1", "RABBITMQ_ADMIN_PASSWORD": "x"}
ADA = AccountId(uuid4())
OWN = ("delete from accounts where account_id = :ada", "delete from parked where event_id = :ada")
ASIDE = """
insert into parked (consumer, key, event_id, type, body, error, attempts)
values ('risk.accounts', cast(cast(:ada as uuid) as text), :ada, 'ACCOUNT_OPENED', '', 'no', 3)
"""


async def execute(values: Mapping[str, str], service: str, *statements: str) -> None:
    async with connected(service, values) as connection:
        for statement in statements:
            await connection.execute(text(statement), {"ada": ADA})


@pytest.fixture
def stack(
    values: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Mapping[str, str]]:
    """A home that leads to the databases; what tests leave there is taken away again."""
    lines = [f'{name}="{value}"' for name, value in {**values, **NOWHERE}.items()]
    (tmp_path / ".env").write_text("\n".join(lines))
    monkeypatch.setenv("OUTCRY_HOME", str(tmp_path))
    yield values
    asyncio.run(execute(values, "risk", *OWN))


def check(*options: str) -> Result:
    return CliRunner().invoke(cli.app, ["check", *options], env={"COLUMNS": "200"})


def give(values: Mapping[str, str]) -> None:
    """Risk believes in an account of which nobody else has heard."""

    async def save() -> None:
        account = TradingAccount(ADA, Rulebook())
        account.open(Money(Decimal("100.5")))
        async with connected("risk", values) as connection:
            await Accounts(Rulebook()).save(connection, [account])

    asyncio.run(save())


class Enough(Exception):
    """Nothing of it shall stay."""


def closed() -> Books:
    """Somebody has earned 40 dollars, and closed the account."""
    books, at = Books(ADA, Money(Decimal(1000))), datetime(2026, 3, 2, 15, tzinfo=UTC)
    books.open(UserId(ADA))
    for side, price in ((Side.BUY, 180), (Side.SELL, 190)):
        what = FillId(uuid4()), OrderId(uuid4()), Symbol("IBM"), side
        books.book(Fill(*what, Quantity(Decimal(4)), Price(Decimal(price)), "market", at))
    winding = Winding(uuid4(), WindingPurpose.CLOSE, None)
    wind_up(books, winding)
    come_to_rest(books, winding.winding_id, 2)
    assert finish(books) is not None
    return books


def mine(result: Result) -> list[dict[str, Any]]:
    found = json.loads(result.output)["differences"]
    return [one for one in found if one["account_id"] == str(ADA)]


def test_where_all_say_the_same_it_says_so(stack: Mapping[str, str]) -> None:
    del stack
    plain, data = check("--patience", "0"), check("--patience", "0", "--json")

    assert (plain.exit_code, data.exit_code) == (0, 0), plain.output
    assert "0 of them different from service to service" in plain.output
    assert json.loads(data.output)["sound"] is True


def test_a_difference_is_named_with_what_everybody_says(stack: Mapping[str, str]) -> None:
    give(stack)
    options = ("--settled", "0", "--patience", "0")
    plain, data = check(*options), check(*options, "--json")

    assert (plain.exit_code, data.exit_code) == (1, 1)
    assert f"{ADA}" in plain.output
    assert "ledger 0, portfolio 0, risk 100.5, analytics 0" in plain.output
    [found] = mine(data)
    assert (found["figure"], found["verdict"]) == ("cash", "late")  # the broker may hold the rest
    assert "the broker, which cannot be reached" in json.loads(data.output)["waiting"]


def test_it_waits_for_what_moved_a_moment_ago(stack: Mapping[str, str]) -> None:
    give(stack)
    soon = check("--settled", "60", "--patience", "1", "--json")
    late = check("--settled", "2", "--patience", "8", "--json")

    assert (soon.exit_code, late.exit_code) == (0, 1)
    assert mine(soon) == []
    assert json.loads(soon.output)["passing"] >= 1
    assert len(mine(late)) == 1


def test_what_was_put_aside_waits_for_a_person(stack: Mapping[str, str]) -> None:
    give(stack)
    asyncio.run(execute(stack, "risk", ASIDE))

    [found] = mine(check("--settled", "0", "--patience", "0", "--json"))
    assert found["verdict"] == "parked"


async def test_what_a_closed_account_had_earned_is_of_an_epoch_that_is_over(
    values: Mapping[str, str],
) -> None:
    said: dict[str, Voice] = {}
    with suppress(Enough):
        async with connected("portfolio", values) as connection:
            await Portfolios(NO_MONEY).save(connection, [closed()])
            said.update(await ask_portfolio(connection))
            raise Enough
    kinds = {one.kind for one in said["portfolio"][ADA]}
    assert kinds == {Kind.FILLS, Kind.BOUGHT, Kind.SOLD, Kind.PAID, Kind.RECEIVED}
    assert said["ledger"].get(ADA, {}) == {}


def test_a_database_that_is_away_is_a_problem(
    stack: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    away = {**stack, **NOWHERE, "POSTGRES_PORT": "1"}
    monkeypatch.setattr("outcry.check_commands.environment", lambda: away)

    assert isinstance(check("--patience", "0").exception, Problem)
