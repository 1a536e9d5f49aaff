"""Databases, the ledger and parked events, on a real PostgreSQL."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bus.tables import parked
from outcry.databases import configure_databases, connected, database_url, owners
from outcry.errors import Problem
from outcry.ledger import trial_balance, verify
from outcry.parked import discard, list_parked, redrive, show_parked
from outcry.roster import SERVICES
from portfolio.tables import accounts, bookings, entries, lots

pytestmark = pytest.mark.real
FIRST, BEHIND, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
OWNERS = [one for one in SERVICES if one.name != "stream"]


@pytest.fixture(autouse=True)
async def _empty(values: Mapping[str, str]) -> None:
    async with connected("risk", values) as connection:
        await connection.execute(text("truncate parked, parked_audit"))


async def park(values: Mapping[str, str], *events: tuple[UUID, str]) -> None:
    facts = {"consumer": "risk.accounts", "type": "ORDER_CREATED", "error": "no", "attempts": 3}
    rows = [
        {**facts, "event_id": event_id, "key": key, "body": b'[{"id": "x"}]'}
        for event_id, key in events
    ]
    async with connected("risk", values) as connection:
        await connection.execute(insert(parked), rows)


async def actions(values: Mapping[str, str]) -> list[tuple[UUID, str, str]]:
    async with connected("risk", values) as connection:
        query = text("select event_id, action, note from parked_audit order by position")
        return [
            (event_id, action, note) for event_id, action, note in await connection.execute(query)
        ]


async def test_configuring_again_makes_nothing_new(values: Mapping[str, str]) -> None:
    assert [one.name for one in owners(values)] == [one.name for one in OWNERS]
    assert await configure_databases(values) == []


async def test_another_administrator_password_is_a_problem(values: Mapping[str, str]) -> None:
    with pytest.raises(Problem, match="refuses POSTGRES_ADMIN_PASSWORD"):
        await configure_databases({**values, "POSTGRES_ADMIN_PASSWORD": "wrong"})


@pytest.mark.parametrize("foreign", ["order", "postgres", "template1"])
async def test_a_service_cannot_enter_another_database(
    values: Mapping[str, str], foreign: str
) -> None:
    own = database_url("risk", values)
    engine = create_async_engine(f"{own.rpartition('/')[0]}/{foreign}", poolclass=NullPool)

    with pytest.raises(DBAPIError, match="permission denied for database"):
        await engine.connect().__aenter__()


async def test_nothing_is_parked_at_first(values: Mapping[str, str]) -> None:
    assert await list_parked(values) == []


async def test_parked_events_are_listed_in_order(values: Mapping[str, str]) -> None:
    await park(values, (FIRST, "a"), (BEHIND, "a"))

    listed = await list_parked(values)

    assert [(one.consumer, one.event_id, one.key) for one in listed] == [
        ("risk.accounts", FIRST, "a"),
        ("risk.accounts", BEHIND, "a"),
    ]


async def test_an_event_is_shown_with_what_was_done_to_it(values: Mapping[str, str]) -> None:
    await park(values, (FIRST, "a"))
    await redrive(values, [FIRST], "fixed in 1.2")

    (shown,) = await show_parked(values, FIRST)

    (waiting,) = shown["parked"]
    assert (shown["service"], waiting["envelope"]) == ("risk", {"id": "x"})
    assert [line["note"] for line in shown["history"]] == ["fixed in 1.2"]


async def test_an_event_that_is_gone_still_has_its_history(values: Mapping[str, str]) -> None:
    await park(values, (FIRST, "a"))
    await discard(values, [FIRST], "a test order")

    (shown,) = await show_parked(values, FIRST)

    assert shown["parked"] == []
    assert [line["action"] for line in shown["history"]] == ["discard"]


async def test_an_unknown_event_is_a_problem(values: Mapping[str, str]) -> None:
    with pytest.raises(Problem, match="no service has event"):
        await show_parked(values, uuid4())


async def test_a_redrive_takes_the_whole_key_in_order(values: Mapping[str, str]) -> None:
    await park(values, (FIRST, "a"), (OTHER, "b"), (BEHIND, "a"))

    done = await redrive(values, [BEHIND], "fixed")

    assert [one.event_id for one in done] == [FIRST, BEHIND]
    assert {one.event_id: one.redrive for one in await list_parked(values)} == {
        FIRST: True,
        OTHER: False,
        BEHIND: True,
    }
    assert await actions(values) == [(FIRST, "redrive", "fixed"), (BEHIND, "redrive", "fixed")]


async def test_everything_can_be_redriven(values: Mapping[str, str]) -> None:
    await park(values, (FIRST, "a"), (OTHER, "b"))

    assert len(await redrive(values, [], "")) == 2
    assert all(one.redrive for one in await list_parked(values))


async def test_an_event_can_be_given_up(values: Mapping[str, str]) -> None:
    await park(values, (FIRST, "a"), (BEHIND, "a"))

    assert [one.event_id for one in await discard(values, [FIRST], "never mind")] == [FIRST]
    assert [one.event_id for one in await list_parked(values)] == [BEHIND]
    assert await actions(values) == [(FIRST, "discard", "never mind")]


async def test_an_empty_ledger_is_sound(values: Mapping[str, str]) -> None:
    balance = await trial_balance(values)

    assert balance.is_sound
    assert balance.assets == []


async def test_the_trial_balance_finds_cash_that_nobody_booked(values: Mapping[str, str]) -> None:
    trader, booking = uuid4(), uuid4()
    account = {"account_id": trader, "user_id": uuid4(), "paid_in": 100, "cash": 100, "number": 1}
    account["opening_cash"] = 100
    booked = {
        "booking_id": booking,
        "account_id": trader,
        "number": 1,
        "kind": "opening",
        "description": "",
        "market_time": datetime.now(UTC),
    }
    sides = [(trader, Decimal(90)), (UUID(int=2), Decimal(-90))]
    async with connected("portfolio", values) as connection:
        await connection.execute(insert(accounts), account)
        await connection.execute(insert(bookings), booked)
        lines = [
            {"booking_id": booking, "account_id": one, "asset": "USD", "amount": amount}
            for one, amount in sides
        ]
        await connection.execute(insert(entries).values(lines))

    balance = await trial_balance(values)

    assert [(one.asset, one.received, one.given, one.sum) for one in balance.assets] == [
        ("USD", Decimal(90), Decimal(90), Decimal(0))
    ]
    assert balance.accounts_with_other_cash == [str(trader)]
    assert not balance.is_sound


async def test_what_does_not_follow_from_the_ledger_is_found(values: Mapping[str, str]) -> None:
    sound = await verify(values)
    lot = {"lot_id": uuid4(), "account_id": uuid4(), "symbol": "IBM", "number": 1}
    async with connected("portfolio", values) as connection:
        await connection.execute(insert(lots), lot | {"quantity": 3, "cost": 300})

    found = await verify(values)

    async with connected("portfolio", values) as connection:
        await connection.execute(text("delete from lots"))
    assert found.different == sound.different + 1
    assert found.extent["lots"] == sound.extent["lots"] + 1
    assert str(lot["account_id"]) in {one.of for one in found.first}
