"""From the market to whoever listens: what is new at once, where everything stands every second."""

from collections.abc import Sequence
from itertools import count

from bus.interface import Bus
from events import Event
from market_data.domain.bars import Bar
from market_data.ticker import facts
from market_data.ticker.market import Market
from market_data.ticker.metrics import TOLD
from market_data.ticker.recorder import Recorder
from vocabulary import BarInterval, Symbol

CONFLATION_SECONDS = 0.05
PULSE_SECONDS = 1.0
PULSES_PER_COMPLETE_SNAPSHOT = 5


class Teller:
    """Publishes, and hands finished bars to the recorder."""

    def __init__(self, market: Market, bus: Bus, recorder: Recorder) -> None:
        self._market = market
        self._bus = bus
        self._recorder = recorder
        self._live: dict[tuple[Symbol, BarInterval], Bar] = {}
        self._seen: dict[Symbol, int] = {}

    async def tell_news(self) -> None:
        """For ever: what came in, at most once per ``CONFLATION_SECONDS``."""
        while True:
            await self._market.news.wait()
            self._market.news.clear()
            await self.tell()
            await self._market.wall.sleep(CONFLATION_SECONDS)

    async def tell_standing(self) -> None:
        """For ever, whatever the clock does: time, prices and growing bars, once a second."""
        for pulse in count():
            self._market.close_bars(self._market.time())
            await self.tell_clock()
            await self._tell_snapshot(complete=pulse % PULSES_PER_COMPLETE_SNAPSHOT == 0)
            await self._tell_live_bars()
            await self.tell()
            await self._market.wall.sleep(PULSE_SECONDS)

    async def tell(self) -> None:
        """Halts, trades, quotes, what splits make of prices, depths, then finished bars."""
        board = self._market.board
        await self._publish([facts.status_event(one) for one in board.take_statuses()])
        await self._publish([facts.trade_event(one) for one in board.take_trades()])
        await self._publish([facts.quote_event(one) for one in board.take_quotes()])
        if repriced := board.take_repriced():
            shown = facts.market_snapshot(self._market, repriced, complete=False)
            await self._publish([shown])
        depths = [(one.shown(), one.ours) for one in board.take_depths()]
        await self._publish([facts.depth_event(one, ours) for one, ours in depths if one])
        finished = self._market.finished_bars()
        self._recorder.keep(finished)
        await self._publish([facts.bar_event(bar, closed=True) for bar in finished])

    async def tell_clock(self) -> None:
        """What time it is."""
        await self._publish([facts.market_clock(self._market)])

    async def _tell_snapshot(self, *, complete: bool) -> None:
        board = self._market.board
        moved = board.take_moved(self._seen)
        shown = board.standings() if complete else moved
        if complete:  # for those who came later: a status may stay the same for hours
            statuses = [one.status for one in shown if one.status is not None]
            await self._publish([facts.status_event(one) for one in statuses])
        await self._publish([facts.market_snapshot(self._market, shown, complete=complete)])

    async def _tell_live_bars(self) -> None:
        live = {(bar.symbol, bar.interval): bar for bar in self._market.live_bars()}
        grown = [bar for key, bar in live.items() if self._live.get(key) != bar]
        self._live = live
        await self._publish([facts.bar_event(bar, closed=False) for bar in grown])

    async def _publish(self, events: Sequence[Event]) -> None:
        """Events of one type, if there are any."""
        if events:
            await self._bus.publish_prices(events)
            TOLD.labels(events[0].name).inc(len(events))
