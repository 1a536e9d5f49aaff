"""What is told of one symbol, as the tape has it: whole numbers only.

Prices count 10^-8 dollars, sizes 10^-9 shares, times microseconds since 1970.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal
from typing import Any

from events import TapeWord
from market_data.domain.ticks import (
    BandTick,
    DepthTick,
    Level,
    QuoteTick,
    StaleTick,
    StatusTick,
    TradeTick,
)
from vocabulary import PRICE_PLACES, QUANTITY_PLACES, SessionPhase, Symbol

Item = list[Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_EXACT = Context(prec=60)
_REMEMBERED = 50_000
_UNITS_MAX = 2**63 - 1
"""More is told as this much: 9.2 billion shares. Numbers in JSON are no longer anywhere."""
BEGIN, QUOTE, TRADE, DEPTH, STATUS, PHASE, DAY_END, BANDS, STALE = (one.value for one in TapeWord)


class Units(dict[Decimal | None, int]):
    """Decimals in units of their last place; None is 0. The same ones come again and again."""

    def __init__(self, places: int) -> None:
        super().__init__()
        self._places = places

    def __missing__(self, number: Decimal | None) -> int:
        """The whole number."""
        if len(self) >= _REMEMBERED:
            self.clear()
        units = 0 if number is None else int(number.scaleb(self._places, _EXACT))
        made = self[number] = min(units, _UNITS_MAX)
        return made


_prices, _sizes = Units(PRICE_PLACES), Units(QUANTITY_PLACES)


def microseconds(time: datetime) -> int:
    """Since 1970."""
    return (time - _EPOCH) // _MICROSECOND


class Told:
    """Makes items of one symbol, and remembers what has to be said to who comes later.

    That is what a reader knows who has heard them all: a quote replaces all of a depth that it has
    passed, and a depth or a stale mark replaces every quote. The last trade is no news any more
    after a stale mark or a phase that came later.
    """

    def __init__(self, symbol: Symbol) -> None:
        self._symbol = symbol
        self._rules: dict[str, Item] = {}
        self._last: Item | None = None
        self._is_fresh = False
        self._depth: Item | None = None
        self._quote: Item | None = None
        self._low, self._high = _UNITS_MAX, 0

    def quote(self, tick: QuoteTick, time: int) -> Item:
        """The best bid and offer."""
        prices, sizes = _prices, _sizes
        bid, ask = prices[tick.bid], prices[tick.ask]
        self._low = min(self._low, bid)
        if not ask or ask > self._high:
            self._high = ask or _UNITS_MAX
        if bid > ask > 0:  # crossed: nothing is known any more
            self._low, self._high = 0, _UNITS_MAX
        sides = bid, sizes[tick.bid_size], ask, sizes[tick.ask_size]
        self._quote = item = [QUOTE, self._symbol, time, *sides]
        return item

    def trade(self, tick: TradeTick, time: int) -> Item:
        """A print."""
        price, auction = _prices[tick.price], tick.auction.value if tick.auction else ""
        self._is_fresh = True
        self._last = item = [TRADE, self._symbol, time, price, _sizes[tick.size], auction]
        return item

    def depth(self, tick: DepthTick, time: int) -> Item:
        """All bids and offers."""
        return self._shown([DEPTH, self._symbol, time, _levels(tick.bids), _levels(tick.asks)])

    def stale(self, _tick: StaleTick, time: int) -> Item:
        """Nobody knows whether the last ones still hold."""
        self._is_fresh = False
        return self._shown([STALE, self._symbol, time])

    def status(self, tick: StatusTick, time: int) -> Item:
        """Whether it trades."""
        return self._ruled([STATUS, self._symbol, time, tick.status.value])

    def bands(self, tick: BandTick, time: int) -> Item:
        """From where to where it trades on."""
        return self._ruled([BANDS, self._symbol, time, _prices[tick.low], _prices[tick.high]])

    def phase(self, phase: SessionPhase, time: int) -> Item:
        """Another part of its day; what was shown when it closed is void."""
        if phase is SessionPhase.CLOSED:
            self._void()
        self._is_fresh = False
        return self._ruled([PHASE, self._symbol, time, phase.value])

    def day_end(self, time: int) -> Item:
        """Its day is over."""
        return [DAY_END, self._symbol, time]

    def standing(self) -> Iterator[Item]:
        """Where it stands, each thing at its own time. The last trade has no size: it is over.

        What has made it old comes after it.
        """
        last = () if self._last is None else ([*self._last[:4], 0, ""],)
        yield from () if self._is_fresh else last
        yield from self._rules.values()
        if self._depth is not None:
            yield self._held(self._depth)
        yield from last if self._is_fresh else ()
        if self._quote is not None:
            yield self._quote

    def _ruled(self, item: Item) -> Item:
        self._rules[item[0]] = item
        return item

    def _void(self) -> None:
        self._depth = self._quote = None
        self._low, self._high = _UNITS_MAX, 0

    def _shown(self, item: Item) -> Item:
        self._void()
        self._depth = item
        return item

    def _held(self, depth: Item) -> Item:
        """What quotes have not passed since."""
        if depth[0] == STALE:
            return depth
        word, symbol, time, bids, asks = depth
        held = [one for one in bids if one[0] < self._low]
        return [word, symbol, time, held, [one for one in asks if one[0] > self._high]]


def _levels(levels: Sequence[Level]) -> list[list[int]]:
    prices, sizes = _prices, _sizes
    return [[prices[price], sizes[size]] for price, size in levels]
