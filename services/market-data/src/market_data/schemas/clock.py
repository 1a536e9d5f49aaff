"""Market time, and how it is steered."""

from math import inf
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, WithJsonSchema, model_validator
from pydantic.config import JsonDict

from market_data.settings import SPEED_MAX, SPEED_MIN, SPEED_UNBOUNDED, Speed
from market_data.ticker.market import Action, Market
from vocabulary import ClockState

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
