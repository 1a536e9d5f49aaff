"""What the rules are given, and what they say."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from order.domain.ticket import Ticket
from vocabulary import NO_SHARES, AssetClass, Price, Quantity, SessionPhase, Side
from vocabulary.ticks import tick_at

Figure = str | Decimal | datetime
WHOLE = frozenset({AssetClass.STOCK, AssetClass.ETF})
"""What is traded in whole pieces, and in fractions only where somebody allows it."""


class Market(NamedTuple):
    """What is known when an order is placed; whatever is ``None`` is not.

    Prices are dollars per share: the best bid and ask, if somebody vouches for them, how many
    shares are shown at each, and what was last paid. ``time`` is market time, ``phase`` the part of
    the trading day, ``exchange_phase`` that of the stock exchange, whatever hours the market keeps,
    and ``closes`` when the regular session ends next. ``never_closes`` means that there are no
    sessions.
    """

    bid: Price | None = None
    ask: Price | None = None
    last: Price | None = None
    is_stale: bool = False
    tick_size: Price | None = None
    asset_class: AssetClass | None = None
    time: datetime | None = None
    phase: SessionPhase | None = None
    exchange_phase: SessionPhase | None = None
    closes: datetime | None = None
    never_closes: bool = False
    bid_size: Quantity = NO_SHARES
    ask_size: Quantity = NO_SHARES

    def facing(self, side: Side) -> Price | None:
        """The best price for somebody of ``side``."""
        return self.ask if side is Side.BUY else self.bid

    def tick(self, price: Decimal) -> Decimal:
        """The step between two prices at ``price``: the symbol's own, or else the usual one."""
        return self.tick_size or tick_at(price)

    @property
    def is_whole(self) -> bool:
        """Whether the symbol trades in whole pieces, as far as is known."""
        return self.asset_class is None or self.asset_class in WHOLE


NO_FIGURES: Mapping[str, Figure] = {}


class Why(NamedTuple):
    """Why an order is refused: plain words, and the figures behind them."""

    text: str
    figures: Mapping[str, Figure] = NO_FIGURES


Rule = Callable[[Ticket, Market], Why | None]


def listed(*names: str) -> str:
    """Names in a sentence."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
