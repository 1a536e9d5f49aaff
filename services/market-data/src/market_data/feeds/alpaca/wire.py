"""Alpaca's messages, as ticks and bars."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from market_data.domain.bars import Bar
from market_data.domain.ticks import QuoteTick, StatusTick, Tick, TradeTick
from market_data.feeds.vendors.numbers import price, size, turnover
from vocabulary import NO_SHARES, BarInterval, InstrumentStatus, Symbol

Message = Mapping[str, Any]

_STATUSES = {
    "2": InstrumentStatus.HALTED,  # the codes of the tapes A and B, ...
    "3": InstrumentStatus.TRADING,
    "H": InstrumentStatus.HALTED,  # ... and those of tape C
    "P": InstrumentStatus.HALTED,
    "Q": InstrumentStatus.HALTED,  # quotes only, before trading goes on
    "T": InstrumentStatus.TRADING,
}


class _Stamp(Protocol):
    def to_datetime(self) -> datetime: ...


def ticks_of(message: Message, symbols: Mapping[str, Symbol]) -> Iterator[Tick]:
    """What one message of the stream tells; nothing if it is about anything else."""
    symbol = symbols.get(str(message.get("S")))
    if symbol is None:
        return
    match message.get("T"):
        case "q":
            yield _quote(message, symbol)
        case "t":
            paid, shares = price(message["p"]), size(message["s"])
            if paid is not None and shares > 0:
                yield TradeTick(_moment(message["t"]), symbol, paid, shares)
        case "s":
            yield from _status(message, symbol)
        case _:
            pass


def _quote(message: Message, symbol: Symbol) -> QuoteTick:
    """Sizes are shares, as they are since November 2025."""
    return QuoteTick(
        _moment(message["t"]),
        symbol,
        price(message["bp"]),
        size(message["bs"]),
        price(message["ap"]),
        size(message["as"]),
    )


def bar_of(message: Message, symbol: Symbol, interval: BarInterval) -> Bar:
    """A bar of an answer."""
    volume = size(message["v"])
    opened, high, low, closed = (price(message[name]) for name in "ohlc")
    if opened is None or high is None or low is None or closed is None:
        raise ValueError("a bar without a price")
    traded = turnover(message.get("vw"), volume)
    number = int(message.get("n", 0))
    start = _moment(message["t"])
    return Bar(symbol, start, opened, high, low, closed, volume, number, traded, interval)


def _status(message: Message, symbol: Symbol) -> Iterator[Tick]:
    status = _STATUSES.get(str(message.get("sc")))
    if status is None:
        return
    time = _moment(message["t"])
    yield StatusTick(time, symbol, status, message.get("rm") or message.get("sm"))
    if status is InstrumentStatus.HALTED:
        yield QuoteTick(time, symbol, None, NO_SHARES, None, NO_SHARES)


def _moment(stamp: str | _Stamp) -> datetime:
    """The stream tells time in MessagePack, and answers as text, both to the nanosecond."""
    if not isinstance(stamp, str):
        return stamp.to_datetime().astimezone(UTC)
    return datetime.fromisoformat(stamp).astimezone(UTC)
