"""Bars as lines of text: what the database writes, the caches keep and clients are sent.

A bar is written once, as the JSON object that the interface promises. To make a thousand objects
of the database's rows and text of these would take longer than the query.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from market_data.domain.bars import EXACT, Bar
from vocabulary import BarInterval, Price, Quantity, Symbol, plain

_MILLISECOND = 1000
_STARTS_AT = len('{"start":"')
_MOMENT_LENGTH = len("2013-10-07T12:00:00Z")


def moment(time: datetime) -> str:
    """A moment as it stands in a line: their order is that of the text."""
    there = time.astimezone(UTC)
    return f"{there.year:04}-{there:%m-%dT%H:%M:%SZ}"


def line(bar: Bar, *, closed: bool) -> str:
    """A bar."""
    vwap = bar.vwap
    return (
        f'{{"start":"{moment(bar.start)}","open":"{plain(bar.open)}","high":"{plain(bar.high)}"'
        f',"low":"{plain(bar.low)}","close":"{plain(bar.close)}","volume":"{plain(bar.volume)}"'
        f',"trades":{bar.trades},"vwap":{"null" if vwap is None else _quoted(vwap)}'
        f',"closed":{"true" if closed else "false"}}}'
    )


def bar_of(text: str, symbol: Symbol, interval: BarInterval) -> tuple[Bar, bool]:
    """The bar of a line, and whether it is closed.

    What was traded for is the shown average price times the volume: near enough to be shown again.
    """
    shown = json.loads(text)
    prices = (Price(Decimal(shown[name])) for name in ("open", "high", "low", "close"))
    opened, high, low, close = prices
    volume = Quantity(Decimal(shown["volume"]))
    turnover = None if shown["vwap"] is None else EXACT.multiply(Decimal(shown["vwap"]), volume)
    start = datetime.fromisoformat(shown["start"])
    trades = shown["trades"]
    bar = Bar(symbol, start, opened, high, low, close, volume, trades, turnover, interval)
    return bar, shown["closed"]


def start_of(text: str) -> str:
    """When the bar of a line starts."""
    return text[_STARTS_AT : _STARTS_AT + _MOMENT_LENGTH]


def with_fresh(stored: Sequence[str], fresh: Mapping[str, str]) -> list[str]:
    """Lines in the order of time; of two that start at the same moment the ``fresh`` one."""
    if not fresh:
        return list(stored)
    if not stored or start_of(stored[-1]) < min(fresh):
        return [*stored, *(fresh[start] for start in sorted(fresh))]
    lines = {start_of(one): one for one in stored} | dict(fresh)
    return [lines[start] for start in sorted(lines)]


def arrays(lines: Iterable[str]) -> tuple[list[str], list[str]]:
    """The same for Highcharts: ``[ms, open, high, low, close]``, and ``[ms, volume]``."""
    prices: list[str] = []
    volumes: list[str] = []
    for bar in json.loads(f"[{','.join(lines)}]"):
        at = int(datetime.fromisoformat(bar["start"]).timestamp()) * _MILLISECOND
        prices.append(f"[{at},{bar['open']},{bar['high']},{bar['low']},{bar['close']}]")
        volumes.append(f"[{at},{bar['volume']}]")
    return prices, volumes


def _quoted(number: Decimal) -> str:
    return f'"{plain(number)}"'
