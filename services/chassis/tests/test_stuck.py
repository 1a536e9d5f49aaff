"""A database that is there and gets nothing done: nobody waits for ever, nothing is parked."""

import asyncio
import gc
import warnings
from collections.abc import AsyncGenerator, Sequence
from time import monotonic
from uuid import UUID, uuid4

import pytest
from proving.catalogue import created
from proving.proxy import Proxy, proxy
from proving.receiver import eventually
from proving.stage import Stage, accounts, parked_rows, stage_on
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from tally.account import Tally
from tally.repository import take_in
from tally.tables import placed

from bus.driver import run
from chassis import lifespan
from chassis import runner as module
from chassis.commands import Command, Commands
from chassis.lifespan import make_engine
from chassis.outage import is_outage
from chassis.transaction import Transaction

pytestmark = pytest.mark.real
COMMAND_SECONDS = 0.3


@pytest.fixture
async def wire(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[tuple[Stage, Proxy]]:
    """A stage whose server can be made to say nothing, as one does that was sent SIGSTOP."""
    monkeypatch.setattr(module, "STANDBY_SECONDS", 0.02)
    monkeypatch.setattr(lifespan, "CONNECT_SECONDS", COMMAND_SECONDS)
    monkeypatch.setattr(lifespan, "COMMAND_SECONDS", COMMAND_SECONDS)
    async with proxy("127.0.0.1", engine.url.port or 0) as between:
        url = engine.url.set(port=between.port).render_as_string(hide_password=False)
        through = make_engine(url, "test")
        async with stage_on(through, observer=engine) as stage:
            yield stage, between
            await between.mend()
        await through.dispose()
    with warnings.catch_warnings():  # what got stuck while it was set up is left to the collector
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.mark.parametrize("driver", [False, True])
async def test_a_server_that_does_not_answer_is_an_outage(
    wire: tuple[Stage, Proxy], *, driver: bool
) -> None:
    stage, between = wire
    began = monotonic()
    with pytest.raises(OSError) as caught:  # noqa: PT011, PT012  # or rolling back raises
        async with stage.database.transaction() as tx:
            await tx.connection.execute(text("select 1"))
            between.freeze()
            if driver:
                await run(tx.connection, "select 1", {})
            else:
                await tx.connection.execute(text("select 1"))

    assert is_outage(caught.value)
    assert monotonic() - began < 60 * COMMAND_SECONDS


async def test_a_server_that_is_stuck_for_a_while_delays_everything_and_parks_nothing(
    wire: tuple[Stage, Proxy],
) -> None:
    stage, between = wire
    runner, people = stage.tally(), accounts(3)
    async with stage.running(runner):
        await eventually(lambda: _leads(runner))
        between.freeze()
        await stage.publish(*(created(one, 1) for one in people))
        await eventually(lambda: _does_not_lead(runner))
        await between.mend()
        await stage.effects.until(lambda: len(stage.effects.once) == 3)

    assert await stage.counted() == dict.fromkeys(people, (1, 1, 0))
    assert await parked_rows(stage) == []


class Desk:
    """Takes in ids, and is kept waiting by the server as often as it is told to be."""

    def __init__(self, setbacks: int) -> None:
        self.setbacks = setbacks
        self.groups: list[int] = []

    async def place(self, tx: Transaction, wishes: Sequence[Command[UUID]]) -> list[UUID]:
        self.groups.append(len(wishes))
        if len(self.groups) <= self.setbacks:
            await run(tx.connection, "set local statement_timeout = 1", {})
            await run(tx.connection, "select pg_sleep(1)", {})
        await take_in(tx.connection, [one.wish for one in wishes])
        return [one.wish for one in wishes]


async def test_commands_that_took_too_long_are_tried_once_more(stage: Stage) -> None:
    commands, desk, wishes = Commands(stage.database), Desk(1), [uuid4() for _ in range(20)]

    answers = await asyncio.gather(*(commands.run(desk.place, one) for one in wishes))

    assert answers == wishes
    assert desk.groups == [20, 20]


async def test_after_that_everybody_hears_so_at_once(stage: Stage) -> None:
    """Halved down to one at ten seconds each, the last would hear after minutes."""
    commands, desk = Commands(stage.database), Desk(100)

    answers = await asyncio.gather(
        *(commands.run(desk.place, uuid4()) for _ in range(20)), return_exceptions=True
    )

    assert all(isinstance(one, Exception) and is_outage(one) for one in answers)
    assert desk.groups == [20, 20]
    assert await stage.count(placed) == 0


async def _leads(runner: module.Runner[Tally]) -> bool:
    return runner.leading


async def _does_not_lead(runner: module.Runner[Tally]) -> bool:
    return not runner.leading
