"""How administrators name whom they mean, and what they have laid down for it."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from chassis.errors import Unprocessable
from events.base import Cash, Shares
from risk.domain.limits import Limits
from risk.domain.rulebook import EVERYBODY, Place, Scope
from risk.repository.rulebook import Layer
from vocabulary import DIGITS_MAX, MONEY_PLACES, PERCENT_PLACES, QUANTITY_PLACES, Symbol

Name = Annotated[
    str,
    Path(
        min_length=1,
        max_length=64,
        pattern=r"^[\w.:/-]+$",
        description="`everybody`, the id of a user or of an account, or a symbol",
    ),
]
LimitScope = Literal["house", "user", "account"]
HaltScope = Literal["house", "account", "symbol"]


class UnknownPlace(Unprocessable):
    """There is nobody who is called so."""

    code = "unknown_place"


def place_of(scope: str, name: str) -> Place:
    """The place that a path names.

    Raises:
        UnknownPlace: its name is not of that kind.
    """
    kind = Scope(scope)
    if kind is Scope.SYMBOL:
        return kind, Symbol(name.upper())
    if kind is Scope.HOUSE:
        if name != EVERYBODY:
            raise UnknownPlace(f"the house has one name, {EVERYBODY}")
        return kind, name
    try:
        return kind, str(UUID(name))
    except ValueError as error:
        raise UnknownPlace(f"{name!r} is not the id of any {scope}") from error


def _figure(places: int) -> Any:  # noqa: ANN401  # what Annotated takes
    return Field(ge=0, decimal_places=places, max_digits=DIGITS_MAX)


Dollars = Annotated[Cash, _figure(MONEY_PLACES)]
SizeMax = Annotated[Shares, _figure(QUANTITY_PLACES)]
PercentMax = Annotated[Shares, _figure(PERCENT_PLACES)]


class LimitsBody(BaseModel):
    """How far accounts may go. What is missing limits nothing; the strictest layer counts.

    Figures are dollars, shares, per cent and orders, as their names say. Only to close positions is
    allowed beyond what a position or a loss may come to.
    """

    model_config = ConfigDict(
        from_attributes=True,
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"order_value_max": "50000", "daily_loss_max": "5000", "no_shorting": True}
            ]
        },
    )

    order_value_max: Dollars | None = None
    order_quantity_max: SizeMax | None = None
    position_value_max: Dollars | None = None
    price_away_percent_max: PercentMax | None = None
    concentration_percent_max: PercentMax | None = None
    orders_per_minute_max: Annotated[int, Field(ge=0, le=10_000)] | None = None
    daily_loss_max: Dollars | None = None
    drawdown_percent_max: PercentMax | None = None
    no_shorting: bool = False
    day_trade_rule: bool = False
    no_wash_trades: bool = False
    no_orders_when_closed: bool = False
    no_orders_when_halted: bool = False

    def limits(self) -> Limits:
        """The same for the rules."""
        return Limits(**dict(self))


class LayerResponse(BaseModel):
    """The limits of one place, and how often they were changed."""

    scope: Scope
    name: str
    version: int
    limits: LimitsBody

    @classmethod
    def of(cls, place: Place, layer: Layer) -> Self:
        """One layer, as administrators see it."""
        limits = LimitsBody.model_validate(layer.limits)
        return cls(scope=place[0], name=place[1], version=layer.version, limits=limits)


class LayersResponse(BaseModel):
    """All limits: ``settings`` are those of the service, which nobody can change at run time."""

    settings: LimitsBody
    items: list[LayerResponse]

    @classmethod
    def of(cls, house: Limits, layers: Mapping[Place, Layer]) -> Self:
        """All layers, the house's first."""
        items = [LayerResponse.of(place, layers[place]) for place in sorted(layers)]
        return cls(settings=LimitsBody.model_validate(house), items=items)


class HaltBody(BaseModel):
    """Why trading is to be halted; traders are told so."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "somebody has to look"}]})

    reason: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class HaltResponse(BaseModel):
    """Where trading is halted, and why."""

    scope: Scope
    name: str
    reason: str


class HaltsResponse(BaseModel):
    """Every halt there is."""

    items: list[HaltResponse]

    @classmethod
    def of(cls, halts: Mapping[Place, str]) -> Self:
        """All halts in order."""
        said: Iterable[tuple[Place, str]] = sorted(halts.items())
        items = [
            HaltResponse(scope=scope, name=name, reason=reason) for (scope, name), reason in said
        ]
        return cls(items=items)
