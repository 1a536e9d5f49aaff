"""Bring a running stack to rest, so that no event is anywhere but in the databases.

What an outbox still holds does no harm: it is published again after a restore, and every inbox
knows what it has handled. What only the broker has would be lost: so its queues have to be empty
while nobody publishes, and all snapshots are taken then.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from time import monotonic

from sqlalchemy import text

from bus.topology import DEAD_LETTER_QUEUE
from outcry.databases import connected, owners
from outcry.environment import partitions_of
from outcry.errors import Problem
from outcry.launcher import Progress, carry_out
from outcry.places import Places
from outcry.repartition import waiting
from outcry.roster import SERVICES
from outcry.state import Plan, read_plan
from outcry.topology import needed_with

ENTRANCES = frozenset({"gateway", "market-data"})
"""Where everything begins: what people want, and what the market says."""
OURS = frozenset({*(one.name for one in SERVICES), "gateway", "auditor"})
TAPE = "outcry.tape"
TRIES = 3
QUIET_SECONDS = 1.5
PATIENCE_SECONDS = 60.0
SAID = "select last_value from outbox_position_seq"
Values = Mapping[str, str]
Say = Callable[[str], None]


@asynccontextmanager
async def at_rest(
    places: Places, values: Values, show: Progress, say: Say
) -> AsyncGenerator[Callable[[], None]]:
    """Nothing of ours runs in the block, and nothing is under way; afterwards all runs again.

    What the block is given starts everything again before its end.

    Raises:
        Problem: it does not come to rest. Then all runs as before.
    """
    plan, running = read_plan(places), False

    def go_on() -> None:
        nonlocal running
        if not running:
            carry_out(places, plan, show)
            running = True

    try:
        for number in range(1, TRIES + 1):
            say("closing the entrances")
            carry_out(places, _without(plan, ENTRANCES, number), show)
            await _quiet(values)
            carry_out(places, _without(plan, OURS, number), show)
            left = await waiting(_queues(values), values)
            if not left:
                break
            say(f"not at rest yet: {', '.join(left)}")
            carry_out(places, plan, show)
        else:
            raise Problem(
                "the stack does not come to rest: see `outcry parked list`, and try again"
            )
        yield go_on
    finally:
        await asyncio.to_thread(go_on)


async def dead_letters(values: Values) -> bool:
    """Whether the broker has messages that no database knows of."""
    return bool(await waiting([DEAD_LETTER_QUEUE], values))


def _without(plan: Plan, names: frozenset[str], number: int) -> Plan:
    programs = [one for one in plan.programs if one.name not in names]
    identity = f"{plan.identity} without {len(names)}, {number}"
    return plan.model_copy(update={"programs": programs, "identity": identity})


def _queues(values: Values) -> list[str]:
    """Every queue of a consumer: not the tape, which is kept, nor the dead letters."""
    declared = needed_with(partitions_of(values))["queues"]
    names = [str(one["name"]) for one in declared]
    return [one for one in names if not one.startswith(TAPE) and one != DEAD_LETTER_QUEUE]


async def _quiet(values: Values) -> None:
    """Return when nothing has been said for a moment and nothing waits, or after a while."""
    until, before = monotonic() + PATIENCE_SECONDS, list[int]()
    while monotonic() < until:
        now = [await _said(one.package, values) for one in owners(values)]
        if now == before and not await waiting(_queues(values), values):
            return
        before = now
        await asyncio.sleep(QUIET_SECONDS)


async def _said(name: str, values: Values) -> int:
    async with connected(name, values) as connection:
        return int(await connection.scalar(text(SAID)) or 0)
