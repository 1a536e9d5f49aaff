"""Whether anything was lost or doubled: what clients were told, beside what is stored."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import monotonic
from typing import Any

from bench.stack import Stack
from operating import asked, outcry

from chaos.traders import ENDED, Wanderer

REST_SECONDS = 120.0
PAUSE_SECONDS = 1.0
DAYS = "select distinct (market_time at time zone 'utc')::date::text as day from fills order by day"
CHECK_SECONDS = "90"
Say = Callable[[str], None]
Wrong = Iterator[str]


async def judge(target: Stack, traders: Sequence[Wanderer], say: Say) -> list[str]:
    """Everything that is wrong; nothing, if nothing was lost or doubled."""
    fates = await _at_rest(traders)
    say(f"orders: {dict(Counter(fate for own in fates for fate in own.values()))}")
    say(f"taking back: {dict(sum((one.told for one in traders), Counter[int]()))}")
    wrong = [what for one, own in zip(traders, fates, strict=True) for what in wrong_of(one, own)]
    for name, command in COMMANDS.items():
        wrong += await ran(target, name, command, say)
    wrong += [what for one in traders for what in await one.unfinished()]
    for day in [row["day"] for row in await asked(target, "order", DAYS)]:
        wrong += await ran(target, f"replay of {day}", ("replay-fills", "--day", day), say)
    return wrong


COMMANDS: Mapping[str, tuple[str, ...]] = {
    "books": ("check", "--patience", CHECK_SECONDS),
    "ledger": ("ledger",),
    "what follows from it": ("ledger", "verify"),
    "recomputation": ("analytics", "rebuild"),
    "trail": ("audit", "verify"),
    "parked": ("parked", "list"),
    "dead letters": ("dead-letters", "list"),
}
EMPTY = {"parked", "dead letters"}


async def ran(target: Stack, name: str, command: Sequence[str], say: Say) -> list[str]:
    """What an operator's command finds wrong."""
    try:
        told: Any = json.loads(await asyncio.to_thread(outcry, target, *command, "--json"))
    except AssertionError as error:
        return [f"{name}: {str(error)[:2000]}"]
    say(f"{name}: {_in_short(told)}")
    if name == "recomputation" and told["different"]:
        return [f"{told['different']} accounts have other figures than their events make"]
    return [f"{name}: {told}"] if name in EMPTY and told else []


def _in_short(told: Any) -> str:  # noqa: ANN401  # JSON
    return "none" if told == [] else str(told)[:200]


async def _at_rest(traders: Sequence[Wanderer]) -> list[dict[str, str]]:
    """What became of all orders, once every one that can end has ended."""
    until = monotonic() + REST_SECONDS
    while True:
        fates = [await one.fates() for one in traders]
        wrong = [
            what for one, own in zip(traders, fates, strict=True) for what in wrong_of(one, own)
        ]
        if not wrong or monotonic() > until:
            return fates
        await asyncio.sleep(PAUSE_SECONDS)


def wrong_of(trader: Wanderer, fates: Mapping[str, str]) -> Wrong:
    """Orders that neither ended nor rest; what was to be taken back; what was heard otherwise."""
    for order_id, status in fates.items():
        rests = order_id in trader.resting and status == "new"
        if status not in ENDED and not rests:
            yield f"order {order_id} is {status}"
        if order_id in trader.taken_back and status not in ENDED:
            yield f"order {order_id} was to be taken back and is {status}"
        if order_id in trader.tally.filled and status != "filled":
            yield f"order {order_id} was said to be filled and is {status}"
