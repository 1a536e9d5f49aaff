"""Massive's messages, as ticks and bars. Numbers were read as decimals, so they are exact."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from market_data.domain.bars import Bar
from market_data.domain.instruments import Instrument
from market_data.domain.ticks import QuoteTick, Tick, TradeTick
from market_data.feeds.vendors.numbers import moment, price, size, turnover
from vocabulary import BarInterval, Symbol

Message = Mapping[str, Any]

loads = partial(json.loads, parse_float=Decimal)
"""JSON without floats."""


def ticks_of(message: Message, instruments: Mapping[str, Instrument]) -> Iterator[Tick]:
    """What one message tells; nothing if it is about anything else."""
    kind = message.get("ev")
    instrument = instruments.get(_name(message))
    if instrument is None:
        return
    symbol = instrument.symbol
    if kind in {"T", "XT"}:
        yield from _trade(message, symbol)
    elif kind in {"Q", "XQ"}:
        sides = price(message["bp"]), size(message["bs"]), price(message["ap"]), size(message["as"])
        yield QuoteTick(moment(message["t"]), symbol, *sides)
    elif kind == "C":
        # a dealer's price without a size: good for one lot
        sides = price(message["b"]), instrument.lot, price(message["a"]), instrument.lot
        yield QuoteTick(moment(message["t"]), symbol, *sides)


def bar_of(message: Message, symbol: Symbol, interval: BarInterval) -> Bar:
    """A bar of an answer."""
    volume = size(message.get("v"))
    opened, high, low, closed = (price(message[name]) for name in "ohlc")
    if opened is None or high is None or low is None or closed is None:
        raise ValueError("a bar without a price")
    traded = turnover(message.get("vw"), volume)
    number = int(message.get("n", 0))
    start = moment(message["t"])
    return Bar(symbol, start, opened, high, low, closed, volume, number, traded, interval)


def _name(message: Message) -> str:
    """A pair of currencies is written in two ways, and where a trade has its price."""
    if message.get("ev") == "C":
        return str(message.get("p")).replace("/", "-")
    return str(message.get("sym") or message.get("pair"))


def _trade(message: Message, symbol: Symbol) -> Iterator[Tick]:
    """``ds`` is the size with its fraction, where there is one, and ``s`` then without."""
    paid, shares = price(message["p"]), size(message.get("ds") or message["s"])
    if paid is not None and shares > 0:
        yield TradeTick(moment(message["t"]), symbol, paid, shares)
