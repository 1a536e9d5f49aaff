"""How an instrument behaves when it is simulated."""

from dataclasses import dataclass
from typing import NamedTuple

from market_data.domain.instruments import Instrument
from vocabulary import AssetClass, Price

LISTED = frozenset({AssetClass.STOCK, AssetClass.ETF})
"""What stock exchanges trade: it has auctions, and is halted when the price runs away."""

SESSION_HOURS = 252 * 13 // 2
"""Trading hours of a stock in a year: 252 days of six and a half."""
ALL_HOURS = 365 * 24

MARKET, COINS, DOLLAR, GOODS = "market", "coins", "dollar", "goods"
"""What moves all that is listed, all coins, all currencies, all commodities."""


class Load(NamedTuple):
    """``share`` per cent of a price's variance come from the factor of that name."""

    factor: str
    share: int


@dataclass(frozen=True, slots=True)
class Character:
    """What is typical of one instrument.

    ``opening`` is dollars; ``spread`` is ticks; quoted sizes are around ``lots_min`` to
    ``lots_max`` lots. ``volatility`` is per cent a year, as the deviation of the yearly return,
    over ``hours_per_year`` of trading. What of it the ``loads`` leave is its own.
    """

    instrument: Instrument
    opening: Price
    spread: int
    lots_min: int
    lots_max: int
    volatility: int
    hours_per_year: int
    loads: tuple[Load, ...] = ()

    @property
    def own_share(self) -> int:
        """Per cent of the variance that no other instrument shares."""
        return 100 - sum(load.share for load in self.loads)

    @property
    def can_be_halted(self) -> bool:
        """Whether trading stops when the price runs away."""
        return self.instrument.asset_class in LISTED
