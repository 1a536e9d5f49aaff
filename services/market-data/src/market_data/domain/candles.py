"""Trades become one-minute bars, in whatever order the trades come in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from market_data.domain.bars import EXACT, MINUTE, Bar, rounded_down
from market_data.domain.ticks import TradeTick
from vocabulary import Price, Quantity, Symbol

REMEMBERED = timedelta(hours=1)
"""How long after its minute a trade still corrects the bar."""

_BEGINNING = datetime.min.replace(tzinfo=UTC) + REMEMBERED


@dataclass(slots=True)
class GrowingBar:
    """A bar in the making; prices in dollars, volume in shares, turnover in dollars.

    It opens with the earliest trade and closes with the latest; of several at the same moment the
    first to come in opens it and the last closes it.
    """

    symbol: Symbol
    start: datetime
    open: Price
    high: Price
    low: Price
    close: Price
    volume: Quantity
    trades: int
    turnover: Decimal | None
    opened_at: datetime
    closed_at: datetime

    @classmethod
    def first(cls, trade: TradeTick) -> "GrowingBar":
        """The bar of one trade."""
        price = trade.price
        return cls(
            trade.symbol,
            rounded_down(trade.time, MINUTE),
            *(price, price, price, price),
            trade.size,
            1,
            EXACT.multiply(price, trade.size),
            trade.time,
            trade.time,
        )

    @classmethod
    def resumed(cls, bar: Bar) -> "GrowingBar":
        """A bar that was stored before; every trade from now on is later than what is in it."""
        return cls(
            bar.symbol,
            bar.start,
            bar.open,
            bar.high,
            bar.low,
            bar.close,
            bar.volume,
            bar.trades,
            bar.turnover,
            bar.start,
            bar.start,
        )

    @classmethod
    def ready(cls, bar: Bar) -> "GrowingBar":
        """A bar of which nobody knows when it opened and closed: a late trade does neither."""
        growing = cls.resumed(bar)
        growing.closed_at = bar.start + MINUTE
        return growing

    def add(self, trade: TradeTick) -> None:
        """One more trade of this minute."""
        price = trade.price
        self.high = max(self.high, price)
        self.low = min(self.low, price)
        if trade.time >= self.closed_at:
            self.close, self.closed_at = price, trade.time
        elif trade.time < self.opened_at:
            self.open, self.opened_at = price, trade.time
        self.volume = Quantity(EXACT.add(self.volume, trade.size))
        self.trades += 1
        if self.turnover is not None:
            self.turnover = EXACT.fma(price, trade.size, self.turnover)

    def as_bar(self) -> Bar:
        """What it looks like now."""
        return Bar(
            self.symbol,
            self.start,
            self.open,
            self.high,
            self.low,
            self.close,
            self.volume,
            self.trades,
            self.turnover,
        )


class Candles:
    """The one-minute bars of one symbol.

    A bar is closed when market time has passed its end or a trade of a later minute came in. A
    trade of a closed minute corrects the bar, which is then finished once more; ``REMEMBERED``
    later it is too late for that.
    """

    def __init__(self) -> None:
        self.too_late = 0
        self._bars: dict[datetime, GrowingBar] = {}
        self._live: GrowingBar | None = None
        self._live_ends = self.closed_until = _BEGINNING
        self._finished: set[datetime] = set()

    @property
    def live(self) -> Bar | None:
        """The bar of the current minute, if anybody traded in it."""
        return None if self._live is None else self._live.as_bar()

    def add(self, trade: TradeTick) -> None:
        """Put a trade into the bar of its minute."""
        if self._live is not None and self._live.start <= trade.time < self._live_ends:
            self._live.add(trade)
        elif trade.time >= self.closed_until:
            self.close_until(trade.time)
            self._grow(GrowingBar.first(trade))
        else:
            self._correct(trade)

    def put(self, bar: Bar) -> None:
        """Take a bar that the source itself made in place of what the trades gave."""
        if bar.start < self.closed_until - REMEMBERED:
            self.too_late += 1
            return
        self.close_until(bar.start + MINUTE)
        self._bars[bar.start] = GrowingBar.ready(bar)
        self._finished.add(bar.start)

    def resume(self, bars: Iterable[Bar], time: datetime) -> None:
        """Go on at ``time`` with bars that were stored, one of them perhaps while it was growing.

        Bars after that are of an earlier run over the same time, which is forgotten.
        """
        self.closed_until = rounded_down(time, MINUTE)
        for bar in bars:
            if bar.start == self.closed_until:
                self._grow(GrowingBar.resumed(bar))
            else:
                self.know(bar)

    def know(self, bar: Bar) -> None:
        """Take the bar of a closed minute from elsewhere, so that a late trade corrects it."""
        if self.closed_until - REMEMBERED <= bar.start < self.closed_until:
            self._bars[bar.start] = GrowingBar.ready(bar)

    def close_until(self, time: datetime) -> None:
        """Close what ended at ``time`` or before."""
        start = rounded_down(time, MINUTE)
        if start <= self.closed_until:
            return
        self.closed_until = start
        if self._live is not None and self._live.start < start:
            self._finished.add(self._live.start)
            self._live = None
        self._forget_before(start - REMEMBERED)

    def finished(self) -> list[Bar]:
        """Bars closed or corrected since the last call, each once, oldest first."""
        starts = sorted(self._finished)
        self._finished.clear()
        return [self._bars[start].as_bar() for start in starts]

    def _grow(self, bar: GrowingBar) -> None:
        self._live = self._bars[bar.start] = bar
        self._live_ends = bar.start + MINUTE

    def _forget_before(self, time: datetime) -> None:
        for start in [start for start in self._bars if start < time]:
            if start not in self._finished:
                del self._bars[start]

    def _correct(self, trade: TradeTick) -> None:
        start = rounded_down(trade.time, MINUTE)
        if start < self.closed_until - REMEMBERED:
            self.too_late += 1
        elif start in self._bars:
            self._bars[start].add(trade)
            self._finished.add(start)
        else:
            self._bars[start] = GrowingBar.first(trade)
            self._finished.add(start)
