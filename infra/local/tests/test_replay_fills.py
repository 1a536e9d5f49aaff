"""The fills of a day from the command line: made again from the record, and compared."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from approved_orders import order_record
from exchanging import price, size, terms
from sqlalchemy import insert, text
from typer.testing import CliRunner, Result

from order.domain.exchange.inputs import place_item
from order.domain.exchange.order import Order
from order.domain.pit.pit import Pit
from order.domain.units import time_units
from order.repository.books import save_pages
from order.repository.fates import Fates
from order.repository.rows import new_row
from order.tables import orders
from outcry import cli
from outcry.databases import connected
from outcry.errors import Problem
from vocabulary import AccountId, Symbol

pytestmark = pytest.mark.real
OPEN = datetime(2013, 10, 7, 14, 30, tzinfo=UTC)
DAY = "2013-10-07"


async def _trade(values: Mapping[str, str]) -> None:
    """One order, filled at once, and the page that tells so."""
    now = time_units(OPEN)
    record = order_record(1, AccountId(UUID(int=7)), OPEN)
    pit = Pit(Symbol("IBM"))
    pit.hear(["q", "IBM", now, price("9"), size("50"), price("10"), size("50")], 0)
    pit.know(now, 0)
    wish = terms("buy", "10", "10", model="touch/1")
    order = Order(record.order_id, record.account_id, wish, now)
    pit.wish(place_item(order), now)
    page = pit.turn_page()
    assert page is not None
    fates = Fates(OPEN)
    fates.add(pit.symbol, pit.number, pit.news)
    async with connected("order", values, "READ COMMITTED") as connection:
        for table in ("orders", "order_events", "fills", "inputs", "books"):
            await connection.execute(text(f"truncate {table}"))
        await connection.execute(insert(orders).values(**new_row(record)))
        await save_pages(connection, {pit: page}, OPEN)
        await fates.save(connection)


@pytest.fixture
def recorded(values: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day with one fill, and a home whose configuration leads to it."""
    lines = [f'{name}="{value}"' for name, value in values.items()]
    (tmp_path / ".env").write_text("\n".join(lines))
    monkeypatch.setenv("OUTCRY_HOME", str(tmp_path))
    asyncio.run(_trade(values))


def replayed(*options: str) -> Result:
    return CliRunner().invoke(cli.app, ["replay-fills", *options], env={"COLUMNS": "200"})


@pytest.mark.usefixtures("recorded")
def test_a_day_that_is_as_it_was_recorded_is_counted() -> None:
    plain, data = replayed("--day", DAY), replayed("--day", DAY, "--symbol", "ibm", "--json")

    assert (plain.exit_code, data.exit_code) == (0, 0), plain.output
    assert plain.output.startswith("1 fills of 1 symbols, from ")
    assert plain.output.endswith("each was made again as it is stored\n")
    found = json.loads(data.output)
    assert (found["fills"], found["pages"], found["difference"]) == (1, 1, None)


@pytest.mark.usefixtures("recorded")
def test_the_first_difference_is_shown(values: Mapping[str, str]) -> None:
    async def tamper() -> None:
        async with connected("order", values, "READ COMMITTED") as connection:
            await connection.execute(text("update fills set price = 9.99"))

    asyncio.run(tamper())
    plain, data = replayed("--day", DAY), replayed("--day", DAY, "--json")

    assert (plain.exit_code, data.exit_code) == (1, 1)
    assert "IBM differs first at" in plain.output
    found = json.loads(data.output)["difference"]
    assert (" 9.99 " in found["stored"], " 10 " in found["made"]) == (True, True)


@pytest.mark.usefixtures("recorded")
def test_a_day_of_which_nothing_is_recorded_is_a_problem() -> None:
    for options in (("--day", "2013-10-08"), ("--day", DAY, "--symbol", "BAC")):
        result = replayed(*options)
        assert isinstance(result.exception, Problem), result.output
        assert "nothing is recorded" in str(result.exception)


@pytest.mark.usefixtures("recorded")
def test_a_record_whose_beginning_is_gone_is_not_enough(values: Mapping[str, str]) -> None:
    async def forget() -> None:
        async with connected("order", values, "READ COMMITTED") as connection:
            await connection.execute(text("update inputs set number = 5"))

    asyncio.run(forget())
    result = replayed("--day", DAY)

    assert result.exit_code == 1
    assert "IBM: the record does not reach back far enough" in result.output
