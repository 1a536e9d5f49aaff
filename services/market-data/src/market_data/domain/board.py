"""The newest quote and last price of every symbol, and what of it was not told yet."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from market_data.domain.actions import Split
from market_data.domain.depth import Ours, of_quote
from market_data.domain.ticks import DepthTick, Level, QuoteTick, StatusTick, TradeTick
from vocabulary import NO_SHARES, Price, Symbol

Counted = TypeVar("Counted", QuoteTick, TradeTick, DepthTick)

TRADES_UNTOLD_MAX = 50
"""Trades of one symbol that wait to be told. When there are more, the oldest are left out."""

UNSAVED_MAX = 1_000_000
"""Ticks of one symbol that may have been told after the last one that an earlier run saved."""


class Numbered(NamedTuple, Generic[Counted]):
    """A tick and its number among the quotes, trades and depths of its symbol."""

    sequence: int
    tick: Counted


def _untold_trades() -> deque[Numbered[TradeTick]]:
    return deque(maxlen=TRADES_UNTOLD_MAX)


@dataclass(slots=True)
class Standing:
    """Where a symbol stands. ``last`` is what was last paid, in dollars, ``last_time`` when.

    ``trade`` is the last trade, if this process was told of it. Where shares were split since, what
    was last paid is as of that moment, and for a new share.
    """

    sequence: int
    quote: Numbered[QuoteTick] | None = None
    depth: Numbered[DepthTick] | None = None
    ours: Ours | None = None
    status: StatusTick | None = None
    last: Price | None = None
    last_time: datetime | None = None
    trade: TradeTick | None = None
    untold: deque[Numbered[TradeTick]] = field(default_factory=_untold_trades)

    def shown(self) -> Numbered[DepthTick] | None:
        """What the market shows beside our traders; None while nobody shows more than a quote."""
        ours, depth, quote = self.ours, self.depth, self.quote
        if depth is None and ours is not None and quote is not None:
            depth = Numbered(quote.sequence, of_quote(quote.tick))
        if depth is None or ours is None:
            return depth
        return Numbered(max(depth.sequence, ours.sequence), depth.tick)


class Board:
    """Keeps the newest quote of each symbol and forgets the ones in between.

    Sequences go on from ``first_sequence``, which has to be above every one that was ever told.
    """

    def __init__(self, symbols: Iterable[Symbol], first_sequence: int) -> None:
        self._standings = {symbol: Standing(first_sequence) for symbol in symbols}
        self._quoted: dict[Symbol, None] = {}  # sets that keep an order, so that runs are alike
        self._traded: dict[Symbol, None] = {}
        self._deepened: dict[Symbol, None] = {}
        self._ruled: dict[Symbol, None] = {}
        self._repriced: dict[Symbol, None] = {}

    def quote(self, tick: QuoteTick) -> None:
        """Put up a new quote."""
        standing = self._standings[tick.symbol]
        standing.sequence += 1
        standing.quote = Numbered(standing.sequence, tick)
        self._quoted[tick.symbol] = None
        if standing.ours is not None and standing.depth is None:
            self._deepened[tick.symbol] = None

    def trade(self, tick: TradeTick) -> None:
        """Put up a new trade."""
        standing = self._standings[tick.symbol]
        standing.sequence += 1
        standing.last, standing.last_time, standing.trade = tick.price, tick.time, tick
        standing.untold.append(Numbered(standing.sequence, tick))
        self._traded[tick.symbol] = None

    def deepen(self, tick: DepthTick) -> None:
        """Put up what stands behind the quote."""
        standing = self._standings[tick.symbol]
        standing.sequence += 1
        standing.depth = Numbered(standing.sequence, tick)
        self._deepened[tick.symbol] = None

    def share(self, symbol: Symbol, bids: tuple[Level, ...], asks: tuple[Level, ...]) -> bool:
        """Put up what the orders of our traders show; whether that is anything new."""
        standing = self._standings[symbol]
        _, *known = standing.ours or Ours(0, (), ())
        if known == [bids, asks]:
            return False
        standing.sequence += 1
        standing.ours = Ours(standing.sequence, bids, asks)
        self._deepened[symbol] = None
        return True

    def rule(self, tick: StatusTick) -> None:
        """Put up whether a symbol trades."""
        self._standings[tick.symbol].status = tick
        self._ruled[tick.symbol] = None

    def doubt(self, symbol: Symbol) -> None:
        """What was told of ``symbol`` last may not hold any more: its quote is put up as stale."""
        standing = self._standings[symbol]
        if standing.quote is not None and not standing.quote.tick.stale:
            self.quote(standing.quote.tick._replace(stale=True))

    def begin_anew(self, time: datetime) -> None:
        """Forget everything but the sequences; as of ``time`` nobody quotes anything yet."""
        for symbol in self._standings:
            self.forget(symbol, time)

    def forget(self, symbol: Symbol, time: datetime) -> None:
        """Everything of ``symbol`` but its sequence; as of ``time`` nobody quotes it yet."""
        standing = self._standings[symbol]
        standing.depth = standing.status = standing.trade = None
        standing.last = standing.last_time = None
        standing.untold.clear()
        if standing.quote is not None:
            self.quote(QuoteTick(time, symbol, None, NO_SHARES, None, NO_SHARES))

    def split(self, symbol: Symbol, what: Split, time: datetime) -> None:
        """What was last paid before ``time``, in market time, was for other shares than now."""
        standing = self._standings.get(symbol)
        if standing is None or standing.last is None or standing.last_time is None:
            return
        if standing.last_time < time:
            standing.sequence += 1
            standing.last, standing.last_time = what.priced(standing.last), time
            self._repriced[symbol] = None

    def restore(
        self, quote: Numbered[QuoteTick], last: Price | None, last_time: datetime | None
    ) -> None:
        """Begin where an earlier run left off; one that kept no time had a price of its quote."""
        standing = self._standings[quote.tick.symbol]
        standing.sequence = max(standing.sequence, quote.sequence + UNSAVED_MAX)
        standing.quote, standing.last = quote, last
        standing.last_time = None if last is None else last_time or quote.tick.time

    def standing(self, symbol: Symbol) -> Standing | None:
        """Where ``symbol`` stands; None when the feed does not know it."""
        return self._standings.get(symbol)

    def standings(self) -> list[Standing]:
        """Where every symbol stands."""
        return list(self._standings.values())

    def take_quotes(self) -> list[Numbered[QuoteTick]]:
        """The newest quote of every symbol that was quoted since the last call."""
        quoted, self._quoted = self._quoted, {}
        quotes = (self._standings[symbol].quote for symbol in quoted)
        return [quote for quote in quotes if quote is not None]

    def take_trades(self) -> list[Numbered[TradeTick]]:
        """The trades since the last call, symbol by symbol, each symbol's in order."""
        traded, self._traded = self._traded, {}
        trades: list[Numbered[TradeTick]] = []
        for symbol in traded:
            untold = self._standings[symbol].untold
            trades.extend(untold)
            untold.clear()
        return trades

    def take_repriced(self) -> list[Standing]:
        """Where every symbol stands whose last price was changed by a split since the last call."""
        repriced, self._repriced = self._repriced, {}
        return [self._standings[symbol] for symbol in repriced]

    def take_depths(self) -> list[Standing]:
        """Where every symbol stands that has a new depth since the last call."""
        deepened, self._deepened = self._deepened, {}
        standings = (self._standings[symbol] for symbol in deepened)
        return [standing for standing in standings if standing.shown() is not None]

    def take_statuses(self) -> list[StatusTick]:
        """The status of every symbol whose status was told since the last call."""
        ruled, self._ruled = self._ruled, {}
        statuses = (self._standings[symbol].status for symbol in ruled)
        return [status for status in statuses if status is not None]

    def take_moved(self, seen: dict[Symbol, int]) -> list[Standing]:
        """The symbols that moved on from the sequences in ``seen``, which is brought up to date."""
        moved = [
            (symbol, standing)
            for symbol, standing in self._standings.items()
            if seen.get(symbol) != standing.sequence
        ]
        seen.update((symbol, standing.sequence) for symbol, standing in moved)
        return [standing for _, standing in moved]
