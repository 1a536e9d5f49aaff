"""What companies do to their shares, and what becomes of so many of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from portfolio.domain.trade import Fill
from vocabulary import (
    NO_MONEY,
    NO_SHARES,
    CorporateActionKind,
    Money,
    Price,
    Quantity,
    Symbol,
    converted,
    made_at,
    plain,
    portion,
)

_ONE = Quantity(Decimal(1))
_SECOND = 1000
_NEW_YORK = ZoneInfo("America/New_York")


class Effect(NamedTuple):
    """What an action makes of shares: ``added`` new ones, of which ``sold`` are paid in ``cash``.

    All are negative where shares are owed. Of a dividend ``cash``, in dollars, is all there is.
    """

    added: Quantity = NO_SHARES
    sold: Quantity = NO_SHARES
    cash: Money = NO_MONEY

    @property
    def left(self) -> Quantity:
        """Shares that come and stay."""
        return Quantity(self.added - self.sold)

    def since(self, before: "Effect") -> "Effect":
        """What is left to do if ``before`` was done already."""
        added, sold = Quantity(self.added - before.added), Quantity(self.sold - before.sold)
        return Effect(added, sold, Money(self.cash - before.cash))


NOTHING = Effect()


@dataclass(frozen=True, slots=True)
class Action:
    """A split of ``old_shares`` into ``new_shares``, or a dividend of ``amount`` a share.

    It is of who holds shares at ``effective_at``, in market time. ``said_at`` is when it was said
    to be effective, by the clock on the wall; missing while it is only announced. Amounts and
    prices are in dollars; ``last_price`` is what an old share last cost. A dividend is paid at
    ``pays_at``, in market time.
    """

    action_id: UUID
    symbol: Symbol
    kind: CorporateActionKind
    effective_at: datetime
    new_shares: Quantity | None = None
    old_shares: Quantity | None = None
    last_price: Price | None = None
    amount: Price | None = None
    pays_at: datetime | None = None
    said_at: datetime | None = None

    @property
    def is_split(self) -> bool:
        """Whether it makes other shares of those that there are."""
        return self.kind is CorporateActionKind.SPLIT

    @property
    def place(self) -> tuple[datetime, bool]:
        """Where it stands among others: a dividend is of shares before a split of the same day."""
        return self.effective_at, self.is_split

    def of(self, shares: Quantity) -> Effect:
        """What it makes of ``shares``; negative where they are owed.

        Whole shares stay whole: what is beyond them is paid at what a share last cost. If nobody
        knows that, or if there were fractions before, fractions stay.
        """
        if self.amount is not None:
            paid = portion(Money(Decimal(self.amount)), shares, _ONE)
            return Effect(cash=paid)
        if self.new_shares is None or self.old_shares is None:
            return NOTHING
        new = converted(shares, self.old_shares, self.new_shares)
        added = Quantity(new - shares)
        fraction = Quantity(new - _whole(new))
        if self.last_price is None or not fraction or shares != _whole(shares):
            return Effect(added)
        worth = Money(fraction * self.last_price)
        return Effect(added, fraction, portion(worth, self.old_shares, self.new_shares))

    def comes_after(self, fill: Fill) -> bool:
        """Whether a fill traded shares as they were before.

        An order that was made after the action was said to be effective is of shares as they are
        now, whatever market time says: that was taken back.
        """
        if fill.market_time is None or fill.market_time >= self.effective_at:
            return False
        if self.said_at is None:
            return True
        return made_at(fill.order_id) <= self.said_at.timestamp() * _SECOND

    def comes_before(self, fill: Fill) -> bool:
        """Whether a fill traded shares as they are since; nobody knows of one without a time."""
        return fill.market_time is not None and not self.comes_after(fill)

    def __str__(self) -> str:
        if self.amount is not None:
            return f"dividend of {plain(self.amount)} a share of {self.symbol}"
        new, old = self.new_shares or NO_SHARES, self.old_shares or NO_SHARES
        return f"split of {self.symbol}, {plain(new)} for {plain(old)}"


def pay_time(day: date | None) -> datetime | None:
    """When a dividend of ``day`` is paid, in market time: when that day begins in New York."""
    return None if day is None else datetime.combine(day, time(), _NEW_YORK).astimezone(UTC)


@dataclass(slots=True)
class Actions:
    """Actions that are announced or effective, as long as they matter to who trades.

    A process knows of them, and each account goes by those of when it was loaded: what it has
    booked by then is reckoned with. Where others are known by now it is loaded again.
    """

    by_symbol: Mapping[Symbol, Sequence[Action]] = field(default_factory=dict[Symbol, list[Action]])

    def as_now(self) -> "Actions":
        """These, whatever is heard later."""
        return Actions(self.by_symbol)

    def are(self, others: "Actions") -> bool:
        """Whether both are the same ones."""
        return self.by_symbol is others.by_symbol

    def know(self, actions: Iterable[Action]) -> None:
        """Go by these, and no others."""
        found: dict[Symbol, list[Action]] = {}
        for one in sorted(actions, key=lambda one: one.place):
            found.setdefault(one.symbol, []).append(one)
        if found != self.by_symbol:
            self.by_symbol = found

    def hear(self, action: Action) -> None:
        """Go by what was said of an action just now; of one that is effective nothing is."""
        known = {one.action_id: one for one in self.all()}
        if action.action_id not in known or known[action.action_id].said_at is None:
            self.know([*(known | {action.action_id: action}).values()])

    def find(self, action_id: UUID, symbol: Symbol) -> Action | None:
        """The one with an id, if it is known."""
        return next((one for one in self.of(symbol) if one.action_id == action_id), None)

    def of(self, symbol: Symbol) -> Sequence[Action]:
        """Those of a symbol, in the order in which they take effect."""
        return self.by_symbol.get(symbol, ())

    def all(self) -> list[Action]:
        """All of them."""
        return [one for several in self.by_symbol.values() for one in several]


def _whole(shares: Quantity) -> Quantity:
    return Quantity(shares.to_integral_value(ROUND_DOWN))
