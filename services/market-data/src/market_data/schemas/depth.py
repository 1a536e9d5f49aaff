"""What stands behind a quote, and whether anybody trades."""

from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from events.base import PositivePrice, PositiveShares, Shares
from market_data.domain.board import Numbered
from market_data.domain.depth import Ours, shared
from market_data.domain.ticks import DepthTick, StatusTick
from vocabulary import InstrumentStatus, Symbol


class LevelResponse(BaseModel):
    """What stands at one price: shares, and how many of them are our own traders'."""

    model_config = ConfigDict(from_attributes=True)

    price: PositivePrice
    size: PositiveShares
    ours: Shares


class DepthResponse(BaseModel):
    """Bids and offers, the best first: the market's ten best ones, and those of our traders.

    Prices are dollars, sizes shares. Without a ``status`` the source does not tell any.
    """

    symbol: Symbol
    sequence: int
    time: AwareDatetime
    bids: list[LevelResponse]
    asks: list[LevelResponse]
    status: InstrumentStatus | None
    reason: str | None

    @classmethod
    def of(cls, depth: Numbered[DepthTick], ours: Ours | None, status: StatusTick | None) -> Self:
        """What is known of a symbol."""
        sequence, tick = depth
        bids, asks = shared(tick, ours)
        return cls(
            symbol=tick.symbol,
            sequence=sequence,
            time=tick.time,
            bids=[LevelResponse.model_validate(one) for one in bids],
            asks=[LevelResponse.model_validate(one) for one in asks],
            status=status and status.status,
            reason=status and status.reason,
        )
