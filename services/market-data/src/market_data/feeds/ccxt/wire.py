"""Lines of the bridge, as ticks and bars. Numbers are text there, so they are exact."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from market_data.domain.bars import Bar
from market_data.domain.ticks import QuoteTick, Tick, TradeTick
from market_data.feeds.vendors.numbers import Number, moment, price, size
from vocabulary import BarInterval, Symbol


def ticks_of(message: Mapping[str, Any], symbols: Mapping[str, Symbol]) -> Iterator[Tick]:
    """What one line tells. Some exchanges do not say when they quoted; then it was now."""
    stamp = message.get("timestamp")
    time = moment(stamp) if stamp else datetime.now(UTC)
    if quoted := symbols.get(str(message.get("quote"))):
        bid, ask = price(message["bid"]), price(message["ask"])
        yield QuoteTick(
            time, quoted, bid, size(message["bidVolume"]), ask, size(message["askVolume"])
        )
    elif traded := symbols.get(str(message.get("trade"))):
        paid, coins = price(message["price"]), size(message["amount"])
        if paid is not None and coins > 0:
            yield TradeTick(time, traded, paid, coins)


def bar_of(row: Sequence[Number], symbol: Symbol, interval: BarInterval) -> Bar:
    """A bar of an answer. Exchanges tell neither how many trades there were, nor of how much."""
    start, *prices, volume = row
    opened, high, low, closed = (price(one) for one in prices)
    if opened is None or high is None or low is None or closed is None:
        raise ValueError("a bar without a price")
    return Bar(symbol, moment(start), opened, high, low, closed, size(volume), 0, None, interval)
