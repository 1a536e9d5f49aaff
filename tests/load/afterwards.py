"""Whether anything was lost or doubled, when all load is gone."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

from bench.account import HOLDS, OPEN
from bench.stack import Stack
from chaos.aftermath import COMMANDS, ran
from operating import asked

from load.crowd import Member
from outcry.roster import SERVICES

ASKED_OF = ("books", "ledger", "what follows from it", "parked", "dead letters")
REST_SECONDS = 60
Say = Callable[[str], None]


async def wrong(target: Stack, members: Sequence[Member], say: Say) -> list[str]:
    """Everything that is wrong."""
    who = [one.account_id for one in members]
    found = [
        f"{count} {what}"
        for what, database, query in (
            ("orders that never ended", "order", OPEN),
            ("holds left", "risk", HOLDS),
        )
        if (count := await _settled(target, database, query, who))
    ]
    for name in ASKED_OF:
        found += await ran(target, name, COMMANDS[name], say)
    return found


def of_services(figures: Mapping[str, float]) -> dict[str, float]:
    """Those of them that are about a service of ours, and not about a server."""
    names = {one.name for one in SERVICES}
    return {name: value for name, value in figures.items() if name in names}


async def _settled(target: Stack, database: str, query: str, who: Sequence[str]) -> int:
    """The count once it is zero, or after a minute of waiting for that."""
    count = 0
    for _ in range(REST_SECONDS):
        (row,) = await asked(target, database, query, accounts=who)
        count = int(row["count"])
        if not count:
            return 0
        await asyncio.sleep(1)
    return count
