"""Rows become ticks. What cannot be one is a ``ValueError`` that says why."""

from collections.abc import Callable, Sequence
from operator import itemgetter

from market_data.domain.bars import MINUTE, Bar, rounded_down
from market_data.domain.instruments import Instrument
from market_data.domain.ticks import QuoteTick, Tick, TradeTick
from market_data.domain.unfolding import unfold
from market_data.feeds.feed import FeedRefused
from market_data.feeds.replay.fields import moment, price, price_if_any, size
from market_data.feeds.replay.files import Kind, Recording
from vocabulary import NO_SHARES

COLUMNS = {
    Kind.QUOTES: ("timestamp", "symbol", "bid_price", "bid_size", "ask_price", "ask_size"),
    Kind.TRADES: ("timestamp", "symbol", "price", "size"),
    Kind.BARS: ("timestamp", "symbol", "open", "high", "low", "close", "volume"),
}
"""What has to be there, in any order and among others."""

ParseRow = Callable[[Sequence[str]], Sequence[Tick]]


def row_parser(recording: Recording, header: Sequence[str]) -> ParseRow:
    """What makes ticks of the rows under ``header``.

    Raises:
        FeedRefused: a column is missing.
    """
    names = [name.strip().lower() for name in header]
    wanted = COLUMNS[recording.kind]
    if missing := [name for name in wanted if name not in names]:
        reason = f"{recording.path}: column {', '.join(missing)} is missing"
        raise FeedRefused("missing_column", reason)
    pick = itemgetter(*map(names.index, wanted))
    parse, instrument = _PARSERS[recording.kind], recording.instrument

    def parse_row(row: Sequence[str]) -> Sequence[Tick]:
        if len(row) != len(names):
            raise ValueError(f"{len(row)} columns instead of {len(names)}")
        return parse(instrument, pick(row))

    return parse_row


def _quote(instrument: Instrument, fields: Sequence[str]) -> Sequence[Tick]:
    timestamp, symbol, bid, bid_size, ask, ask_size = fields
    _check(symbol, instrument)
    quote = QuoteTick(
        moment(timestamp),
        instrument.symbol,
        bid_price := price_if_any(bid),
        size(bid_size) if bid_price else NO_SHARES,
        ask_price := price_if_any(ask),
        size(ask_size) if ask_price else NO_SHARES,
    )
    return (quote,)


def _trade(instrument: Instrument, fields: Sequence[str]) -> Sequence[Tick]:
    """Nothing, when no share changed hands."""
    timestamp, symbol, paid, shares = fields
    _check(symbol, instrument)
    trade = TradeTick(moment(timestamp), instrument.symbol, price(paid), size(shares))
    return (trade,) if trade.size else ()


def _bar(instrument: Instrument, fields: Sequence[str]) -> Sequence[Tick]:
    timestamp, symbol, *prices, volume = fields
    _check(symbol, instrument)
    start = moment(timestamp)
    if start != rounded_down(start, MINUTE):
        raise ValueError(f"{timestamp!r} is not the start of a minute")
    opened, high, low, close = map(price, prices)
    bar = Bar(instrument.symbol, start, opened, high, low, close, size(volume), 0, None)
    return tuple(unfold(bar, instrument))


_PARSERS = {Kind.QUOTES: _quote, Kind.TRADES: _trade, Kind.BARS: _bar}


def _check(symbol: str, instrument: Instrument) -> None:
    if symbol != instrument.symbol:
        raise ValueError(f"symbol {symbol!r} in a file of {instrument.symbol}")
