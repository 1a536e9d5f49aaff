"""The market as the rules see it: the newest prices, market time, and which symbols are halted."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from chassis.prices import Prices
from chassis.works import Running
from events import Event, InstrumentStatusShown, Quote
from vocabulary import InstrumentStatus, Price, Quantity, SessionPhase, Symbol


class Floor:
    """What this process has heard of the market; nothing before it listens."""

    def __init__(self) -> None:
        self._prices = Prices()
        self._halted: set[Symbol] = set()

    @property
    def now(self) -> datetime | None:
        """Market time."""
        return self._prices.time.now()

    @property
    def is_session(self) -> bool:
        """Whether the stock exchange is in its regular session."""
        clock = self._prices.time.clock
        return clock is not None and clock.exchange_phase is SessionPhase.REGULAR

    @property
    def is_closed(self) -> bool:
        """Whether the market is known to be outside the hours that it keeps."""
        clock = self._prices.time.clock
        return clock is not None and not clock.session_open

    @property
    def is_complete(self) -> bool:
        """Whether all prices were named."""
        return self._prices.is_complete

    @property
    def prices(self) -> Prices:
        """All prices."""
        return self._prices

    def mark(self, symbol: Symbol, quantity: Quantity, /) -> Price | None:
        """What each of ``quantity`` shares is worth, in dollars."""
        return self._prices.mark(symbol, quantity)

    def marked_at(self, symbol: Symbol, /) -> datetime | None:
        """The market time of what the mark goes by."""
        return self._prices.marked_at(symbol)

    def quote(self, symbol: Symbol) -> Quote | None:
        """The newest quote; ``None`` once the source has fallen silent."""
        quote = self._prices.quote(symbol)
        return None if quote is None or quote.stale else quote

    def is_paused(self, symbol: Symbol, /) -> bool:
        """Whether the exchange has halted a symbol."""
        return symbol in self._halted

    def arrived(self, _name: str, events: Sequence[Event]) -> None:
        """Take in which symbols trade."""
        for event in events:
            if not isinstance(event, InstrumentStatusShown):
                continue
            if event.status is InstrumentStatus.HALTED:
                self._halted.add(event.symbol)
            else:
                self._halted.discard(event.symbol)

    @asynccontextmanager
    async def listening(self, running: Running) -> AsyncGenerator[None]:
        """Hear the market within the block: the prices of the process, and what is halted."""
        self._prices = running.prices
        names = frozenset({InstrumentStatusShown.name})
        async with running.bus.listening_to_prices(names, self.arrived):
            yield
