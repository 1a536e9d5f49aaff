"""The newest prices, in memory."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from chassis.market_time import MarketTime
from events import Event, MarketClock, MarketSnapshot, Quote, Trade
from vocabulary import AssetClass, Price, Quantity, Symbol

PRICE_NAMES = frozenset({Quote.name, Trade.name, MarketSnapshot.name, MarketClock.name})


class Instrument(NamedTuple):
    """What is asked of orders: prices in whole ticks (dollars); the market quotes whole lots."""

    tick_size: Price
    lot_size: Quantity
    asset_class: AssetClass


class Prices:
    """What the market asks and bids, as far as this process has heard.

    Fed by quotes and trades as they come, and by snapshots for what it missed. ``time`` is what
    time it is on the market.
    """

    def __init__(self) -> None:
        self.time = MarketTime()
        self.is_complete = False
        """Whether all that there is was shown, at the time that it is now."""
        self._quotes: dict[Symbol, Quote] = {}
        self._last: dict[Symbol, Price] = {}
        self._paid_at: dict[Symbol, datetime] = {}
        self._instruments: dict[Symbol, Instrument] = {}
        self._on_quote: list[Callable[[Quote], None]] = []

    def on_quote(self, hear: Callable[[Quote], None]) -> None:
        """Tell ``hear`` of every quote that is newer than the one before."""
        self._on_quote.append(hear)

    def quote(self, symbol: Symbol) -> Quote | None:
        """The best bid and offer; ``None`` for a symbol that never had one."""
        return self._quotes.get(symbol)

    def last(self, symbol: Symbol) -> Price | None:
        """What was last paid, in dollars per share."""
        return self._last.get(symbol)

    def instrument(self, symbol: Symbol) -> Instrument | None:
        """What is known of a symbol; ``None`` before a complete snapshot has shown it."""
        return self._instruments.get(symbol)

    def mark(self, symbol: Symbol, quantity: Quantity) -> Price | None:
        """What each of ``quantity`` shares is worth now, in dollars: what was last paid.

        Before the first trade, what closing the position would pay: the bid, or the ask for shares
        that are owed. Whoever values shares asks here, so that all come to the same.
        """
        if (last := self._last.get(symbol)) is not None:
            return last
        quote = self._quotes.get(symbol)
        if quote is None:
            return None
        return quote.ask if quantity < 0 else quote.bid

    def marked_at(self, symbol: Symbol) -> datetime | None:
        """The market time of what :meth:`mark` goes by; ``None`` where that is not known."""
        if symbol in self._last:
            return self._paid_at.get(symbol)
        quote = self._quotes.get(symbol)
        return None if quote is None else quote.time

    def arrived(self, _name: str, events: Sequence[Event]) -> None:
        """Take in what the market says."""
        for event in events:
            if isinstance(event, Quote):
                self._take(event)
            elif isinstance(event, Trade):
                self._last[event.symbol] = event.price
                self._paid_at[event.symbol] = event.time
            elif isinstance(event, MarketSnapshot):
                self._take_all(event)
            elif isinstance(event, MarketClock):
                self._hear(event)

    def _hear(self, clock: MarketClock) -> None:
        """Where time was taken back, what was last paid lies ahead; snapshots say what does not."""
        before = self.time.clock
        if before is not None and clock.time < before.time:
            self._last.clear()
            self.is_complete = False
        self.time.hear(clock)

    def _take_all(self, snapshot: MarketSnapshot) -> None:
        self.is_complete = self.is_complete or snapshot.complete
        for one in snapshot.symbols:
            self._take(one.quote)
            if one.last is not None:
                self._last_paid(one.quote.symbol, one.last, one.last_time)
            if one.tick_size and one.lot_size and one.asset_class:
                known = Instrument(one.tick_size, one.lot_size, one.asset_class)
                self._instruments[one.quote.symbol] = known

    def _last_paid(self, symbol: Symbol, price: Price, at: datetime | None) -> None:
        """What was last paid; if it is not said when, and it is another price, nobody knows."""
        if at is not None:
            self._paid_at[symbol] = at
        elif self._last.get(symbol) != price:
            self._paid_at.pop(symbol, None)
        self._last[symbol] = price

    def _take(self, quote: Quote) -> None:
        known = self._quotes.get(quote.symbol)
        if known is not None and known.sequence >= quote.sequence:
            return
        self._quotes[quote.symbol] = quote
        for hear in self._on_quote:
            hear(quote)
