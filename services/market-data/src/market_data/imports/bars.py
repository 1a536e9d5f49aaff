"""Rows become bars of a day or of a minute."""

import re
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from market_data.domain.bars import MINUTE, Bar, bar_start, rounded_down, zone_of
from market_data.feeds.catalogue import instrument_of
from market_data.feeds.replay.fields import day, moment, price, size
from market_data.imports.header import Row
from vocabulary import BarInterval, Symbol

PRICES = ("open", "high", "low", "close")
COLUMNS = ("timestamp", *PRICES, "volume")
"""What has to be there, in any order and among others; ``symbol`` is a name or another column."""
DATE_LENGTH = len("2013-10-07")
_SYMBOL = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,19}")


def home_of(symbol: Symbol) -> ZoneInfo:
    """By whose midnight its days begin."""
    return zone_of(instrument_of(symbol).asset_class)


def interval_of(timestamp: str) -> BarInterval:
    """A day is written as a date, and a minute as a moment.

    Raises:
        ValueError: it is neither.
    """
    if len(timestamp) <= DATE_LENGTH:
        day(timestamp)
        return BarInterval.DAY_1
    moment(timestamp)
    return BarInterval.MINUTE_1


def symbol_of(text: str) -> Symbol:
    """What it is called here, in capital letters.

    Raises:
        ValueError: nothing is called like this.
    """
    symbol = text.upper()
    if not _SYMBOL.fullmatch(symbol):
        raise ValueError(f"{text!r} is not a symbol")
    return Symbol(symbol)


def bar_of(row: Row, symbol: Symbol, interval: BarInterval, zone: ZoneInfo) -> Bar:
    """The bar of one row; nobody has counted its trades.

    Raises:
        ValueError: a field is not what it should be, or they contradict each other.
    """
    start = _start(row["timestamp"], interval, zone)
    opened, high, low, close = (price(row[name]) for name in PRICES)
    return Bar(symbol, start, opened, high, low, close, size(row["volume"]), 0, None, interval)


def _start(timestamp: str, interval: BarInterval, zone: ZoneInfo) -> datetime:
    if interval is BarInterval.DAY_1:
        return _day_start(timestamp, zone)
    start = moment(timestamp)
    if start != rounded_down(start, MINUTE):
        raise ValueError(f"{timestamp!r} is not the start of a minute")
    return start


def _day_start(timestamp: str, zone: ZoneInfo) -> datetime:
    """Midnight at home. Who writes midnight of somewhere else means the day that they write."""
    written = datetime.fromisoformat(timestamp)
    if written.time() == time():
        on = day(written.date().isoformat())
        return datetime.combine(on, time(), zone).astimezone(UTC)
    begins = moment(timestamp)
    if begins != bar_start(begins, BarInterval.DAY_1, zone):
        raise ValueError(f"{timestamp!r} is not the start of a day")
    return begins
