"""Market time, and how it is steered."""

from collections.abc import Mapping
from math import inf
from typing import Annotated, Literal, Self, cast

from fastapi import Body
from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic.config import JsonDict

from chassis.moments import Moment
from market_data.settings import SPEED_MAX, SPEED_MIN, SPEED_UNBOUNDED, Speed
from market_data.ticker.market import Market
from market_data.ticker.steering import Action, Wish
from vocabulary import ClockState, SessionPhase

SPEED_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": SPEED_MIN, "maximum": SPEED_MAX},
        {"const": SPEED_UNBOUNDED},
        {"type": "null"},
    ]
}
STEP_SECONDS_MAX = 60 * 60
PACING: JsonDict = {
    "not": {"properties": {"action": {"type": "null"}, "speed": {"type": "null"}}},
}
ShownSpeed = float | Literal["max"]
"""Market seconds per second."""


class ClockResponse(BaseModel):
    """What time it is on the market, and how fast it goes. ``speed`` is ``max`` or a number.

    ``phase`` and ``session_open`` are about the hours that this market keeps, and it is ``closed``
    when no session is open; ``next_open`` and ``next_close`` are about the regular session of the
    stock exchange. ``going_to`` is where a step or a jump leads that is not done yet; on the way
    there time goes as fast as prices can be delivered.
    """

    time: AwareDatetime
    state: ClockState
    speed: ShownSpeed
    feed: str
    phase: SessionPhase
    session_open: bool
    next_open: AwareDatetime
    next_close: AwareDatetime
    going_to: AwareDatetime | None

    @classmethod
    def of(cls, market: Market) -> Self:
        """The clock as it stands."""
        clock, outlook = market.clock, market.outlook()
        return cls(
            time=outlook.time,
            state=clock.state,
            speed=SPEED_UNBOUNDED if clock.speed == inf else clock.speed,
            feed=market.feed.name,
            phase=outlook.phase,
            session_open=outlook.is_open,
            next_open=outlook.next_open,
            next_close=outlook.next_close,
            going_to=clock.target,
        )


class _Steering(BaseModel):
    """What all ways to steer have in common."""

    model_config = ConfigDict(extra="forbid")

    speed: Annotated[Speed | None, WithJsonSchema(SPEED_SCHEMA)] = None
    """Market seconds per second from now on: 0.1 to 1000, or ``max``."""


class PaceRequest(_Steering):
    """Stop or go on, at another speed (0.1 to 1000, or ``max``), or both."""

    model_config = ConfigDict(json_schema_extra=PACING)

    action: Literal["play", "pause"] | None = None

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if self.action is None and self.speed is None:
            raise ValueError("say an action or a speed")
        return self

    def wish(self) -> Wish:
        """What is asked for."""
        return Wish(self.action and Action(self.action), self.speed)


class StepRequest(_Steering):
    """Go so many market seconds onward at once, while time stands still otherwise."""

    action: Literal["step"]
    seconds: Annotated[float, Field(gt=0, le=STEP_SECONDS_MAX)]

    def wish(self) -> Wish:
        """What is asked for."""
        return Wish(Action.STEP, self.speed, seconds=self.seconds)


class JumpRequest(_Steering):
    """Go to a market time: onward, or back if the feed can begin anew.

    Before the first tick there is nothing: going there is going to the first tick.
    """

    action: Literal["jump"]
    to: Moment

    def wish(self) -> Wish:
        """What is asked for."""
        return Wish(Action.JUMP, self.speed, to=self.to)


def _kind(asked: object) -> str:
    """The tag of what was sent, or of a request that is written out."""
    if isinstance(asked, Mapping):
        action = cast(Mapping[str, object], asked).get("action")
    else:
        action = getattr(asked, "action", None)
    return action if action in ("step", "jump") else "pace"  # it may not be hashable


SteerRequest = Annotated[
    Annotated[PaceRequest, Tag("pace")]
    | Annotated[StepRequest, Tag("step")]
    | Annotated[JumpRequest, Tag("jump")],
    Discriminator(_kind),
    Body(
        examples=[
            {"action": "play", "speed": 10},
            {"action": "step", "seconds": 60},
            {"action": "jump", "to": "2013-10-07T14:30:00Z"},
        ]
    ),
]
"""One of the three, by its action."""
