"""What every bus promises a reader of the tape; the one in memory and RabbitMQ pass the same."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import timedelta

import pytest
from aio_pika.abc import AbstractConnection
from proving.tapes import Writer
from proving.wires import MemoryWire, RabbitWire, Wire, rabbit_wire

from bus import rabbit_tape
from bus.interface import Unpublished
from bus.tape import Bookmark, Strip
from events import TapeWritten


@pytest.fixture(params=["memory", pytest.param("rabbitmq", marks=pytest.mark.real)])
async def wire(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Wire]:
    """A bus whose tape is blank."""
    if request.param == "memory":
        yield MemoryWire()
        return
    monkeypatch.setattr(rabbit_tape, "RETRY_SECONDS", 0.1)
    async with rabbit_wire(request.getfixturevalue("rabbitmq_url")) as real:
        await real.wipe_tape()
        yield real


async def some(strips: AsyncIterator[Strip], count: int) -> list[Strip]:
    """The next so many."""
    async with asyncio.timeout(60):
        return [await anext(strips) for _ in range(count)]


async def write(wire: Wire, strips: list[TapeWritten]) -> None:
    """One after the other; again while nobody takes them."""
    for one in strips:
        async with asyncio.timeout(60):
            while True:
                try:
                    await wire.bus.publish_tape(one)
                    break
                except Unpublished:
                    await asyncio.sleep(0.05)


def written(strips: list[Strip]) -> list[TapeWritten]:
    return [one.written for one in strips]


async def test_what_was_written_and_what_is_written_is_read_in_order(wire: Wire) -> None:
    writer = Writer()
    await write(wire, before := writer.strips(150))
    async with wire.bus.reading_tape() as strips:
        read = await some(strips, 150)
        await write(wire, after := writer.strips(150))
        read += await some(strips, 150)

    assert written(read) == before + after
    assert [one.offset for one in read] == list(range(300))
    assert not any(one.is_torn for one in read)


async def test_everybody_reads_all_of_it(wire: Wire) -> None:
    await write(wire, sent := Writer().strips(3))

    for _ in range(2):
        async with wire.bus.reading_tape() as strips:
            assert written(await some(strips, 3)) == sent


async def test_a_reader_goes_on_at_a_bookmark(wire: Wire) -> None:
    await write(wire, sent := Writer().strips(20))
    async with wire.bus.reading_tape() as strips:
        at = (await some(strips, 12))[-1].bookmark
    async with wire.bus.reading_tape(at) as strips:
        again = await some(strips, 9)

    assert written(again) == sent[11:]
    assert not any(one.is_torn for one in again)


async def test_who_reads_before_anything_is_written_waits(wire: Wire) -> None:
    async with wire.bus.reading_tape() as strips:
        first = asyncio.create_task(some(strips, 1))
        await asyncio.sleep(0.1)
        await write(wire, sent := Writer().strips(1))

        assert written(await first) == sent


async def test_after_a_lost_connection_nothing_is_missing_and_nothing_comes_twice(
    wire: Wire,
) -> None:
    writer = Writer()
    async with wire.bus.reading_tape() as strips:
        await write(wire, sent := writer.strips(10))
        read = await some(strips, 7)
        await wire.lose_connection()
        await write(wire, more := writer.strips(10))
        read += await some(strips, 13)

    assert written(read) == sent + more
    assert not any(one.is_torn for one in read)


async def test_nothing_is_written_while_the_bus_is_away(wire: Wire) -> None:
    await wire.go_away()
    async with asyncio.timeout(60):
        with pytest.raises(Unpublished):
            await wire.bus.publish_tape(Writer().strip())


async def test_a_bookmark_beyond_the_end_leads_to_what_there_is(wire: Wire) -> None:
    writer = Writer()
    gone = Bookmark(5_000, writer.run, 5_001)
    await write(wire, sent := Writer().strips(2))

    async with wire.bus.reading_tape(gone) as strips:
        read = await some(strips, 2)

    assert written(read) == sent
    assert [one.is_torn for one in read] == [True, False]


async def test_a_bookmark_in_another_tape_leads_to_what_there_is(wire: Wire) -> None:
    gone = Bookmark(3, Writer().run, 4)
    await write(wire, sent := Writer().strips(9))

    async with wire.bus.reading_tape(gone) as strips:
        read = await some(strips, 9)

    assert written(read) == sent
    assert [one.is_torn for one in read] == [True] + [False] * 8


async def test_a_tape_that_is_lost_while_it_is_read_is_read_anew(wire: Wire) -> None:
    async with wire.bus.reading_tape() as strips:
        await write(wire, sent := Writer().strips(5))
        read = await some(strips, 5)
        await wire.wipe_tape()
        await wire.lose_connection()
        await write(wire, new := Writer().strips(2))
        anew = await some(strips, 2)

    assert written(read) == sent
    assert written(anew) == new
    assert [one.is_torn for one in anew] == [True, False]


async def test_an_empty_tape_is_waited_for_by_who_read_another(wire: Wire) -> None:
    async with wire.bus.reading_tape(Bookmark(7, Writer().run, 8)) as strips:
        first = asyncio.create_task(some(strips, 1))
        await asyncio.sleep(0.1)
        await write(wire, sent := Writer().strips(1))

        assert written(read := await first) == sent
        assert read[0].is_torn


@pytest.mark.real
async def test_what_cannot_be_read_is_left_out_and_leaves_a_tear(rabbit: RabbitWire) -> None:
    await rabbit.wipe_tape()
    one, two = Writer().strips(2)
    await rabbit.bus.publish_tape(one)
    await rabbit.admin.spoil_tape(b"{}")
    await rabbit.bus.publish_tape(two)

    async with rabbit.bus.reading_tape() as strips:
        read = await some(strips, 2)

    assert [(one.offset, one.is_torn) for one in read] == [(0, False), (2, True)]


@pytest.mark.real
async def test_only_the_engine_may_read_and_only_market_data_may_write(rabbitmq_url: str) -> None:
    async with (
        rabbit_wire(rabbitmq_url, user="market_data") as writing,
        rabbit_wire(rabbitmq_url, user="order") as reading,
        rabbit_wire(rabbitmq_url, user="risk") as stranger,
    ):
        await writing.wipe_tape()
        strip = Writer().strip()
        for other in (reading, stranger):
            with pytest.raises(Unpublished, match="ACCESS_REFUSED"):
                await other.bus.publish_tape(strip)
        await writing.bus.publish_tape(strip)
        async with reading.bus.reading_tape() as strips:
            assert written(await some(strips, 1)) == [strip]
        async with stranger.bus.reading_tape() as strips:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1):
                    await anext(strips)


@pytest.mark.real
async def test_who_has_no_bookmark_does_not_read_what_is_old(
    rabbit: RabbitWire, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rabbit.wipe_tape()
    writer = Writer()
    for _ in range(3):
        await rabbit.bus.publish_tape(writer.strip())
    await asyncio.sleep(6)
    await rabbit.bus.publish_tape(new := writer.strip())
    monkeypatch.setattr(rabbit_tape, "RECENT", timedelta(seconds=4))

    async with rabbit.bus.reading_tape() as strips:
        [read] = await some(strips, 1)

    assert (read.written, read.is_torn) == (new, True)


@pytest.mark.real
async def test_a_tape_that_says_nothing_at_all_is_not_read_from_its_beginning(
    rabbit: RabbitWire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may just be slow, and what it holds was told long ago."""
    consume = rabbit_tape._consume  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]

    async def say_nothing_of_what_there_is(
        connection: AbstractConnection, arrivals: rabbit_tape.Arrivals, offset: rabbit_tape.Offset
    ) -> None:
        if offset == rabbit_tape.NEXT:
            await consume(connection, arrivals, offset)

    monkeypatch.setattr(rabbit_tape, "_consume", say_nothing_of_what_there_is)
    monkeypatch.setattr(rabbit_tape, "FOUND_SECONDS", 0.1)
    await rabbit.wipe_tape()
    writer = Writer()
    await rabbit.bus.publish_tape(one := writer.strip())

    async with rabbit.bus.reading_tape(Bookmark(0, one.run, 1)) as strips:
        coming = asyncio.create_task(some(strips, 1))
        while not coming.done():
            await asyncio.sleep(0.2)
            await rabbit.bus.publish_tape(writer.strip())
        [read] = await coming

    assert read.is_torn
    assert read.offset > 0
