"""What our traders' orders show, told to whoever looks: the newest, and not too often."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import asynccontextmanager
from time import monotonic, time_ns

from bus.interface import Bus
from chassis.works import Running
from events import BookLevel, OrderBook
from order.domain.core.shown import Offer
from order.domain.pit.pit import Pit
from order.domain.units import price_of, quantity_of
from vocabulary import Symbol

EVERY_SECONDS = 0.25
COMPLETE_SECONDS = 5.0
"""So often all that shows anything is told again, for who came late."""
LEVELS_MAX = 50

Shown = tuple[tuple[Offer, ...], tuple[Offer, ...]]
NOTHING: Shown = ((), ())


class Boards:
    """One for each symbol that this process trades."""

    def __init__(self) -> None:
        self._pits: dict[Symbol, Pit] = {}
        self._changed: set[Symbol] = set()
        self._told: dict[Symbol, Shown] = {}

    def leave(self, symbols: Iterable[Symbol]) -> None:
        """These are not traded here any more: somebody else tells what they show."""
        for symbol in symbols:
            self._pits.pop(symbol, None)
            self._told.pop(symbol, None)
            self._changed.discard(symbol)

    def changed(self, pit: Pit) -> None:
        """What a pit shows may be something else now."""
        self._pits[pit.symbol] = pit
        self._changed.add(pit.symbol)

    def news(self) -> list[OrderBook]:
        """What has changed since it was told last."""
        changed, self._changed = self._changed, set()
        news: list[OrderBook] = []
        for symbol in sorted(changed):
            shown = _shown(self._pits[symbol])
            if shown != self._told.get(symbol, NOTHING):
                self._told[symbol] = shown
                news.append(_said(symbol, shown))
            if shown == NOTHING:
                self._told.pop(symbol, None)
                del self._pits[symbol]
        return news

    def all(self) -> list[OrderBook]:
        """All that shows anything, as it was told last."""
        return [_said(symbol, shown) for symbol, shown in sorted(self._told.items())]


@asynccontextmanager
async def telling(boards: Boards, running: Running) -> AsyncGenerator[Mapping[str, object]]:
    """Tell what the boards show while the process is at work."""
    running.spawn(_tell(boards, running.bus), "boards")
    yield {}


async def _tell(boards: Boards, bus: Bus) -> None:
    told = monotonic()
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        news = boards.news()
        if monotonic() - told > COMPLETE_SECONDS:
            told, news = monotonic(), boards.all()
        if news:
            await bus.publish_prices(news)


def _shown(pit: Pit) -> Shown:
    if pit.book is None:
        return NOTHING
    bids, asks = (pit.book.shown(is_buy=is_buy)[:LEVELS_MAX] for is_buy in (True, False))
    return tuple(bids), tuple(asks)


def _said(symbol: Symbol, shown: Shown) -> OrderBook:
    bids, asks = ([_level(*offer) for offer in side] for side in shown)
    return OrderBook(symbol=symbol, sequence=time_ns() // 1_000, bids=bids, asks=asks)


def _level(price: int, size: int) -> BookLevel:
    return BookLevel(price=price_of(price), size=quantity_of(size))
