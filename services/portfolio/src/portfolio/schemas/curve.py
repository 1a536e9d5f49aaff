"""The equity curve of an account, as its owner sees it."""

from typing import Annotated, Self

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chassis.moments import END, FIRST, Moment
from events.base import Cash
from portfolio.queries.curve import Curve, CurveInterval, Stretch
from portfolio.schemas.paging import Epoch
from vocabulary import AccountId

POINTS_MAX = 1000
Before = Annotated[Moment, Field(description="Market time before which bars start.")]


class CurveRequest(BaseModel):
    """Which bars: the first ``limit`` of those that start from ``since`` on and before ``until``.

    Without ``epoch`` it is of the present one.
    """

    interval: CurveInterval = CurveInterval.DAY_1
    since: Annotated[Moment, Field(description="Market time from which on.")] = FIRST
    until: Before | None = None
    limit: Annotated[int, Field(ge=1, le=POINTS_MAX)] = POINTS_MAX
    epoch: Epoch | None = None

    def stretch(self, account_id: AccountId) -> Stretch:
        """The same, of the caller's own account."""
        bars = self.interval, self.since, self.until or END
        return Stretch(account_id, self.epoch, *bars, self.limit)


CurveWanted = Annotated[CurveRequest, Query()]


class PointResponse(BaseModel):
    """The account at the end of the bar that starts at ``start``: ``equity`` is cash and shares."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "example": {
                "start": "2013-10-07T14:30:00Z",
                "cash": "96370",
                "market_value": "4000",
                "equity": "100370",
            }
        },
    )

    start: AwareDatetime
    cash: Cash
    market_value: Cash
    equity: Cash


class CurveResponse(BaseModel):
    """Points in the order of time; ``next_since`` is where there are more, if there are any."""

    interval: CurveInterval
    points: list[PointResponse]
    next_since: AwareDatetime | None

    @classmethod
    def of(cls, interval: CurveInterval, curve: Curve) -> Self:
        """The curve as its owner sees it."""
        points = [PointResponse.model_validate(one) for one in curve.points]
        return cls(interval=interval, points=points, next_since=curve.next_since)
