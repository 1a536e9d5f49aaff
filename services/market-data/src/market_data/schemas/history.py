"""Bars of the past, and the one that still grows."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, Field

from chassis.moments import Moment
from events.base import PositivePrice, Shares
from market_data.domain.bars import Bar
from market_data.domain.history import Stretch
from market_data.queries.history import Page
from vocabulary import BarInterval, Symbol

BARS_MAX = 1000


class HistoryRequest(BaseModel):
    """Which bars: the newest ``limit`` that start from ``start`` on and before ``end``.

    ``cursor`` is the ``next_cursor`` of the part before.
    """

    interval: BarInterval = BarInterval.MINUTE_1
    start: Moment | None = None
    end: Moment | None = None
    limit: Annotated[int, Field(ge=1, le=BARS_MAX)] = 100
    cursor: Moment | None = None

    @property
    def until(self) -> datetime | None:
        """Before when the bars have to start."""
        return self.cursor or self.end


History = Annotated[HistoryRequest, Query()]


class BarResponse(BaseModel):
    """What a symbol did from ``start`` on; dollars and shares. Unless ``closed``, it still grows.

    ``vwap`` is the average price by volume, ``trades`` how many there were; a source that tells
    only bars leaves the first out and says 0 for the second.
    """

    start: AwareDatetime
    open: PositivePrice
    high: PositivePrice
    low: PositivePrice
    close: PositivePrice
    volume: Shares
    trades: int
    vwap: PositivePrice | None
    closed: bool

    @classmethod
    def of(cls, bar: Bar, *, closed: bool) -> Self:
        """A bar as it is shown."""
        return cls(
            start=bar.start,
            open=bar.open,
            high=bar.high,
            low=bar.low,
            close=bar.close,
            volume=bar.volume,
            trades=bar.trades,
            vwap=bar.vwap,
            closed=closed,
        )


class HistoryPage(BaseModel):
    """Bars in the order of time. ``next_cursor`` leads to older ones, if there are any."""

    symbol: Symbol
    interval: BarInterval
    items: list[BarResponse]
    next_cursor: AwareDatetime | None

    @classmethod
    def of(cls, wanted: Stretch, interval: BarInterval, page: Page, known_until: datetime) -> Self:
        """A part of the history, as far as market time has come."""
        items = [
            BarResponse.of(bar, closed=bar.start + wanted.width <= known_until) for bar in page.bars
        ]
        return cls(symbol=wanted.symbol, interval=interval, items=items, next_cursor=page.cursor)
