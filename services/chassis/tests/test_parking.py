"""One event that cannot be handled is put aside, and waits there until it can be."""

from collections.abc import Collection, Iterable
from uuid import uuid4

import pytest
from proving.catalogue import created
from proving.stage import Forgetful, Stage, accounts, parked_rows
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from tally.account import Tally
from tally.handlers import POISON, make_handlers
from tally.repository import Tallies
from typing_extensions import override

from bus import tables
from bus.handlers import Handlers
from chassis import batches as module
from chassis.consumer import Consumer
from chassis.outage import SETBACKS_MAX
from events import AccountOpened, Event, OrderCreated
from vocabulary import NO_MONEY, UserId

pytestmark = pytest.mark.real
ERROR = "ArithmeticError('nobody can handle this')"
BEHIND = "an earlier event of its key is parked"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0.001)


async def test_a_poison_in_the_middle_of_200_is_parked_alone(stage: Stage) -> None:
    runner, people = stage.tally(), accounts(200)
    events = [created(one, 1, POISON if n == 100 else "IBM") for n, one in enumerate(people)]
    async with stage.leading(runner) as connection:
        await stage.publish(*events)
        await runner.step(connection)
    await stage.database.outbox.flush()

    assert await stage.counted() == {one: (1, 1, 0) for one in people if one != people[100]}
    assert await parked_rows(stage) == [(str(people[100]), ERROR, 3)]
    assert len(stage.effects.envelopes) == 199
    assert await stage.count(tables.inbox) == 200


async def test_later_events_of_its_key_wait_and_others_go_on(stage: Stage) -> None:
    runner, [bad, good] = stage.tally(), accounts(2)
    async with stage.leading(runner) as connection:
        await stage.publish(
            created(bad, 1), created(good, 1), created(bad, 2, POISON), created(bad, 3)
        )
        await runner.step(connection)
        await stage.publish(created(bad, 4), created(good, 2))
        await runner.step(connection)

    assert await stage.counted() == {bad: (1, 1, 0), good: (2, 2, 0)}
    assert await parked_rows(stage) == [
        (str(bad), ERROR, 3),
        (str(bad), BEHIND, 0),
        (str(bad), BEHIND, 0),
    ]


async def test_after_the_fix_it_is_redriven_in_order(stage: Stage) -> None:
    broken, [one, other] = stage.tally(), accounts(2)
    async with stage.leading(broken) as connection:
        await stage.publish(
            created(one, 1), created(one, 2, POISON), created(one, 3), created(other, 1)
        )
        await broken.step(connection)
    fixed = stage.tally(fixed=True)
    async with stage.leading(fixed) as connection:
        await fixed.redrive(connection)
        assert len(await parked_rows(stage)) == 2  # nobody has asked yet
        await stage.ask_to_redrive()
        await fixed.redrive(connection)
        await stage.publish(created(one, 4))
        await fixed.step(connection)
    await stage.database.outbox.flush()

    assert await stage.counted() == {one: (4, 4, 0), other: (1, 1, 0)}
    assert await parked_rows(stage) == []
    assert len(stage.effects.envelopes) == len(stage.effects.once) == 5


async def test_what_fails_again_stays_parked_and_is_not_tried_for_ever(stage: Stage) -> None:
    runner, [one, other] = stage.tally(), accounts(2)
    async with stage.leading(runner) as connection:
        await stage.publish(created(one, 1, POISON), created(one, 2), created(other, 1))
        await runner.step(connection)
        for _ in range(3):
            await stage.ask_to_redrive()
            await runner.redrive(connection)
            await runner.redrive(connection)
        await stage.publish(created(other, 2), created(one, 3))
        await runner.step(connection)

    assert await stage.counted() == {other: (2, 2, 0)}
    assert [row[1:] for row in await parked_rows(stage)] == [(ERROR, 6), (BEHIND, 0), (BEHIND, 0)]


class Unsaveable(Tallies):
    """Tallies of which one cannot be written: the driver refuses it before the server sees it."""

    @override
    async def save(self, connection: AsyncConnection, states: Collection[Tally]) -> None:
        for one in states:
            one.last = 2**40 if one.last == 7 else one.last
        await super().save(connection, states)


async def test_a_state_that_cannot_be_saved_is_no_outage(stage: Stage) -> None:
    runner = stage.runner(Consumer("order.tally", make_handlers(), Unsaveable()))
    good, bad = accounts(2)
    async with stage.leading(runner) as connection:
        await stage.publish(created(good, 1), created(bad, 7))
        await runner.step(connection)

    assert await stage.counted() == {good: (1, 1, 0)}
    [(key, error, attempts)] = await parked_rows(stage)
    assert (key, attempts) == (str(bad), 3)
    assert "out of int32 range" in error


async def test_an_event_without_the_key_is_parked_under_its_subject(stage: Stage) -> None:
    """A binding that is left over from another version must not stop a partition."""
    handlers = Handlers[Tally](key="symbol")

    @handlers.on(OrderCreated)
    def ignore(_tally: Tally, _order: OrderCreated) -> Iterable[Event]:
        return ()

    assert ignore
    runner, [one] = stage.runner(Consumer("order.tally", handlers, Forgetful())), accounts(1)
    async with stage.leading(runner) as connection:
        [stray] = await stage.publish(
            AccountOpened(account_id=one, user_id=UserId(uuid4()), cash=NO_MONEY)
        )
        runner.deliver(stage.effects.deliveries[0])
        await stage.publish(created(one, 1))
        await runner.step(connection)

    [(key, error, _)] = await parked_rows(stage)
    assert key == stray.subject
    assert "symbol" in error
    assert await stage.count(tables.inbox) == 2


async def test_a_key_that_no_column_can_hold_is_parked_all_the_same(stage: Stage) -> None:
    handlers = Handlers[Tally](key="symbol")

    @handlers.on(OrderCreated)
    def fail(_tally: Tally, _order: OrderCreated) -> Iterable[Event]:
        raise ArithmeticError("nobody can handle this")

    assert fail
    runner = stage.runner(Consumer("order.tally", handlers, Forgetful()))
    async with stage.leading(runner) as connection:
        for number in range(2):
            await stage.publish(created(accounts(1)[0], number + 1, "A\0B"))
            await runner.step(connection)

    assert [row[1:] for row in await parked_rows(stage)] == [(ERROR, 3), (BEHIND, 0)]


AWAY = ["53100", "57P03", "58030", "08006", "25006"]
MOMENTARY = ["40001", "40P01", "55P03", "57014"]


@pytest.mark.parametrize("state", [*AWAY, *MOMENTARY])
async def test_a_database_that_cannot_work_is_an_outage_and_parks_nothing(
    stage: Stage, state: str
) -> None:
    class OutOfOrder(Tallies):
        @override
        async def save(self, connection: AsyncConnection, states: Collection[Tally]) -> None:
            fail = f"do $$ begin raise exception 'x' using errcode = '{state}'; end $$"
            await connection.execute(text(fail))

    runner = stage.runner(Consumer("order.tally", make_handlers(), OutOfOrder()))
    async with stage.leading(runner) as connection:
        await stage.publish(created(accounts(1)[0], 1))
        with pytest.raises(DBAPIError):
            await runner.step(connection)

    assert await parked_rows(stage) == []
    assert await stage.count(tables.inbox) == 0


class Slow(Tallies):
    """Tallies of which one takes longer to write than a statement may take."""

    @override
    async def save(self, connection: AsyncConnection, states: Collection[Tally]) -> None:
        if any(one.last == 7 for one in states):
            await connection.execute(text("set local statement_timeout = 1"))
            await connection.execute(text("select pg_sleep(1)"))
        await super().save(connection, states)


async def test_what_takes_too_long_every_time_is_parked_alone_in_the_end(stage: Stage) -> None:
    """Or its partition would wait for ever, and lose all of it when the broker has had enough."""
    runner = stage.runner(Consumer("order.tally", make_handlers(), Slow()))
    people = accounts(4)
    async with stage.leading(runner):
        await stage.publish(*(created(one, 7 if one is people[2] else 1) for one in people))
    for _ in range(SETBACKS_MAX):
        async with stage.leading(runner) as connection:
            with pytest.raises(DBAPIError):
                await runner.step(connection)
        assert await parked_rows(stage) == []
        assert await stage.count(tables.inbox) == 0
    async with stage.leading(runner) as connection:
        await runner.step(connection)

    assert await stage.counted() == {one: (1, 1, 0) for one in people if one is not people[2]}
    [(key, error, attempts)] = await parked_rows(stage)
    assert (key, attempts) == (str(people[2]), 3)
    assert "statement timeout" in error


async def test_what_takes_too_long_does_not_stop_its_partition_when_it_is_redriven(
    stage: Stage,
) -> None:
    broken, [one] = stage.tally(), accounts(1)
    async with stage.leading(broken) as connection:
        await stage.publish(created(one, 7, POISON))
        await broken.step(connection)
    runner = stage.runner(Consumer("order.tally", make_handlers(fixed=True), Slow()))
    await stage.ask_to_redrive()
    for _ in range(SETBACKS_MAX):
        async with stage.leading(runner) as connection:
            with pytest.raises(DBAPIError):
                await runner.redrive(connection)
    async with stage.leading(runner) as connection:
        await runner.redrive(connection)
        await runner.redrive(connection)

    [(_, error, attempts)] = await parked_rows(stage)
    assert attempts == 4
    assert "statement timeout" in error
