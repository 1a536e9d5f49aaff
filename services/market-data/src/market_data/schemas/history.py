"""Bars of the past, and the one that still grows."""

from enum import StrEnum
from json import dumps
from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, Field

from chassis.moments import Moment
from events.base import PositivePrice, Shares
from market_data.domain.adjustment import Adjusted
from market_data.queries.lines import arrays
from market_data.ticker.history import Page, Wish
from vocabulary import BarInterval, Symbol

BARS_MAX = 1000


class Form(StrEnum):
    """How bars are written."""

    JSON = "json"
    HIGHCHARTS = "highcharts"


class HistoryRequest(BaseModel):
    """Which bars: the newest ``limit`` that start from ``since`` on and before ``before``.

    ``start`` and ``end`` are older names of these two. ``cursor`` is the ``next_cursor`` of the
    part before.
    """

    interval: BarInterval = BarInterval.MINUTE_1
    since: Moment | None = None
    before: Moment | None = None
    start: Moment | None = None
    end: Moment | None = None
    limit: Annotated[int, Field(ge=1, le=BARS_MAX)] = 100
    cursor: Moment | None = None
    format: Form = Form.JSON
    adjusted: Annotated[
        Adjusted,
        Field(description="For splits, or for all: dividends too. `raw` is as it was traded."),
    ] = Adjusted.RAW

    def wish(self, symbol: Symbol) -> Wish:
        """The same, as it is looked up."""
        return Wish(
            symbol=symbol,
            interval=self.interval,
            first=self.since or self.start,
            until=self.cursor or self.before or self.end,
            limit=self.limit,
        )


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


class HistoryPage(BaseModel):
    """Bars in the order of time. ``next_cursor`` leads to older ones, if there are any."""

    symbol: Symbol
    interval: BarInterval
    items: list[BarResponse]
    next_cursor: AwareDatetime | None


class HighchartsPage(BaseModel):
    """The same as arrays of numbers, with milliseconds: what a chart of Highcharts takes as data.

    The numbers are written as exactly as they are known; whoever reads them as floats rounds them.
    """

    symbol: Symbol
    interval: BarInterval
    ohlc: Annotated[
        list[tuple[int, float, float, float, float]],
        Field(description="Start, open, high, low and close.", examples=[[[0, 1, 3, 1, 2]]]),
    ]
    volume: Annotated[
        list[tuple[int, float]], Field(description="Start and shares.", examples=[[[0, 100]]])
    ]
    next_cursor: AwareDatetime | None


def written(wish: Wish, page: Page, form: Form) -> str:
    """The text of a :class:`HistoryPage`, or of a :class:`HighchartsPage`.

    The bars are text already: to check and write them again would take longer than to find them.
    """
    head = f'{{"symbol":{dumps(wish.symbol)},"interval":"{wish.interval}"'
    tail = f'"next_cursor":{dumps(page.cursor)}}}'
    if form is Form.HIGHCHARTS:
        prices, volumes = arrays(page.lines)
        return f'{head},"ohlc":[{",".join(prices)}],"volume":[{",".join(volumes)}],{tail}'
    return f'{head},"items":[{",".join(page.lines)}],{tail}'
