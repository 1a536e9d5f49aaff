"""Bars: what a symbol did in a stretch of market time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import reduce
from zoneinfo import ZoneInfo

from market_data.domain.trading_days import NEW_YORK
from vocabulary import AssetClass, BarInterval, Money, Price, Quantity, Symbol, average_price

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

SOURCES = {
    BarInterval.MINUTE_5: BarInterval.MINUTE_1,
    BarInterval.MINUTE_15: BarInterval.MINUTE_5,
    BarInterval.MINUTE_30: BarInterval.MINUTE_15,
    BarInterval.HOUR_1: BarInterval.MINUTE_30,
    BarInterval.HOUR_4: BarInterval.HOUR_1,
    BarInterval.DAY_1: BarInterval.HOUR_4,
    BarInterval.WEEK_1: BarInterval.DAY_1,
    BarInterval.MONTH_1: BarInterval.DAY_1,
    BarInterval.YEAR_1: BarInterval.MONTH_1,
}
"""Which bars those of an interval are put together from; finer ones come first."""

ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)
"""Where the first bar of every interval up to an hour starts, seen from any time."""

EVERYWHERE = ZoneInfo("UTC")
_TRADED_IN_NEW_YORK = frozenset({AssetClass.STOCK, AssetClass.ETF})
_IN_UTC = frozenset(interval for interval, width in WIDTHS.items() if width <= timedelta(hours=1))
EXACT = Context(prec=100, traps=[Inexact, InvalidOperation])
"""A sum that would have to be rounded is an error, not another number."""


def zone_of(asset_class: AssetClass) -> ZoneInfo:
    """By whose midnight the days of an instrument begin."""
    return NEW_YORK if asset_class in _TRADED_IN_NEW_YORK else EVERYWHERE


def rounded_down(time: datetime, width: timedelta) -> datetime:
    """The last whole multiple of ``width`` at ``time`` or before, counted in UTC."""
    return time - (time - ORIGIN) % width


def bar_start(time: datetime, interval: BarInterval, zone: tzinfo) -> datetime:
    """When the bar that ``time`` falls into starts, in UTC.

    Up to an hour bars start at round times in UTC. From four hours on they start at round times of
    the clock on the wall in ``zone``: on the day when it is put forward, the bar of midnight is an
    hour shorter. Weeks start on Monday.
    """
    if interval in _IN_UTC:
        return rounded_down(time, WIDTHS[interval])
    there = time.astimezone(zone)
    hour = there.hour // 4 * 4 if interval is BarInterval.HOUR_4 else 0
    return _moment(_first_day(there.date(), interval), hour, zone)


def bar_end(start: datetime, interval: BarInterval, zone: tzinfo) -> datetime:
    """When the bar that starts at ``start`` ends and the next one starts, in UTC."""
    if interval in _IN_UTC:
        return start + WIDTHS[interval]
    there = start.astimezone(zone)
    if interval is BarInterval.HOUR_4:
        hour = there.hour + 4
        return _moment(there.date() + timedelta(days=hour // 24), hour % 24, zone)
    after = there.date() + _LONGEST[interval]
    return _moment(_first_day(after, interval), 0, zone)


_LONGEST = {
    BarInterval.DAY_1: timedelta(days=1),
    BarInterval.WEEK_1: timedelta(days=7),
    BarInterval.MONTH_1: timedelta(days=31),
    BarInterval.YEAR_1: timedelta(days=366),
}
"""As long as one can be: added to the first day of one, it leads into the next and not beyond."""


def _first_day(day: date, interval: BarInterval) -> date:
    if interval is BarInterval.WEEK_1:
        return day - timedelta(days=day.weekday())
    if interval is BarInterval.MONTH_1:
        return day.replace(day=1)
    if interval is BarInterval.YEAR_1:
        return day.replace(month=1, day=1)
    return day


def _moment(day: date, hour: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


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
    interval: BarInterval = BarInterval.MINUTE_1

    def __post_init__(self) -> None:
        if not self.low <= min(self.open, self.close) <= max(self.open, self.close) <= self.high:
            raise ValueError("a bar opens and closes between its low and its high")

    @property
    def vwap(self) -> Price | None:
        """Dollars per share, averaged by volume; None when nothing traded or nobody knows."""
        if self.turnover is None or not self.volume:
            return None
        return average_price(Money(self.turnover), self.volume)


def merged(bars: Sequence[Bar], start: datetime, interval: BarInterval) -> Bar:
    """The bar from ``start`` on that ``bars``, in the order of time, make together."""
    first, last = bars[0], bars[-1]
    turnovers = [bar.turnover for bar in bars if bar.turnover is not None]
    return Bar(
        first.symbol,
        start,
        first.open,
        max(bar.high for bar in bars),
        min(bar.low for bar in bars),
        last.close,
        Quantity(total(bar.volume for bar in bars)),
        sum(bar.trades for bar in bars),
        total(turnovers) if len(turnovers) == len(bars) else None,
        interval,
    )


def total(numbers: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    return reduce(EXACT.add, numbers, Decimal())
