"""A consumer that follows the tape: told in order, stored with its place, and never held up."""

import asyncio

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from proving.catalogue import created
from proving.following import Following
from proving.receiver import eventually
from proving.stage import Stage, accounts
from proving.tapes import Writer
from tally.handlers import make_handlers

from bus.memory import InMemoryBus
from chassis import tape_runner
from chassis.consumer import Consumer
from chassis.tracing import tracing
from chassis.transaction import Database

pytestmark = pytest.mark.real


async def test_what_nobody_waits_for_is_stored_later(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = following.notes
    async with following.leading() as connection:
        await following.write(2)
        assert await following.runner.step(connection) == 3
        assert (notes.told, notes.saves) == ([0, 1, 2], [])

        monkeypatch.setattr(tape_runner, "LAZY_SECONDS", 0.0)
        await following.runner.step(connection)

    assert [one and one.offset for one in notes.saves] == [2]


async def test_what_somebody_waits_for_is_stored_at_once(following: Following) -> None:
    notes = following.notes
    async with following.leading() as connection:
        notes.is_urgent = True
        await following.runner.step(connection)

    assert [one and (one.offset, one.start.offset) for one in notes.saves] == [(0, 0)]
    assert notes.left == 1


async def test_events_are_stored_together_with_what_was_told(following: Following) -> None:
    notes = following.notes
    async with following.leading() as connection:
        await following.write(3)
        await following.runner.step(connection)
        await following.stage.publish(created(accounts(1)[0], 7))
        await following.write()
        assert await following.runner.step(connection) == 2

    assert notes.received == [(7, 3)]
    assert [one and one.offset for one in notes.saves] == [3]


async def test_what_a_follower_receives_is_a_span(following: Following) -> None:
    spans = InMemorySpanExporter()
    tracing.start("order", spans)
    try:
        async with following.leading() as connection:
            await following.stage.publish(created(accounts(1)[0], 7))
            await following.runner.step(connection)
    finally:
        tracing.stop()

    assert [one.name for one in spans.get_finished_spans()] == ["handle ORDER_CREATED"]


async def test_after_a_crash_it_reads_again_from_where_everything_was_said(
    following: Following,
) -> None:
    notes = following.notes
    async with following.leading() as connection:
        await following.write(3)
        await following.write(complete=True)
        await following.write(2)
        await following.runner.step(connection)
        await following.stage.publish(created(accounts(1)[0], 1))
        await following.runner.step(connection)
        await following.write(2)
        await following.runner.step(connection)

    async with following.leading() as connection:
        await following.stage.publish(created(accounts(1)[0], 2))
        await following.write()
        await following.runner.step(connection)
        assert notes.told == [4, 5, 6, 7, 8, 9]
        await following.runner.step(connection)

    assert notes.received == [(1, 6), (2, 9)]


async def test_what_a_failure_has_spoilt_is_told_again(following: Following) -> None:
    notes = following.notes
    async with following.leading() as connection:
        await following.write(2)
        await following.runner.step(connection)
        notes.is_spoilt = True
        await following.write()
        await following.runner.step(connection)

    assert notes.again == [0, 1, 2, 3]


async def test_what_cannot_be_stored_is_given_up_and_its_place_is_stored(
    following: Following, caplog: pytest.LogCaptureFixture
) -> None:
    notes = following.notes
    async with following.leading() as connection:
        notes.fails, notes.is_urgent = 2, True
        await following.runner.step(connection)

    assert list(notes.broken) == ["all"]
    assert [one and one.offset for one in notes.saves] == [0]
    assert "all cannot be stored" in caplog.text


async def test_what_failed_once_is_stored_apart(following: Following) -> None:
    notes = following.notes
    async with following.leading() as connection:
        notes.fails, notes.is_urgent = 1, True
        await following.runner.step(connection)

    assert notes.broken == {}
    assert [one and one.offset for one in notes.saves] == [None, 0]


async def test_an_event_waits_while_the_tape_is_read_again_but_not_for_ever(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = following.notes
    async with following.leading() as connection:
        await following.write(2)
        notes.is_urgent = True
        await following.runner.step(connection)
    following.bus.tape.wipe()
    async with following.leading() as connection:
        await following.stage.publish(created(accounts(1)[0], 1))
        assert await following.runner.step(connection) == 0

        monkeypatch.setattr(tape_runner, "BEHIND_SECONDS", 0.0)
        await following.runner.step(connection)
        assert notes.received == [(1, -1)]
        assert notes.saves[-1] is None

    following.writer = Writer()
    await following.write(complete=True)
    async with following.leading() as connection:
        await following.runner.step(connection)
        notes.is_urgent = True
        await following.runner.step(connection)
    assert notes.saves[-1] is not None
    assert notes.saves[-1].offset == 0


async def test_nothing_is_stored_of_a_tape_that_is_read_again_however_long_that_takes(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tape_runner, "BEHIND_SECONDS", 0.0)
    notes = following.notes
    async with following.leading() as connection:
        await following.write(2)
        notes.is_urgent = True
        await following.runner.step(connection)
    stored = len(notes.saves)

    monkeypatch.setattr(tape_runner, "STRIPS_AT_ONCE", 1)
    async with following.leading() as connection:
        await following.stage.publish(created(accounts(1)[0], 1))
        for _ in range(3):
            assert (notes.received, len(notes.saves)) == ([], stored)
            await following.runner.redrive(connection)
            await following.runner.step(connection)
        await following.runner.step(connection)

    assert notes.received == [(1, 2)]
    assert notes.saves[-1] is not None


async def test_left_to_itself_it_lets_events_come_first_after_it_took_over(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tape_runner, "LAZY_SECONDS", 0.0)
    notes = following.notes
    async with following.stage.running(following.runner):
        await eventually(lambda: _has(following, 1))
        await following.write(3)
        await eventually(lambda: _has(following, 4))
        await eventually(lambda: _stored(following, 3))
    await following.write(3)
    await following.stage.publish(created(accounts(1)[0], 5))

    again = Following(following.stage)
    again.notes.stored = notes.stored
    async with following.stage.running(again.runner):
        await eventually(lambda: _has(again, 7))

    assert again.notes.received == [(5, 3)]


async def test_a_tape_that_falls_silent_is_noticed(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    await following.runner.check()
    async with following.stage.running(following.runner):
        await eventually(lambda: _has(following, 1))
        await following.runner.check()
        monkeypatch.setattr(tape_runner, "SILENT_SECONDS", 0.0)
        with pytest.raises(ConnectionError, match="silent"):
            await following.runner.check()


async def test_no_more_is_read_than_there_is_room_for(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tape_runner, "STRIPS_MAX", 3)
    async with following.leading() as connection:
        await following.write(20)
        told = 0
        while (step := await following.runner.step(connection)) > 0:
            assert step <= 4
            told += step
            await asyncio.sleep(0)

    assert (told, following.notes.told) == (21, list(range(21)))


async def test_a_consumer_has_one_place_for_its_states(stage: Stage) -> None:
    assert isinstance(stage.bus, InMemoryBus)
    assert isinstance(stage.database, Database)
    with pytest.raises(ValueError, match="either has a repository or follows"):
        Consumer("order.tally", make_handlers())


async def _has(following: Following, strips: int) -> bool:
    return len(following.notes.told) >= strips


async def _stored(following: Following, offset: int) -> bool:
    stored = following.notes.stored
    return stored is not None and stored.offset == offset
