"""Alerts about prices, as they are asked for and shown. Prices are in dollars, as strings."""

from typing import Any, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from events.base import PositivePrice
from risk.domain.alerts import Alert
from risk.schemas.numbers import AskedPrice, Flag
from vocabulary import AlertKind, Symbol

_EXAMPLE: dict[str, Any] = {"symbol": "IBM", "kind": "crosses", "level": "190", "repeats": False}


class AlertBody(BaseModel):
    """What to wait for: a price to cross, in dollars, or by how many per cent to move."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": _EXAMPLE})

    symbol: Symbol
    kind: AlertKind
    level: AskedPrice
    repeats: Flag = False


class AlertResponse(BaseModel):
    """An alert: what for, since when, from which price, and how it went off last."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "example": {
                "alert_id": "01a1fb01-0f3e-7a10-9b1c-5d1a7be0c3fa",
                **_EXAMPLE,
                "is_waiting": False,
                "reference": "189.25",
                "set_at": "2026-01-05T15:00:00Z",
                "fired_at": "2026-01-05T15:20:00Z",
                "fired_price": "190.005",
            }
        },
    )

    alert_id: UUID
    symbol: Symbol
    kind: AlertKind
    level: PositivePrice
    repeats: bool
    is_waiting: bool
    reference: PositivePrice
    set_at: AwareDatetime
    fired_at: AwareDatetime | None
    fired_price: PositivePrice | None

    @classmethod
    def of(cls, alert: Alert) -> Self:
        """The alert as its owner sees it."""
        return cls.model_validate(alert)


class AlertsResponse(BaseModel):
    """All alerts of an account, the newest first."""

    items: list[AlertResponse]
