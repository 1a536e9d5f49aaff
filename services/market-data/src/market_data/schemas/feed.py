"""The source of the prices, and how it is doing."""

from typing import Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from market_data.schemas.clock import ClockResponse
from market_data.ticker.market import Market
from vocabulary import ClockState, Symbol


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

    ``broken`` shows the first of the ``lines_broken``. Made-up prices have a ``seed``, by which
    anybody can have the same. ``last_tick_age_seconds`` is by the clock on the wall.
    """

    name: str
    source: str
    state: ClockState
    last_tick_age_seconds: float | None
    lines_read: int
    lines_broken: int
    progress: float | None
    seed: int | None
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
            seed=report.seed,
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
