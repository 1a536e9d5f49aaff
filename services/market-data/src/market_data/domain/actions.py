"""Corporate actions: what a company does to its shares, and from when on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from fractions import Fraction
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from vocabulary import PRICE_PLACES, CorporateActionKind, Money, Price, Quantity, Symbol

EXCHANGE_ZONE = ZoneInfo("America/New_York")

_PRICE_UNIT = Decimal(1).scaleb(-PRICE_PLACES)
_NAMESPACE = UUID("6f1d5a0e-3c0b-5b8e-9f57-3f1c2a7de904")


@dataclass(frozen=True, slots=True)
class Split:
    """``new_shares`` for ``old_shares``: 2 for 1 halves the price, 1 for 8 is a reverse split."""

    new_shares: Quantity
    old_shares: Quantity

    def __post_init__(self) -> None:
        if self.new_shares <= 0 or self.old_shares <= 0:
            raise ValueError("a split is of some shares into some shares")
        if self.new_shares == self.old_shares:
            raise ValueError("a split into as many shares as before is none")

    @property
    def ratio(self) -> Fraction:
        """New shares for each old one."""
        return Fraction(self.new_shares) / Fraction(self.old_shares)

    def priced(self, price: Price) -> Price:
        """What a new share costs where an old one cost ``price``, in dollars; at least one unit."""
        exact = price * self.old_shares / self.new_shares
        return Price(max(exact.quantize(_PRICE_UNIT, ROUND_HALF_EVEN), _PRICE_UNIT))


@dataclass(frozen=True, slots=True)
class Dividend:
    """``cash`` dollars for each share that was held when the day before the ex-date ended."""

    cash: Money
    pay_date: date | None = None

    def __post_init__(self) -> None:
        if self.cash <= 0:
            raise ValueError("a dividend is some money")


@dataclass(frozen=True, slots=True)
class CorporateAction:
    """What ``symbol`` does on the first day on which its shares trade without it.

    A symbol has one split and one dividend a day at most.
    """

    symbol: Symbol
    ex_date: date
    what: Split | Dividend

    @property
    def kind(self) -> CorporateActionKind:
        """A split or a dividend."""
        is_split = isinstance(self.what, Split)
        return CorporateActionKind.SPLIT if is_split else CorporateActionKind.DIVIDEND

    @property
    def action_id(self) -> UUID:
        """The same for the same symbol, kind and day, however often it is imported."""
        return uuid5(_NAMESPACE, f"{self.symbol} {self.kind} {self.ex_date.isoformat()}")

    @property
    def effective_at(self) -> datetime:
        """The midnight that the ex-date begins with: prices before it are of other shares.

        Who holds shares then, holds what comes of it. Nothing trades at that hour, so that who
        trades before the session already does so at prices of after.
        """
        return _midnight(self.ex_date)

    @property
    def place(self) -> tuple[datetime, bool]:
        """Where it stands among others: a dividend is of shares before a split of the same day."""
        return self.effective_at, isinstance(self.what, Split)


def midnight_after(moment: datetime) -> datetime:
    """When something may take effect next."""
    return _midnight(moment.astimezone(EXCHANGE_ZONE).date() + timedelta(days=1))


def _midnight(day: date) -> datetime:
    """When ``day`` begins in New York."""
    return datetime.combine(day, time(), EXCHANGE_ZONE).astimezone(UTC)


class ActionStatus(StrEnum):
    """What was said of an action already."""

    IMPORTED = "imported"
    """Nothing."""
    ANNOUNCED = "announced"
    """That it will come."""
    CORRECTED = "corrected"
    """That it will come, and not yet what is now known of it."""
    EFFECTIVE = "effective"
    """That it has come."""
    PAST = "past"
    """That it came before anybody here knew of it: holdings of today have it in them."""


COMES_AFTER = {
    ActionStatus.ANNOUNCED: frozenset({ActionStatus.IMPORTED, ActionStatus.CORRECTED}),
    ActionStatus.PAST: frozenset({ActionStatus.IMPORTED}),
    ActionStatus.EFFECTIVE: frozenset({ActionStatus.ANNOUNCED}),
}
"""What an action has to be before something is said of it."""

WHEN_CORRECTED = {
    ActionStatus.IMPORTED: ActionStatus.IMPORTED,
    ActionStatus.ANNOUNCED: ActionStatus.CORRECTED,
    ActionStatus.CORRECTED: ActionStatus.CORRECTED,
    ActionStatus.PAST: ActionStatus.IMPORTED,
}
"""What an action is after a correction. One that is effective has none: somebody may hold what came
of it."""


def status_when_announced(
    action: CorporateAction, status: ActionStatus, now: datetime
) -> ActionStatus:
    """Whether there is something to wait for. ``now`` is market time.

    What was announced in time still comes if it is corrected late: holders were told of it.
    """
    is_late = status is ActionStatus.IMPORTED and action.effective_at <= now
    return ActionStatus.PAST if is_late else ActionStatus.ANNOUNCED


def facts_of(action: CorporateAction) -> dict[str, object]:
    """What an action says, field by field; what it does not say is left out."""
    what = action.what
    said: dict[str, object] = (
        {"new_shares": what.new_shares, "old_shares": what.old_shares}
        if isinstance(what, Split)
        else {"cash": what.cash, "pay_date": what.pay_date}
    )
    return {
        "action_id": action.action_id,
        "symbol": action.symbol,
        "kind": action.kind,
        "ex_date": action.ex_date,
        **said,
    }
