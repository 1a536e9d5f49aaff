"""Which days of an account are asked for."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from analytics.schemas.trips import EpochRequest, SymbolRequest
from chassis.moments import Day

T = TypeVar("T")


class _Days(BaseModel):
    before: Day | None = None
    limit: Annotated[int, Field(ge=1, le=5000)] = 1000

    def part(self, rows: Sequence[T], day_of: Callable[[T], date]) -> list[T]:
        """Those of the last ``limit`` days before the day that is named, in their order."""
        days = {day_of(one) for one in rows}
        last = sorted(one for one in days if self.before is None or one < self.before)
        wanted = set(last[-self.limit :])
        return [one for one in rows if day_of(one) in wanted]


class CurveRequest(EpochRequest, _Days):
    """The last ``limit`` days of an epoch, or the last ones ``before`` a day."""


class DaysRequest(SymbolRequest, _Days):
    """The same, of one symbol or of all."""


OwnCurve = Annotated[CurveRequest, Query()]
OwnDays = Annotated[DaysRequest, Query()]
