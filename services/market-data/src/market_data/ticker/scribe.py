"""From the market to the tape: everything, in order, and how far time has come.

Strips are written one after the other, each when the broker has confirmed the one before, so that
none overtakes another. A strip of the tape without items is a mark of time.
"""

from logging import getLogger

from bus.envelope import new_id
from bus.interface import Bus, Unpublished
from events import TapeWritten
from market_data.ticker.items import BEGIN, Item, microseconds
from market_data.ticker.market import Market
from market_data.ticker.metrics import TAPE_FAILING, TAPE_ITEMS, TAPE_STRIPS
from market_data.ticker.transcript import Transcript
from vocabulary import ClockState

TICKS_PER_STRIP = 2_000
STRIP_SECONDS = 0.02
"""So long ticks are gathered for a strip."""
MARK_SECONDS = 0.03
"""So much later at most it is said what time it is while time goes on..."""
PULSE_SECONDS = 1.0
"""...and while it stands still."""
COMPLETE_SECONDS = 5.0
"""So often it is repeated where everything stands, for who begins to read."""
RETRY_SECONDS = 0.2

logger = getLogger(__name__)


class Scribe:
    """Writes the tape, under another name whenever the market begins anew.

    The name says when that was: whoever reads it knows what was asked for before, at a time that
    was taken back.
    """

    def __init__(self, market: Market, bus: Bus) -> None:
        self._market = market
        self._bus = bus
        self._transcript = Transcript(market.instruments.values(), market.sessions)
        self._run = new_id()
        self._number = 0
        self._complete_at = 0.0
        self._failure = ""

    async def check(self) -> None:
        """Whether the tape is written: without it, no order trades.

        Raises:
            ConnectionError: the broker does not take it; the text says why.
        """
        if self._failure:
            raise ConnectionError(self._failure)

    async def run(self) -> None:
        """For ever."""
        market, wall, backlog = self._market, self._market.wall, self._market.backlog
        while True:
            backlog.news.clear()
            began = wall.now()
            await self._write(self._news())
            if began >= self._complete_at:
                await self._write(self._transcript.standing(), complete=True)
                self._complete_at = began + COMPLETE_SECONDS
            if len(backlog):
                continue
            await wall.sleep(max(STRIP_SECONDS - (wall.now() - began), 0))
            running = market.clock.state in {ClockState.LIVE, ClockState.REPLAY}
            await wall.wait(backlog.news, MARK_SECONDS if running else PULSE_SECONDS)

    def _news(self) -> list[Item]:
        """The oldest of what waits; with the last of it, how far time has come."""
        backlog, transcript = self._market.backlog, self._transcript
        items = transcript.write(backlog.take(TICKS_PER_STRIP))
        if not len(backlog):
            items += transcript.go_on(microseconds(self._market.time()))
        return items

    async def _write(self, items: list[Item], *, complete: bool = False) -> None:
        """One strip, however often it takes."""
        if any(item[0] == BEGIN for item in items) and self._number:
            self._run, self._number, self._complete_at = new_id(), 0, 0.0
        self._number += 1
        strip = TapeWritten.model_construct(
            run=self._run,
            number=self._number,
            time=self._transcript.time,
            complete=complete,
            items=items,
        )
        while not await self._publish(strip):
            await self._market.wall.sleep(RETRY_SECONDS)
        TAPE_STRIPS.inc()
        TAPE_ITEMS.inc(len(items))

    async def _publish(self, strip: TapeWritten) -> bool:
        try:
            await self._bus.publish_tape(strip)
        except Unpublished as error:
            if not self._failure:  # once per outage is enough
                logger.warning("the tape is not written, and the market waits: %s", error)
            self._failure = str(error)
        else:
            self._failure = ""
        TAPE_FAILING.set(bool(self._failure))
        return not self._failure
