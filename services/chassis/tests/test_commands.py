"""Concurrent requests share a transaction; each gets its own answer, and nothing happens twice."""

import asyncio
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from proving.catalogue import accepted
from proving.proxy import Proxy
from proving.stage import Stage
from sqlalchemy import text
from tally.repository import take_in
from tally.tables import placed

from bus.envelope import Origin
from chassis import commands as module
from chassis import context
from chassis.commands import Command, Commands
from chassis.errors import Conflict
from chassis.transaction import Database, Transaction

pytestmark = pytest.mark.real
Answers = Sequence[UUID | Exception]


@pytest.fixture
def commands(stage: Stage) -> Commands:
    return Commands(stage.database)


class Desk:
    """Takes in ids, once each, and remembers how many came together."""

    def __init__(self) -> None:
        self.groups: list[int] = []
        self.poison: UUID | None = None

    async def place(self, tx: Transaction, wishes: Sequence[Command[UUID]]) -> Answers:
        self.groups.append(len(wishes))
        new = await take_in(tx.connection, [one.wish for one in wishes])
        for one in wishes:
            if one.wish == self.poison:
                raise ArithmeticError("nobody can do this")
            if one.wish in new:
                tx.publish(accepted(), one.origin)
        return [one.wish for one in wishes]


async def test_concurrent_commands_share_transactions_and_get_their_own_answers(
    stage: Stage, commands: Commands
) -> None:
    desk, wishes = Desk(), [uuid4() for _ in range(300)]

    answers = await asyncio.gather(*(commands.run(desk.place, one) for one in wishes))

    assert answers == wishes
    assert await stage.count(placed) == 300
    assert desk.groups == [200, 100]


async def test_who_comes_while_a_group_commits_is_in_the_next_one(commands: Commands) -> None:
    desk = Desk()
    first = asyncio.create_task(commands.run(desk.place, uuid4()))
    while not desk.groups:  # noqa: ASYNC110  # there is no event to wait for
        await asyncio.sleep(0)

    await asyncio.gather(first, *(commands.run(desk.place, uuid4()) for _ in range(10)))

    assert desk.groups == [1, 10]


async def test_an_answer_is_there_only_once_it_is_committed(
    stage: Stage, commands: Commands
) -> None:
    wish = uuid4()

    await commands.run(Desk().place, wish)

    assert [row.order_id for row in await stage.rows(placed)] == [wish]


async def test_the_one_at_fault_fails_alone(stage: Stage, commands: Commands) -> None:
    desk, wishes = Desk(), [uuid4() for _ in range(50)]
    desk.poison = wishes[17]

    answers = await asyncio.gather(
        *(commands.run(desk.place, one) for one in wishes), return_exceptions=True
    )

    assert isinstance(answers[17], ArithmeticError)
    assert answers[:17] + answers[18:] == wishes[:17] + wishes[18:]
    assert await stage.count(placed) == 49
    await stage.database.outbox.flush()
    assert len(stage.effects.envelopes) == 49


async def test_a_refusal_is_an_answer_and_rolls_nobody_back(
    stage: Stage, commands: Commands
) -> None:
    async def refuse_odd(tx: Transaction, wishes: Sequence[Command[int]]) -> Answers:
        ids = [UUID(int=one.wish) for one in wishes]
        await take_in(tx.connection, [one for one in ids if one.int % 2 == 0])
        return [Conflict("odd") if one.int % 2 else one for one in ids]

    answers = await asyncio.gather(
        *(commands.run(refuse_odd, number) for number in range(10)), return_exceptions=True
    )

    assert [isinstance(one, Conflict) for one in answers] == [False, True] * 5
    assert await stage.count(placed) == 5


async def test_too_few_answers_are_an_error_for_everybody_and_nobody_waits_for_ever(
    stage: Stage, commands: Commands
) -> None:
    async def forget_one(tx: Transaction, wishes: Sequence[Command[UUID]]) -> Answers:
        await take_in(tx.connection, [one.wish for one in wishes])
        return []

    async with asyncio.timeout(60):
        answers = await asyncio.gather(
            *(commands.run(forget_one, uuid4()) for _ in range(4)), return_exceptions=True
        )

    assert all(isinstance(one, ValueError) for one in answers)
    assert await stage.count(placed) == 0


async def test_each_command_keeps_its_own_origin(stage: Stage, commands: Commands) -> None:
    desk = Desk()
    origins = [Origin(uuid4(), f"00-{number:032x}-{number:016x}-01") for number in range(1, 6)]

    async def click(origin: Origin) -> None:
        context.enter(origin)
        await commands.run(desk.place, uuid4())

    await asyncio.gather(*(asyncio.create_task(click(one)) for one in origins))
    await stage.database.outbox.flush()

    heard = {Origin(one.correlationid, one.traceparent) for one in stage.effects.envelopes}
    assert heard == set(origins)


async def test_a_caller_who_hangs_up_changes_nothing_for_the_others(
    stage: Stage, commands: Commands
) -> None:
    desk = Desk()
    tasks = [asyncio.create_task(commands.run(desk.place, uuid4())) for _ in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()

    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert [isinstance(one, UUID) for one in answers] == [True, False, True]
    assert await stage.count(placed) == 3


async def test_finishing_waits_for_everything_that_was_asked_for(
    stage: Stage, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GROUP_MAX", 2)
    desk = Desk()
    tasks = [asyncio.create_task(commands.run(desk.place, uuid4())) for _ in range(9)]
    await asyncio.sleep(0)

    await commands.finish()

    assert await stage.count(placed) == 9
    await asyncio.gather(*tasks)


@pytest.mark.parametrize("callers", [1, 20])
@pytest.mark.parametrize("moment", [b"COMMIT", b"BEGIN"])
async def test_a_commit_whose_answer_never_came_is_tried_again_and_happens_once(
    wire: tuple[Stage, Proxy], moment: bytes, callers: int
) -> None:
    stage, between = wire
    commands, desk, wishes = Commands(stage.database), Desk(), [uuid4() for _ in range(callers)]
    between.cut_after = moment

    answers = await asyncio.gather(*(commands.run(desk.place, one) for one in wishes))
    stage.database.outbox.catch_up()
    await stage.database.outbox.relay()

    assert answers == wishes
    assert await stage.count(placed) == callers
    assert len(stage.effects.once) == callers


async def test_while_the_database_is_away_everybody_hears_so_soon(
    wire: tuple[Stage, Proxy],
) -> None:
    stage, between = wire
    commands, desk = Commands(stage.database), Desk()
    await between.block()

    answers = await asyncio.gather(
        *(commands.run(desk.place, uuid4()) for _ in range(100)), return_exceptions=True
    )
    await between.mend()

    assert all(isinstance(one, OSError) for one in answers)
    assert await commands.run(desk.place, wish := uuid4()) == wish
    assert await stage.count(placed) == 1


async def test_nothing_is_kept_of_commands_that_are_done(stage: Stage) -> None:
    """Closures as commands would otherwise fill the memory."""
    commands = Commands(Database(stage.engine, stage.bus, "order"))
    for _ in range(3):

        async def execute(tx: Transaction, wishes: Sequence[Command[int]]) -> Sequence[int]:
            await tx.connection.execute(text("select 1"))
            return [one.wish for one in wishes]

        await commands.run(execute, 1)
    await commands.finish()

    assert commands.pending == 0
