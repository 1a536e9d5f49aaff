"""What is heard of an account, and remembered as it was heard."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from analytics.domain.excursion import Step
from analytics.domain.fill import Fill
from vocabulary import FillId, Money, RejectionReason

FIRST_EPOCH = 1


class NotOpened(LookupError):
    """The account has not been opened, as far as is known."""


class Outcome(StrEnum):
    """What can be said of an order; several are, in the course of its life."""

    CREATED = "created"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    FILLED = "filled"
    CANCELED = "canceled"
    EXPIRED = "expired"
    REPLACED = "replaced"


class Beginning(NamedTuple):
    """The account began, for the first time or after a reset, with ``cash`` dollars."""

    epoch: int
    cash: Money
    said_at: datetime
    """Wall time: fills said later belong to it."""
    market_time: datetime | None = None


class Payment(NamedTuple):
    """``amount`` dollars were paid in, or out if negative; or were ``is_interest`` for owing some.

    Interest is what trading costs, and no withdrawal.
    """

    booking_id: UUID
    amount: Money
    said_at: datetime
    market_time: datetime | None = None
    """Without one it counts from the beginning of its epoch."""
    is_interest: bool = False


class OrderFact(NamedTuple):
    """So many orders had an outcome; a refusal has a reason."""

    event_id: UUID
    outcome: Outcome
    orders: int = 1
    reason: RejectionReason | None = None


class Counted(NamedTuple):
    """The ``number``-th fill of an account, what it earned in dollars, and where it left a trip."""

    number: int
    epoch: int
    fill: Fill
    realised: Money
    trip_id: FillId
    step: Step
