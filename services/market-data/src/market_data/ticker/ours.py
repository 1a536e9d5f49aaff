"""What the orders of our traders show, as the order service says it."""

from collections.abc import Iterable, Sequence

from events import BookLevel, Event, OrderBook
from market_data.domain.ticks import Level
from market_data.ticker.market import Market
from vocabulary import Symbol

NAMES = frozenset({OrderBook.name})
LOOK_SECONDS = 1.0
FORGOTTEN_SECONDS = 15.0
"""What shows anything is said again every five seconds."""


class OurOrders:
    """Puts them up beside what the market shows. What is not said any more is taken down."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._sequences: dict[Symbol, int] = {}
        self._heard: dict[Symbol, float] = {}

    def arrived(self, _name: str, events: Sequence[Event]) -> None:
        """The order service has said this."""
        now = self._market.wall.now()
        for event in events:
            if isinstance(event, OrderBook) and event.symbol in self._market.instruments:
                self._put_up(event, now)

    async def run(self) -> None:
        """For ever: take down what was not said for a while."""
        wall = self._market.wall
        while True:
            await wall.sleep(LOOK_SECONDS)
            late = wall.now() - FORGOTTEN_SECONDS
            for symbol in [one for one, heard in self._heard.items() if heard < late]:
                self._show(symbol, (), ())
                del self._heard[symbol]

    def _put_up(self, said: OrderBook, now: float) -> None:
        if said.sequence <= self._sequences.get(said.symbol, 0):
            return
        self._sequences[said.symbol] = said.sequence
        self._show(said.symbol, _levels(said.bids), _levels(said.asks))
        if said.bids or said.asks:
            self._heard[said.symbol] = now
        else:
            self._heard.pop(said.symbol, None)

    def _show(self, symbol: Symbol, bids: tuple[Level, ...], asks: tuple[Level, ...]) -> None:
        if self._market.board.share(symbol, bids, asks):
            self._market.news.set()


def _levels(levels: Iterable[BookLevel]) -> tuple[Level, ...]:
    return tuple(Level(one.price, one.size) for one in levels)
