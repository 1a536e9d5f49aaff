"""A broker that is away, or slow: nothing is left out, and nothing overtakes anything."""

import asyncio
from math import inf

import pytest
from tape import Tape, a_quote, playing, ten_seconds
from tape_written import writing

from bus.interface import Unpublished
from bus.memory import InMemoryBus
from events import TapeWritten
from market_data.ticker import backlog
from market_data.ticker.scribe import Scribe


async def test_what_the_broker_did_not_take_is_told_in_order_when_it_does(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with writing(ten_seconds()) as written:
        await written.step(2.5)
        written.bus.down = True
        await written.step(4)
        with pytest.raises(ConnectionError, match="nobody took the tape"):
            await written.scribe.check()
        assert written.quotes() == [0, 1, 2]
        written.bus.down = False
        await written.step(1)
        await written.scribe.check()

        assert written.quotes() == [0, 1, 2, 3, 4, 5, 6, 7]
        assert [one.number for one in written.strips] == list(range(1, len(written.strips) + 1))
    assert len(caplog.messages) == 1


async def test_when_too_much_waits_for_the_tape_the_market_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(backlog, "ROOM", 3)
    quotes = [[a_quote(second)] for second in range(11)]
    async with writing(Tape(*quotes)) as written:
        written.bus.down = True
        await written.step(9)
        stuck = written.deck.second
        assert stuck < 5
        written.bus.down = False
        await written.step(20)

        assert written.quotes() == list(range(11))


class Slow(InMemoryBus):
    """Takes every strip, and says so too late the first time."""

    def __init__(self) -> None:
        super().__init__()
        self._last = 0

    async def publish_tape(self, written: TapeWritten) -> None:
        await super().publish_tape(written)
        if written.number > self._last:
            self._last = written.number
            raise Unpublished("no answer", ())


async def test_what_was_not_confirmed_is_written_again_as_it_was() -> None:
    async with playing(ten_seconds(), inf) as deck:
        bus = Slow()
        task = asyncio.create_task(Scribe(deck.market, bus).run())
        await deck.wall.step(3)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    strips = bus.tape.kept
    assert strips[::2][: len(strips) // 2] == strips[1::2]
    assert len(strips) >= 4
