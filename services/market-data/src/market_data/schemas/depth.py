"""What stands behind a quote, and whether anybody trades."""

from typing import Self

from pydantic import AwareDatetime, BaseModel

from events import BookLevel
from market_data.domain.board import Numbered
from market_data.domain.ticks import DepthTick, Level, StatusTick
from vocabulary import InstrumentStatus, Symbol


class DepthResponse(BaseModel):
    """The market's own bids and offers, the best first, at most ten of each.

    Prices are dollars, sizes shares. Without a ``status`` the source does not tell any.
    """

    symbol: Symbol
    sequence: int
    time: AwareDatetime
    bids: list[BookLevel]
    asks: list[BookLevel]
    status: InstrumentStatus | None
    reason: str | None

    @classmethod
    def of(cls, depth: Numbered[DepthTick], status: StatusTick | None) -> Self:
        """What is known of a symbol."""
        sequence, tick = depth
        return cls(
            symbol=tick.symbol,
            sequence=sequence,
            time=tick.time,
            bids=_levels(tick.bids),
            asks=_levels(tick.asks),
            status=status and status.status,
            reason=status and status.reason,
        )


def _levels(levels: tuple[Level, ...]) -> list[BookLevel]:
    return [BookLevel(price=price, size=size) for price, size in levels]
