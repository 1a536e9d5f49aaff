"""What stands at each price: the market's own bids and offers, and those of our traders."""

from collections.abc import Iterable
from typing import NamedTuple

from market_data.domain.ticks import DepthTick, Level, QuoteTick
from vocabulary import NO_SHARES, Price, Quantity


class Ours(NamedTuple):
    """What the orders of our traders show, best first, and its number among what was told."""

    sequence: int
    bids: tuple[Level, ...]
    asks: tuple[Level, ...]


class SharedLevel(NamedTuple):
    """What stands at one price in dollars: all of it, and how much of that is our traders'."""

    price: Price
    size: Quantity
    ours: Quantity


class SharedDepth(NamedTuple):
    """Everybody's bids and offers, best first."""

    bids: list[SharedLevel]
    asks: list[SharedLevel]


def shared(market: DepthTick, ours: Ours | None) -> SharedDepth:
    """The market and our traders side by side."""
    bids, asks = ((), ()) if ours is None else (ours.bids, ours.asks)
    return SharedDepth(
        _merged(market.bids, bids, highest_first=True),
        _merged(market.asks, asks, highest_first=False),
    )


def of_quote(quote: QuoteTick) -> DepthTick:
    """All the depth there is where nobody tells more than the best bid and offer."""
    sides = ((quote.bid, quote.bid_size), (quote.ask, quote.ask_size))
    bids, asks = (
        () if price is None or quote.stale else (Level(price, size),) for price, size in sides
    )
    return DepthTick(quote.time, quote.symbol, bids, asks)


def _merged(
    market: Iterable[Level], ours: Iterable[Level], *, highest_first: bool
) -> list[SharedLevel]:
    own = dict(ours)
    levels = [
        SharedLevel(price, Quantity(size + own.get(price, NO_SHARES)), own.pop(price, NO_SHARES))
        for price, size in market
    ]
    if own:
        levels += [SharedLevel(price, size, size) for price, size in own.items()]
        levels.sort(key=lambda level: level.price, reverse=highest_first)
    return levels
