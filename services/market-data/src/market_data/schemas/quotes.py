"""The newest quotes."""

from typing import Self

from pydantic import AwareDatetime, BaseModel

from events.base import PositivePrice, Shares
from market_data.domain.board import Standing
from vocabulary import Symbol


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
