"""Instruments and their newest quotes."""

from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from events.base import PositivePrice, PositiveShares, Shares
from market_data.domain.board import Standing
from vocabulary import AssetClass, Symbol


class InstrumentResponse(BaseModel):
    """Something with a price. ``tick_size`` is in dollars, ``lot`` in shares."""

    model_config = ConfigDict(from_attributes=True)

    symbol: Symbol
    name: str
    asset_class: AssetClass
    exchange: str
    tick_size: PositivePrice
    lot: PositiveShares


class QuoteResponse(BaseModel):
    """The best bid and offer, in dollars, the shares shown there, and what was last paid.

    A ``stale`` one is the last that is known: its source has fallen silent since.
    """

    symbol: Symbol
    sequence: int
    time: AwareDatetime
    bid: PositivePrice | None
    bid_size: Shares
    ask: PositivePrice | None
    ask_size: Shares
    last: PositivePrice | None
    stale: bool

    @classmethod
    def of(cls, standing: Standing) -> Self | None:
        """What is known of a symbol; nothing if it never had a quote."""
        if standing.quote is None:
            return None
        sequence, tick = standing.quote
        return cls(sequence=sequence, last=standing.last, **tick._asdict())
