"""Many who want the same at the same time."""

import asyncio

import pytest

from market_data.queries.coalescing import Coalescing


class Source:
    """Answers when it is told to, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.ready = asyncio.Event()

    async def fetch(self) -> int:
        self.asked += 1
        await self.ready.wait()
        return self.asked


async def test_a_thousand_make_one_fetch() -> None:
    source, flights = Source(), Coalescing[str, int]()
    waiting = [asyncio.ensure_future(flights.once("IBM", source.fetch)) for _ in range(1000)]
    await asyncio.sleep(0)

    source.ready.set()

    assert set(await asyncio.gather(*waiting)) == {1}
    assert source.asked == 1


async def test_whoever_comes_after_the_end_begins_another() -> None:
    source, flights = Source(), Coalescing[str, int]()
    source.ready.set()

    assert [await flights.once("IBM", source.fetch) for _ in range(2)] == [1, 2]


async def test_different_wishes_do_not_wait_for_each_other() -> None:
    slow, fast, flights = Source(), Source(), Coalescing[str, int]()
    fast.ready.set()
    waiting = asyncio.ensure_future(flights.once("IBM", slow.fetch))

    assert await flights.once("BAC", fast.fetch) == 1
    assert not waiting.done()
    slow.ready.set()
    assert await waiting == 1


async def test_the_first_one_may_go_away() -> None:
    source, flights = Source(), Coalescing[str, int]()
    first, second = (asyncio.ensure_future(flights.once("IBM", source.fetch)) for _ in range(2))
    await asyncio.sleep(0)

    first.cancel()
    await asyncio.sleep(0)
    source.ready.set()

    assert await second == 1
    assert first.cancelled()


async def test_a_failure_is_told_to_all_and_not_remembered() -> None:
    calls: list[int] = []

    async def fail() -> int:
        calls.append(1)
        await asyncio.sleep(0)
        raise LookupError("it is away")

    flights = Coalescing[str, int]()
    told = await asyncio.gather(
        *(flights.once("IBM", fail) for _ in range(3)), return_exceptions=True
    )

    assert [str(one) for one in told] == ["it is away"] * 3
    with pytest.raises(LookupError):
        await flights.once("IBM", fail)
    assert len(calls) == 2


async def test_the_end_waits_for_what_is_under_way() -> None:
    source, flights = Source(), Coalescing[str, int]()
    waiting = asyncio.ensure_future(flights.once("IBM", source.fetch))
    await asyncio.sleep(0)
    ending = asyncio.ensure_future(flights.finish())
    await asyncio.sleep(0)
    assert not ending.done()

    source.ready.set()
    await ending

    assert waiting.done()
    await waiting
