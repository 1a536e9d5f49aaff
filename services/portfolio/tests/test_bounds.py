"""Lists of accounts and of epochs come in parts, and old keys are forgotten."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import pytest
from account_holder import AREA, Holder, portfolio_of_somebody
from sqlalchemy import update

from portfolio.commands.forgetting import KEPT, forget_answers
from portfolio.tables import answered

pytestmark = pytest.mark.real


@pytest.fixture
async def holder(postgres_url: str) -> AsyncGenerator[Holder]:
    """Somebody who has just signed up."""
    async with portfolio_of_somebody(postgres_url) as holder:
        yield holder


async def parts_of(holder: Holder, path: str) -> list[Any]:
    """Every part of a list, one item at a time."""
    page = await holder.do("GET", f"{path}?limit=1")
    found = [page["items"]]
    while page["next_cursor"] is not None:
        page = await holder.do("GET", f"{path}?limit=1&cursor={page['next_cursor']}")
        found.append(page["items"])
    return found


async def test_accounts_come_in_parts(holder: Holder) -> None:
    await holder.open("Swing")
    await holder.open("Long")

    parts = await parts_of(holder, "")
    whole = await holder.do("GET")

    assert [[one["name"] for one in part] for part in parts] == [
        ["Paper account"],
        ["Swing"],
        ["Long"],
    ]
    assert whole == {"items": [one for part in parts for one in part], "next_cursor": None}


async def test_epochs_come_in_parts(holder: Holder) -> None:
    for _ in range(2):
        await holder.rest(await holder.reset())

    path = f"/{holder.first}/epochs"
    parts = await parts_of(holder, path)

    assert [[one["epoch"] for one in part] for part in parts] == [[1], [2]]
    whole = await holder.do("GET", path)
    assert whole == {"items": [one for part in parts for one in part], "next_cursor": None}


@pytest.mark.parametrize(("query", "status"), [("limit=0", 422), ("limit=201", 422)])
async def test_nobody_gets_more_than_a_part(holder: Holder, query: str, status: int) -> None:
    for path in ("", f"/{holder.first}/epochs"):
        assert (await holder.ask("GET", f"{path}?{query}")).status_code == status


async def test_old_keys_are_forgotten_and_others_are_not(holder: Holder) -> None:
    path, body = f"/{holder.first}/deposits", {"amount": "10"}
    database = holder.simulation.database(AREA)
    first = await holder.do("POST", path, body, key="old")
    past = {answered.c.answered_at: answered.c.answered_at - KEPT - timedelta(minutes=1)}
    async with database.transaction() as tx:
        await tx.connection.execute(update(answered).values(past))
    second = await holder.do("POST", path, body, key="new")

    await forget_answers(database)

    again = await holder.do("POST", path, body, key="new")
    assert again["transfer_id"] == second["transfer_id"]
    assert (await holder.do("POST", path, body, key="old"))["transfer_id"] != first["transfer_id"]
