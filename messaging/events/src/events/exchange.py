"""Facts owned by the market-data service that must not be lost: they move money or time."""

from datetime import date
from uuid import UUID

from pydantic import AwareDatetime

from events.base import Event, Facts, PositivePrice, PositiveShares
from vocabulary import CorporateActionKind, Symbol, UserId


class _CorporateAction(Facts):
    """What a company does to its shares."""

    action_id: UUID
    """The same however often it is announced."""
    symbol: Symbol
    """Whose shares."""
    kind: CorporateActionKind
    """A split, or a cash dividend."""
    ex_date: date
    """The first trading day on which the shares trade without it."""
    pay_date: date | None = None
    """When a dividend is paid."""
    new_shares: PositiveShares | None = None
    """Of a split: so many new shares..."""
    old_shares: PositiveShares | None = None
    """...for so many old ones."""
    cash: PositivePrice | None = None
    """Of a dividend: dollars per share."""


class CorporateActionAnnounced(
    _CorporateAction, Event, name="CORPORATE_ACTION_ANNOUNCED", key="symbol"
):
    """It is known that a company will do something to its shares."""

    effective_at: AwareDatetime | None = None
    """When it will be effective, in market time; missing if it was over before it was known.

    It changes nothing then.
    """


class CorporateActionEffective(
    _CorporateAction, Event, name="CORPORATE_ACTION_EFFECTIVE", key="symbol"
):
    """Market time has come to the ex-date: from now on shares trade without it."""

    market_time: AwareDatetime
    """When that was, in market time: the midnight that the ex-date begins with."""
    last_price: PositivePrice | None = None
    """What a share last cost before, in dollars, if anybody knows."""


class ClockSteered(Event, name="CLOCK_STEERED", key="market"):
    """An administrator changed how market time goes."""

    user_id: UserId
    """Who did."""
    action: str
    """What was asked for: ``play``, ``pause``, ``step`` or ``jump``; ``speed`` if only that."""
    speed: float | None = None
    """Market seconds per second from now on; missing when unchanged or as fast as can be."""
    market_time: AwareDatetime
    """Market time afterwards."""
