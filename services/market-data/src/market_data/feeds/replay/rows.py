"""Rows become ticks. What cannot be one is a ``ValueError`` that says why."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from operator import itemgetter

from market_data.domain.bars import MINUTE, Bar, rounded_down
from market_data.domain.instruments import Instrument
from market_data.domain.ticks import QuoteTick, Tick, TradeTick
from market_data.domain.unfolding import unfold
from market_data.feeds.feed import FeedRefused
from market_data.feeds.replay.files import Kind, Recording
from vocabulary import DIGITS_MAX, NO_SHARES, PRICE_PLACES, QUANTITY_PLACES, Price, Quantity

COLUMNS = {
    Kind.QUOTES: ("timestamp", "symbol", "bid_price", "bid_size", "ask_price", "ask_size"),
    Kind.TRADES: ("timestamp", "symbol", "price", "size"),
    Kind.BARS: ("timestamp", "symbol", "open", "high", "low", "close", "volume"),
}
"""What has to be there, in any order and among others."""

NUMBERS_REMEMBERED = 16_384
"""Prices and sizes come again and again; parsing each once is half of the speed."""

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
        _time(timestamp),
        instrument.symbol,
        bid_price := _price_or_none(bid),
        _size(bid_size) if bid_price else NO_SHARES,
        ask_price := _price_or_none(ask),
        _size(ask_size) if ask_price else NO_SHARES,
    )
    return (quote,)


def _trade(instrument: Instrument, fields: Sequence[str]) -> Sequence[Tick]:
    """Nothing, when no share changed hands."""
    timestamp, symbol, price, size = fields
    _check(symbol, instrument)
    trade = TradeTick(_time(timestamp), instrument.symbol, _price(price), _size(size))
    return (trade,) if trade.size else ()


def _bar(instrument: Instrument, fields: Sequence[str]) -> Sequence[Tick]:
    timestamp, symbol, *prices, volume = fields
    _check(symbol, instrument)
    start = _time(timestamp)
    if start != rounded_down(start, MINUTE):
        raise ValueError(f"{timestamp!r} is not the start of a minute")
    opened, high, low, close = map(_price, prices)
    bar = Bar(instrument.symbol, start, opened, high, low, close, _size(volume), 0, None)
    return tuple(unfold(bar, instrument))


_PARSERS = {Kind.QUOTES: _quote, Kind.TRADES: _trade, Kind.BARS: _bar}


def _check(symbol: str, instrument: Instrument) -> None:
    if symbol != instrument.symbol:
        raise ValueError(f"symbol {symbol!r} in a file of {instrument.symbol}")


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"{text!r} names no time zone")
    return time if time.tzinfo is UTC else time.astimezone(UTC)


@lru_cache(NUMBERS_REMEMBERED)
def _price_or_none(text: str) -> Price | None:
    """An empty field and a zero say that there is no price."""
    return Price(_number(text, PRICE_PLACES)) or None if text else None


@lru_cache(NUMBERS_REMEMBERED)
def _price(text: str) -> Price:
    price = _price_or_none(text)
    if price is None:
        raise ValueError(f"{text!r} is not a price")
    return price


@lru_cache(NUMBERS_REMEMBERED)
def _size(text: str) -> Quantity:
    return Quantity(_number(text, QUANTITY_PLACES)) if text else NO_SHARES


def _number(text: str, places: int) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    if not number.is_finite() or number < 0 or number.adjusted() >= DIGITS_MAX:
        raise ValueError(f"{text!r} is not a price or size")
    if number != round(number, places):
        raise ValueError(f"{text!r} has more than {places} decimals")
    return number
