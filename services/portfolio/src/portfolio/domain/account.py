"""One account's books: its cash, its positions, and every booking that led to them."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from portfolio.domain.ledger import (
    CASH,
    CLEARING,
    FEES,
    OUTSIDE,
    Booking,
    BookingKind,
    Entry,
    transfer,
)
from portfolio.domain.position import Position
from portfolio.domain.trade import MARKET, Fill, Trade
from vocabulary import NO_MONEY, AccountId, Money, Quantity, Side, Symbol, UserId, value


class AccountNotOpen(ValueError):
    """The account was never opened, so nothing can be booked on it."""


class AlreadyOpen(ValueError):
    """An account is opened once, and receives its opening cash once."""


class BooksDisagree(ValueError):
    """Cash, cost and profit do not add up: nothing more may be booked until somebody looks."""


@dataclass(slots=True)
class Account:
    """What one account owns, in dollars and shares.

    ``opening_cash`` is what it is given when it is opened, ``paid_in`` all that was deposited,
    ``invested`` what the positions cost, and ``realised`` what sales have earned, less all fees.
    Always ``cash + invested == paid_in + realised``, to the last unit. ``number`` counts the
    bookings; ``bookings``, ``trades`` and ``changed`` are what is not yet saved.
    """

    account_id: AccountId
    opening_cash: Money = NO_MONEY
    user_id: UserId | None = None
    paid_in: Money = NO_MONEY
    cash: Money = NO_MONEY
    number: int = 0
    positions: dict[Symbol, Position] = field(default_factory=dict[Symbol, Position])
    invested: Money = field(init=False)
    realised: Money = field(init=False)
    bookings: list[Booking] = field(init=False, default_factory=list[Booking])
    trades: list[Trade] = field(init=False, default_factory=list[Trade])
    changed: set[Symbol] = field(init=False, default_factory=set[Symbol])

    def __post_init__(self) -> None:
        positions = self.positions.values()
        self.invested = Money(sum((each.cost for each in positions), Decimal(0)))
        self.realised = Money(sum((each.realised for each in positions), Decimal(0)))
        self._require_agreement()

    @property
    def is_open(self) -> bool:
        """Whether anything can be booked."""
        return self.user_id is not None

    @property
    def fees(self) -> Money:
        """Dollars that trading has cost so far."""
        return Money(sum((each.fees for each in self.positions.values()), NO_MONEY))

    def open(self, user_id: UserId) -> None:
        """Let ``user_id`` start with the opening cash.

        Raises:
            AlreadyOpen: that was done before.
        """
        if self.is_open:
            raise AlreadyOpen(f"account {self.account_id} is open already")
        self.user_id = user_id
        self.paid_in = self.cash = cash = self.opening_cash
        entries = transfer(CASH, cash, giver=OUTSIDE, receiver=self.account_id)
        self._add(self.account_id, BookingKind.OPENING, "opening deposit", None, entries)

    def book(self, fill: Fill) -> Position:
        """Move the shares and the dollars of a fill, and its fee; return the position as it is now.

        The fee is a booking of its own, so that the ledger shows it as what it is.

        Raises:
            AccountNotOpen: the account was never opened.
            BooksDisagree: the account's figures no longer add up.
        """
        if not self.is_open:
            raise AccountNotOpen(f"account {self.account_id} was never opened")
        worth = value(fill.quantity, fill.price)
        sign = 1 if fill.side is Side.BUY else -1
        moved, paid = Quantity(sign * fill.quantity), Money(sign * worth)
        position, profit = self._trade(fill.symbol, moved, paid, fill.fee)
        house = OUTSIDE if fill.counterparty == MARKET else CLEARING
        shares = transfer(fill.symbol, moved, giver=house, receiver=self.account_id)
        dollars = transfer(CASH, paid, giver=self.account_id, receiver=house)
        self._add(fill.fill_id, BookingKind.FILL, str(fill), fill.market_time, shares + dollars)
        self.trades.append(Trade(self.number, fill, worth, profit))
        if fill.fee:
            fee = transfer(CASH, fill.fee, giver=self.account_id, receiver=FEES)
            about = f"fee: {fill}"
            self._add(fill.fee_booking_id, BookingKind.FEE, about, fill.market_time, fee)
        return position

    def saved(self) -> None:
        """Forget what is stored by now."""
        self.bookings.clear()
        self.trades.clear()
        self.changed.clear()

    def _trade(
        self, symbol: Symbol, moved: Quantity, paid: Money, fee: Money
    ) -> tuple[Position, Money]:
        position = self.positions.get(symbol)
        if position is None:
            position = self.positions[symbol] = Position(symbol)
        cost_before = position.cost
        profit = position.trade(moved, paid, fee)
        self.cash = Money(self.cash - paid - fee)
        self.invested = Money(self.invested + position.cost - cost_before)
        self.realised = Money(self.realised + profit)
        self._require_agreement()
        self.changed.add(symbol)
        return position, profit

    def _add(
        self,
        booking_id: UUID,
        kind: BookingKind,
        description: str,
        market_time: datetime | None,
        entries: tuple[Entry, ...],
    ) -> None:
        self.number += 1
        self.bookings.append(
            Booking(
                booking_id, self.account_id, self.number, kind, description, market_time, entries
            )
        )

    def _require_agreement(self) -> None:
        if self.cash + self.invested != self.paid_in + self.realised:
            raise BooksDisagree(f"the books of account {self.account_id} do not add up")
