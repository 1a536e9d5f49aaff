"""What the market-data service accepts and answers over HTTP. Numbers are exact, as strings."""

from datetime import datetime
from math import inf
from typing import Annotated, Literal, Self

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.config import JsonDict

from chassis.moments import Moment
from events.base import PositivePrice, PositiveShares, Shares
from market_data.domain.bars import Bar
from market_data.domain.board import Standing
from market_data.domain.history import Stretch
from market_data.queries import Page
from market_data.settings import SPEED_MAX, SPEED_MIN, SPEED_UNBOUNDED, Speed
from market_data.ticker.market import Action, Market
from vocabulary import AssetClass, BarInterval, ClockState, Symbol

BARS_MAX = 1000
SPEED_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": SPEED_MIN, "maximum": SPEED_MAX},
        {"const": SPEED_UNBOUNDED},
        {"type": "null"},
    ]
}
STEERING: JsonDict = {
    "examples": [{"action": "play", "speed": 10}],
    "not": {"properties": {"action": {"type": "null"}, "speed": {"type": "null"}}},
}
ShownSpeed = float | Literal["max"]
"""Market seconds per second."""


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
    """The best bid and offer, in dollars, the shares shown there, and what was last paid."""

    symbol: Symbol
    sequence: int
    time: AwareDatetime
    bid: PositivePrice | None
    bid_size: Shares
    ask: PositivePrice | None
    ask_size: Shares
    last: PositivePrice | None

    @classmethod
    def of(cls, standing: Standing) -> Self | None:
        """What is known of a symbol; nothing if it never had a quote."""
        if standing.quote is None:
            return None
        sequence, tick = standing.quote
        return cls(sequence=sequence, last=standing.last, **tick._asdict())


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


class ClockResponse(BaseModel):
    """What time it is on the market, and how fast it goes. ``speed`` is ``max`` or a number."""

    time: AwareDatetime
    state: ClockState
    speed: ShownSpeed
    feed: str
    session_open: bool

    @classmethod
    def of(cls, market: Market) -> Self:
        """The clock as it stands."""
        speed = market.clock.speed
        return cls(
            time=market.time(),
            state=market.clock.state,
            speed=SPEED_UNBOUNDED if speed == inf else speed,
            feed=market.feed.name,
            session_open=market.is_open(),
        )


class SteerRequest(BaseModel):
    """Stop or go on, at another speed (0.1 to 1000, or ``max``), or both."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=STEERING)

    action: Action | None = None
    speed: Annotated[Speed | None, WithJsonSchema(SPEED_SCHEMA)] = None

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if self.action is None and self.speed is None:
            raise ValueError("say an action or a speed")
        return self


class BrokenLineResponse(BaseModel):
    """A line of a recording that was left out."""

    model_config = ConfigDict(from_attributes=True)

    code: Literal["broken_line"] = "broken_line"
    file: str
    line: int
    reason: str


class FeedProblem(BaseModel):
    """Why the feed stopped before its end."""

    code: str
    detail: str


class FeedResponse(BaseModel):
    """How the feed is doing. ``progress`` is the share that was read, from 0 to 1.

    ``broken`` shows the first of the ``lines_broken``. ``last_tick_age_seconds`` is by the clock on
    the wall.
    """

    name: str
    source: str
    state: ClockState
    last_tick_age_seconds: float | None
    lines_read: int
    lines_broken: int
    progress: float | None
    broken: list[BrokenLineResponse]
    problem: FeedProblem | None

    @classmethod
    def of(cls, market: Market) -> Self:
        """The feed as it is doing now."""
        report, problem = market.feed.report(), market.problem
        heard_at, now = market.heard_at, market.wall.now()
        return cls(
            name=market.feed.name,
            source=market.feed.source,
            state=market.clock.state,
            last_tick_age_seconds=None if heard_at is None else round(now - heard_at, 3),
            lines_read=report.lines_read,
            lines_broken=report.lines_broken,
            progress=report.progress,
            broken=[BrokenLineResponse.model_validate(one) for one in report.broken],
            problem=problem and FeedProblem(code=problem.code, detail=str(problem)),
        )


class AdminFeedResponse(BaseModel):
    """The feed that runs. ``started_at`` is wall time, ``begins`` market time of its first tick."""

    feed: FeedResponse
    clock: ClockResponse
    started_at: AwareDatetime
    begins: AwareDatetime
    symbols: list[Symbol]

    @classmethod
    def of(cls, market: Market) -> Self:
        """The feed as it runs now."""
        return cls(
            feed=FeedResponse.of(market),
            clock=ClockResponse.of(market),
            started_at=market.started_at,
            begins=market.feed.begins,
            symbols=sorted(market.instruments),
        )
