"""What there is in the life of an account besides trading: terms, transfers, and its end."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from portfolio.domain.position import Position
from vocabulary import FillModelName, MarginType, Money, WindingPurpose


@dataclass(frozen=True, slots=True)
class Terms:
    """What an account is opened as."""

    name: str = "Paper account"
    margin: MarginType = MarginType.CASH
    fill_model: FillModelName | None = None
    currency: str = "USD"


PLAIN = Terms()
"""What comes with signing up."""


class TransferState(StrEnum):
    """How far a deposit or a withdrawal has come."""

    REQUESTED = "requested"
    DONE = "done"
    REFUSED = "refused"


class Outcome(NamedTuple):
    """What became of a transfer; if it was refused, why, and how many dollars were free."""

    transfer_id: UUID
    state: TransferState
    reason: str | None = None
    free_cash: Money | None = None


class WindingState(StrEnum):
    """How far a reset or a closing has come."""

    REQUESTED = "requested"
    UNDER_WAY = "under_way"
    """Nothing is ordered any more, and what was open is being canceled."""
    DONE = "done"
    DROPPED = "dropped"
    """Something else came first."""


@dataclass(frozen=True, slots=True)
class Winding:
    """An account on its way to rest.

    ``cash`` is what it starts over with, in dollars, and ``rests_after`` how many fills must have
    been booked before it does; missing as long as orders are open.
    """

    winding_id: UUID
    purpose: WindingPurpose
    cash: Money | None = None
    market_time: datetime | None = None
    rests_after: int | None = None
    state: WindingState = WindingState.UNDER_WAY


class Ended(NamedTuple):
    """An epoch that is over, and what there was at its end, in dollars.

    ``positions`` are empty, with what they had earned.
    """

    epoch: int
    paid_in: Money
    cash: Money
    invested: Money
    realised: Money
    fees: Money
    dividends: Money
    interest: Money
    market_time: datetime | None
    positions: tuple[Position, ...] = ()


@dataclass(slots=True)
class News:
    """What happened in the life of an account and is not stored yet. ``terms``: it was opened.

    ``asked`` are the withdrawals that risk is about to be asked for.
    ``is_forgotten``: nothing may be left of what its owner called it.
    """

    terms: Terms | None = None
    asked: list[UUID] = field(default_factory=list[UUID])
    outcomes: list[Outcome] = field(default_factory=list[Outcome])
    windings: dict[UUID, Winding] = field(default_factory=dict[UUID, Winding])
    ended: list[Ended] = field(default_factory=list[Ended])
    is_forgotten: bool = False
