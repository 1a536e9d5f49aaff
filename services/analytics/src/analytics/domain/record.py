"""The track record of an account: how its orders went, and what its trades earned."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from analytics.domain.holding import Holding
from vocabulary import (
    NO_MONEY,
    AccountId,
    FillId,
    Money,
    Price,
    Quantity,
    RejectionReason,
    Side,
    Symbol,
)


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


@dataclass(frozen=True, slots=True)
class Fill:
    """``quantity`` shares changed hands at ``price`` dollars each, for a ``fee`` in dollars."""

    fill_id: FillId
    symbol: Symbol
    side: Side
    quantity: Quantity
    price: Price
    market_time: datetime | None = None
    fee: Money = NO_MONEY


@dataclass(slots=True)
class TrackRecord:
    """All that is known of one account, in any order of arrival.

    What is not yet saved: ``fills`` with what each earned in dollars, the ``changed`` symbols, the
    ``refusals`` that were counted, and whether anything else was ``touched``.
    """

    account_id: AccountId
    opening_cash: Money | None = None
    orders: Counter[Outcome] = field(default_factory=Counter[Outcome])
    rejections: Counter[RejectionReason] = field(default_factory=Counter[RejectionReason])
    holdings: dict[Symbol, Holding] = field(default_factory=dict[Symbol, Holding])
    fills: list[tuple[Fill, Money]] = field(init=False, default_factory=list[tuple[Fill, Money]])
    changed: set[Symbol] = field(init=False, default_factory=set[Symbol])
    refusals: set[RejectionReason] = field(init=False, default_factory=set[RejectionReason])
    touched: bool = field(init=False, default=False)

    def open(self, cash: Money) -> None:
        """Note what the account started with, in dollars."""
        self.opening_cash = cash
        self.touched = True

    def started_with(self) -> Money:
        """The opening cash, in dollars.

        Raises:
            NotOpened: it is not known yet.
        """
        if self.opening_cash is None:
            raise NotOpened(f"account {self.account_id} is not open")
        return self.opening_cash

    def count(self, outcome: Outcome, orders: int = 1) -> None:
        """Note what became of an order, or of several."""
        self.orders[outcome] += orders
        self.touched = True

    def reject(self, reason: RejectionReason) -> None:
        """Note that an order was refused, and why."""
        self.rejections[reason] += 1
        self.refusals.add(reason)
        self.count(Outcome.REJECTED)

    def trade(self, fill: Fill) -> None:
        """Take one side of a trade into account."""
        holding = self.holdings.get(fill.symbol)
        if holding is None:
            holding = self.holdings[fill.symbol] = Holding(fill.symbol)
        earned = holding.trade(fill.side, fill.quantity, fill.price, fill.fee)
        self.fills.append((fill, earned))
        self.changed.add(fill.symbol)

    def saved(self) -> None:
        """Forget what is stored by now."""
        self.fills.clear()
        self.changed.clear()
        self.refusals.clear()
        self.touched = False
