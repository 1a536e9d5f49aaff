"""Proof: an engine that is killed fifty times does on recorded days what one does that lives."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from heapq import merge
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from random import Random

import pytest
from proving.wires import RabbitWire, rabbit_wire
from recorded.lives import Lives
from recorded.playing import HOUR, day_without_auctions, play
from recorded.replaying import Replaying, replaying
from recorded.rows import hold_shares, lines_of, stored_lines
from recorded.ticks import DAYS, RECORDED, SYMBOLS, Shown, Tick, Window, excerpt, ticks_of
from recorded.venue import Venue, said, venue
from recorded.wishes import Traders, Wish

from bus.message import pack
from order.domain.exchange.inputs import Item
from order.queries.replay import replay_fills
from vocabulary import AccountId, SessionPhase

pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(400),
    pytest.mark.skipif(not RECORDED.is_dir(), reason=f"no recorded prices at {RECORDED}"),
]
WINDOWS = [
    Window(DAYS[0], "13:30:00", "13:40:00"),
    Window(DAYS[0], "19:52:00"),
    Window(DAYS[1], "13:30:00", "13:38:00"),
]
ORDERS, AT_ONCE, KILLS = 500, 12, 50
HALF_A_MILLISECOND = 500
KILLED_WITHIN_SECONDS = 0.15


async def test_an_engine_that_is_killed_fifty_times_does_the_same(
    postgres_url: str, rabbitmq_url: str, tmp_path: Path
) -> None:
    """Two exchanges hear the same tape and the same wishes; the engines of one are killed."""
    days = {symbol: [[*ticks_of([one], symbol)] for one in WINDOWS] for symbol in SYMBOLS}
    wishes, accounts, ends = wishes_of(days)
    excerpt(WINDOWS, tmp_path)
    async with (
        rabbit_wire(rabbitmq_url) as wire,
        fresh(wire),
        venue(wire, postgres_url, rabbitmq_url) as calm,
        venue(wire, postgres_url, rabbitmq_url) as troubled,
        replaying(tmp_path, wire.bus) as market,
    ):
        for one in (calm, troubled):
            await hold_shares(one.database, accounts, SYMBOLS)
        await trade(wire, market, wishes, calm, troubled)
        await go_to(market, ends, calm, troubled)
        undisturbed, disturbed = [await stored_lines(one.database) for one in (calm, troubled)]
        for one in (calm, troubled):
            await makes_the_same_again(one)
            assert await one.parked() == 0

    assert (calm.engines.kills, troubled.engines.kills) == (0, KILLS)
    assert disturbed == undisturbed
    alone = Lives()
    play(items_of(days, ends), wishes, lambda _symbol, _item, outcomes: alone.hear(outcomes))
    alone.check(wishes)
    assert {name: undisturbed[name] for name in ("fills", "steps")} == lines_of(alone)
    assert len(undisturbed["fills"]) > ORDERS


async def trade(
    wire: RabbitWire, market: Replaying, wishes: Sequence[Wish], calm: Venue, troubled: Venue
) -> None:
    """Let time come to each wish, stop there, and be heard; somebody kills now and then."""
    draw = Random(KILLS)  # noqa: S311  # the same every time
    stops = [(at, [*own]) for at, own in groupby(wishes, attrgetter("at"))]
    moments = [False] * KILLS + [True] * (2 * len(stops) - KILLS)
    draw.shuffle(moments)
    spared = iter(moments)
    for at, own in stops:
        market.leave_for(at)
        await kill_one(troubled, draw, spared=next(spared))
        await go_to(market, at, calm, troubled)
        for one in (calm, troubled):
            await one.write(own)
        envelopes = [*map(said, own)]
        await wire.bus.publish(pack(envelopes))
        await kill_one(troubled, draw, spared=next(spared))
        for one in (calm, troubled):
            await one.has_heard([envelope.id for envelope in envelopes])


async def kill_one(troubled: Venue, draw: Random, *, spared: bool) -> None:
    await asyncio.sleep(draw.random() * KILLED_WITHIN_SECONDS)
    if not spared:
        await asyncio.to_thread(troubled.engines.kill_first)


async def go_to(market: Replaying, time: int, *venues: Venue) -> None:
    market.leave_for(time)
    await market.arrived()
    for one in venues:
        await one.has_come_to(time)


async def makes_the_same_again(one: Venue) -> None:
    """What is on record of both days makes every fill again."""
    async with one.database.connect() as connection:
        for day in DAYS:
            done = await replay_fills(connection, day)
            assert (done.difference, done.unknown) == (None, ())
            assert done.fills > 0


def wishes_of(days: dict[str, list[list[Tick]]]) -> tuple[list[Wish], Sequence[AccountId], int]:
    """Five hundred orders, a dozen at a time, who wants them, and when all is over."""
    recorded = [
        [tick for own in days.values() for tick in own[part]] for part in range(len(WINDOWS))
    ]
    edges = [(min(one)[0], max(one)[0]) for one in recorded]
    shown = {symbol: Shown(tick for part in own for tick in part) for symbol, own in days.items()}
    ends = edges[-1][1] // 1_000 * 1_000 - HALF_A_MILLISECOND
    traders = Traders(7, shown, ends)
    draw = Random(7)  # noqa: S311  # the same every time
    moments = [draw.choice(edges) for _ in range(ORDERS // AT_ONCE)]
    times = sorted(draw.randrange(begin + 1_000_000, end - 20_000_000) for begin, end in moments)
    night = edges[1][1] + 4 * HOUR
    found: list[Wish] = []
    for time in sorted([*times, night]):
        at = time // 1_000 * 1_000 + HALF_A_MILLISECOND  # never at the time of a tick
        phase = SessionPhase.CLOSED if time == night else SessionPhase.REGULAR
        found += traders.wishes(at, AT_ONCE, phase)
    return found, traders.accounts, ends


def items_of(days: dict[str, list[list[Tick]]], ends: int) -> list[Item]:
    """What a book is told of both days: to the end of the last window but not of its day."""
    told: list[list[Item]] = []
    for morning, evening, next_day in days.values():
        items = day_without_auctions([[*morning, *evening], next_day])
        told.append([item for item in items if item[2] <= ends])
    return [*merge(*told, key=itemgetter(2))]


@asynccontextmanager
async def fresh(wire: RabbitWire) -> AsyncGenerator[None]:
    """A tape on which nothing is written."""
    await wire.wipe_tape()
    yield
    await wire.wipe_tape()
