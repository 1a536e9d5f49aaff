"""How orders are filled and charged: what there is, and what an account has chosen."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

from events.base import Cash
from order.domain.models import fees, fills
from order.domain.models.fees import FeeSchedule
from order.domain.models.fills import FillModel
from order.domain.preferences import Preferences
from order.domain.units import MILLISECOND, fee_of
from vocabulary import plain

_PER_CENT = Decimal(10_000)
"""Millionths."""
_RATE = Decimal(fees.PARTS)
Share = Annotated[
    Decimal,
    PlainSerializer(plain, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "decimal", "pattern": r"^\d+(\.\d+)?$"}),
]
"""A rate, digit by digit."""

FILL_MODELS = {
    "instant/1": "At once and all of it, at the best price shown: for learning what orders do.",
    "touch/1": "The size shown is all there is, and is taken once; nothing takes any time.",
    "realistic/1": "Orders travel, stand in line behind the market, and walk its depth;"
    " small ones gain a part of the spread.",
    "adverse/1": "The same on a bad day: slow, with slippage, and large orders move the price.",
}
"""In one sentence each."""
FEE_SCHEDULES = {
    "none/1": "Trading costs nothing.",
    "us-equities/1": "No commission; on sales what the SEC and FINRA take.",
    "per-share/1": "The same, and a commission for each share.",
    "crypto/1": "A commission of the value.",
}
"""Likewise."""


def _one_of(*names: str) -> tuple[AfterValidator, object]:
    def known(name: str) -> str:
        if name not in names:
            raise ValueError(f"it is one of {', '.join(names)}")
        return name

    return AfterValidator(known), Field(json_schema_extra={"enum": [*names]})


FillModelName = Annotated[str, *_one_of(*fills.NAMES)]
FeesName = Annotated[str, *_one_of(*fees.NAMES)]


class OrderSettings(BaseModel):
    """How the orders that an account places from now on are filled and charged, by name."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"fill_model": fills.DEFAULT, "fees": fees.DEFAULT}]},
    )

    fill_model: FillModelName = fills.DEFAULT
    fees: FeesName = fees.DEFAULT

    @classmethod
    def of(cls, preferences: Preferences) -> Self:
        """What an account has chosen."""
        return cls(fill_model=preferences.fill_model, fees=preferences.fees)

    def preferences(self) -> Preferences:
        """The same, in the words of the domain."""
        return Preferences(self.fill_model, self.fees)


class FillModelResponse(BaseModel):
    """Between an order and its market. The formulas are in ``docs/fill-models.md``.

    ``unlimited_size``: all of an order trades at the best price, and orders do not meet each other.
    ``waits_in_line``: a resting order lets those go first whom the market shows at its price.
    Latencies are in milliseconds of market time; up to ``jitter_ms`` are added. The other figures
    are per cent: of the spread that a small order gains, of its price that an order loses, and of
    the spread that one loses which takes all the size shown.
    """

    name: str
    summary: str
    is_default: bool
    unlimited_size: bool
    waits_in_line: bool
    latency_ms: int
    cancel_latency_ms: int
    jitter_ms: int
    price_improvement_percent: Share
    slippage_percent: Share
    impact_percent: Share

    @classmethod
    def of(cls, model: FillModel) -> Self:
        """Its figures."""
        return cls(
            name=model.name,
            summary=FILL_MODELS[model.name],
            is_default=model.name == fills.DEFAULT,
            unlimited_size=model.is_endless,
            waits_in_line=model.in_line,
            latency_ms=model.latency // MILLISECOND,
            cancel_latency_ms=model.cancel_latency // MILLISECOND,
            jitter_ms=model.jitter // MILLISECOND,
            price_improvement_percent=model.improvement / _PER_CENT,
            slippage_percent=model.slippage / _PER_CENT,
            impact_percent=model.impact / _PER_CENT,
        )


class FeeScheduleResponse(BaseModel):
    """What trading costs. Rates of a value are per cent, the others dollars."""

    name: str
    summary: str
    is_default: bool
    commission_percent: Share
    commission_per_share: Share
    commission_min: Cash
    sale_percent: Share
    sale_per_share: Share
    sale_per_share_max: Cash | None

    @classmethod
    def of(cls, schedule: FeeSchedule) -> Self:
        """Its figures."""
        most = schedule.share_sold_max
        return cls(
            name=schedule.name,
            summary=FEE_SCHEDULES[schedule.name],
            is_default=schedule.name == fees.DEFAULT,
            commission_percent=schedule.commission_value * 100 / _RATE,
            commission_per_share=schedule.commission_share / _RATE,
            commission_min=fee_of(schedule.commission_min),
            sale_percent=schedule.value_sold * 100 / _RATE,
            sale_per_share=schedule.share_sold / _RATE,
            sale_per_share_max=fee_of(most) if most else None,
        )


class ModelsResponse(BaseModel):
    """What an account can choose from."""

    fill_models: list[FillModelResponse]
    fee_schedules: list[FeeScheduleResponse]

    @classmethod
    def all(cls) -> Self:
        """Everything there is."""
        return cls(
            fill_models=[FillModelResponse.of(fills.fill_model(name)) for name in fills.NAMES],
            fee_schedules=[FeeScheduleResponse.of(fees.fee_schedule(name)) for name in fees.NAMES],
        )
