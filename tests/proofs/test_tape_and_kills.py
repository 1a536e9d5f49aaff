"""Proof: an engine that is killed fifty times does on recorded days what one does that lives."""

import asyncio
from pathlib import Path
from random import Random

import pytest
from proving.wires import RabbitWire, rabbit_wire
from recorded.lives import Lives
from recorded.playing import play
from recorded.replaying import Replaying, replaying
from recorded.rows import differences, lines_of, stored_lines
from recorded.schedule import Schedule, schedule
from recorded.ticks import DAYS, RECORDED
from recorded.venue import Venue, go_to, tell, venue

from order.queries.replay import replay_fills

pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(not RECORDED.is_dir(), reason=f"no recorded prices at {RECORDED}"),
]
KILLS = 50
KILLED_WITHIN_SECONDS = 0.15


async def test_an_engine_that_is_killed_fifty_times_does_the_same(
    postgres_url: str, rabbitmq_url: str, tmp_path: Path
) -> None:
    """Two exchanges hear the same tape and the same wishes; the engines of one are killed."""
    planned = schedule(stops=42, at_once=12)
    planned.record(tmp_path)
    async with (
        rabbit_wire(rabbitmq_url) as wire,
        replaying(tmp_path, wire) as market,
        venue(wire, postgres_url, rabbitmq_url) as calm,
        venue(wire, postgres_url, rabbitmq_url) as troubled,
    ):
        await trade(wire, market, planned, calm, troubled)
        await go_to(market, planned.ends, calm, troubled)
        undisturbed, disturbed = [await stored_lines(one.database) for one in (calm, troubled)]
        for one in (calm, troubled):
            await makes_the_same_again(one)
            assert await one.parked() == 0

    assert (calm.engines.kills, troubled.engines.kills) == (0, KILLS)
    assert differences(disturbed, undisturbed) == []
    alone = Lives()
    play(planned.items(), planned.wishes, lambda _symbol, _item, came: alone.hear(came))
    alone.check(planned.wishes)
    both = {name: undisturbed[name] for name in ("fills", "steps")}
    assert differences(both, lines_of(alone)) == []
    assert len(undisturbed["fills"]) > len(planned.wishes) / 2 > 250


async def trade(
    wire: RabbitWire, market: Replaying, planned: Schedule, calm: Venue, troubled: Venue
) -> None:
    """Let time come to each wish, stop there, and be heard; somebody kills now and then."""
    draw = Random(KILLS)  # noqa: S311  # the same every time
    moments = [False] * KILLS + [True] * (2 * len(planned.stops) - KILLS)
    draw.shuffle(moments)
    spared = iter(moments)
    for at, wishes in planned.stops:
        market.leave_for(at)
        await kill_one(troubled, draw, spared=next(spared))
        await go_to(market, at, calm, troubled)
        ids = await tell(wire, wishes, calm, troubled)
        await kill_one(troubled, draw, spared=next(spared))
        for one in (calm, troubled):
            await one.has_heard(ids)


async def kill_one(troubled: Venue, draw: Random, *, spared: bool) -> None:
    await asyncio.sleep(draw.random() * KILLED_WITHIN_SECONDS)
    if not spared:
        await asyncio.to_thread(troubled.engines.kill_first)
        troubled.engines.start()


async def makes_the_same_again(one: Venue) -> None:
    """What is on record of both days makes every fill again."""
    async with one.database.connect() as connection:
        for day in DAYS:
            done = await replay_fills(connection, day)
            assert (done.difference, done.unknown) == (None, ())
            assert done.fills > 0
