"""Bars: what a symbol did in a stretch of market time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from vocabulary import BarInterval, Money, Price, Quantity, Symbol, average_price

MINUTE = timedelta(minutes=1)
WIDTHS = {
    BarInterval.MINUTE_1: MINUTE,
    BarInterval.MINUTE_5: timedelta(minutes=5),
    BarInterval.MINUTE_15: timedelta(minutes=15),
    BarInterval.MINUTE_30: timedelta(minutes=30),
    BarInterval.HOUR_1: timedelta(hours=1),
    BarInterval.HOUR_4: timedelta(hours=4),
}
"""Intervals that divide a day. Longer ones follow the calendar and have no fixed width."""

ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)
"""Where the first bar of every interval starts, seen from any time: midnight, UTC."""


def bar_start(time: datetime, width: timedelta) -> datetime:
    """When the bar that ``time`` falls into starts."""
    return time - (time - ORIGIN) % width


@dataclass(frozen=True, slots=True)
class Bar:
    """Prices in dollars, volume in shares.

    ``turnover`` is price times size over all trades, in dollars and not rounded, so that the
    average price of any number of bars is exact; it is None where a source does not tell it.
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

    def __post_init__(self) -> None:
        if not self.low <= min(self.open, self.close) <= max(self.open, self.close) <= self.high:
            raise ValueError("a bar opens and closes between its low and its high")

    @property
    def vwap(self) -> Price | None:
        """Dollars per share, averaged by volume; None when nothing traded or nobody knows."""
        if self.turnover is None or not self.volume:
            return None
        return average_price(Money(self.turnover), self.volume)
