"""One account's books: its cash, its positions, and every booking that led to them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from portfolio.domain.actions import NOTHING, Effect
from portfolio.domain.claims import Claims
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
from portfolio.domain.life import PLAIN, News, Terms, Winding
from portfolio.domain.lots import Move, Step, gone
from portfolio.domain.position import Position
from portfolio.domain.refusals import AccountIsClosed, AccountNotOpen, AlreadyOpen, BooksDisagree
from portfolio.domain.settlement import Unsettled
from portfolio.domain.trade import MARKET, Fill, Trade
from vocabulary import NO_MONEY, AccountId, MarginType, Money, Quantity, Side, Symbol, UserId, value


@dataclass(slots=True)
class Account:
    """What one account owns, in dollars and shares.

    ``opening_cash`` is what it is given when it is opened, ``paid_in`` all that was deposited,
    ``invested`` what the positions cost, ``realised`` what sales have earned, less all fees, and
    ``dividends`` what holding shares has; ``interest``, paid for days up to ``charged_until``, is
    what owing dollars has cost. In its ``epoch``, always ``cash + invested == paid_in + realised +
    dividends - interest``, to the last unit. ``number`` counts the bookings, and ``fills`` the
    fills, of all epochs; ``booked_until`` is the latest market time of a booking. ``winding`` is
    what it is being wound up for, ``leaving`` what risk is asked to let out. ``bookings``,
    ``trades``, ``changed``, ``steps`` for its lots, and ``news`` are what is not yet saved.
    """

    account_id: AccountId
    opening_cash: Money = NO_MONEY
    user_id: UserId | None = None
    paid_in: Money = NO_MONEY
    cash: Money = NO_MONEY
    number: int = 0
    positions: dict[Symbol, Position] = field(default_factory=dict[Symbol, Position])
    epoch: int = 1
    fills: int = 0
    booked_until: datetime | None = None
    is_closed: bool = False
    margin: MarginType = MarginType.CASH
    winding: Winding | None = None
    claims: Claims = field(default_factory=Claims)
    unsettled: Unsettled = field(default_factory=Unsettled)
    leaving: dict[UUID, Money] = field(default_factory=dict[UUID, Money])
    interest: Money = NO_MONEY
    charged_until: date | None = None
    invested: Money = field(init=False)
    realised: Money = field(init=False)
    dividends: Money = field(init=False)
    bookings: list[Booking] = field(init=False, default_factory=list[Booking])
    trades: list[Trade] = field(init=False, default_factory=list[Trade])
    changed: set[Symbol] = field(init=False, default_factory=set[Symbol])
    steps: list[Step] = field(init=False, default_factory=list[Step])
    news: News = field(init=False, default_factory=News)

    def __post_init__(self) -> None:
        self._add_up()

    def _add_up(self) -> None:
        positions = self.positions.values()
        self.invested = Money(sum((each.cost for each in positions), Decimal(0)))
        self.realised = Money(sum((each.realised for each in positions), Decimal(0)))
        self.dividends = Money(sum((each.dividends for each in positions), Decimal(0)))
        self._require_agreement()

    @property
    def is_open(self) -> bool:
        """Whether it was ever opened."""
        return self.user_id is not None

    @property
    def is_at_work(self) -> bool:
        """Whether its owner may move money: it was opened, has not ended, and is not about to."""
        return self.is_open and not self.is_closed and self.winding is None

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to save."""
        return bool(self.bookings or self.claims.changed) or self.news != News()

    @property
    def fees(self) -> Money:
        """Dollars that trading has cost so far."""
        return Money(sum((each.fees for each in self.positions.values()), NO_MONEY))

    def open(self, user_id: UserId, terms: Terms = PLAIN) -> None:
        """Let ``user_id`` start with the opening cash.

        Raises:
            AlreadyOpen: that was done before.
        """
        if self.is_open:
            raise AlreadyOpen(f"account {self.account_id} is open already")
        self.user_id, self.news.terms, self.margin = user_id, terms, terms.margin
        self.pay_in(self.account_id, self.opening_cash, BookingKind.OPENING, "opening deposit")

    def pay_in(
        self,
        booking_id: UUID,
        amount: Money,
        kind: BookingKind,
        description: str,
        market_time: datetime | None = None,
    ) -> None:
        """Take in ``amount`` dollars of play money; if negative, they go out.

        Raises:
            AccountNotOpen, AccountIsClosed: there are no books to enter it into.
        """
        self.require_books()
        self.cash = Money(self.cash + amount)
        self.paid_in = Money(self.paid_in + amount)
        self._require_agreement()
        entries = transfer(CASH, amount, giver=OUTSIDE, receiver=self.account_id)
        self.enter(booking_id, kind, description, market_time, entries)

    def book(self, fill: Fill, since: Effect = NOTHING) -> Position:
        """Move the shares and the dollars of a fill, and its fee; return the position as it is now.

        The fee is a booking of its own, so that the ledger shows it as what it is. What a split has
        added to the shares ``since`` they were traded comes to the position, and is booked apart.

        Raises:
            AccountNotOpen, AccountIsClosed: there are no books to enter it into.
            BooksDisagree: the account's figures no longer add up.
        """
        self.require_books()
        worth = value(fill.quantity, fill.price)
        sign = 1 if fill.side is Side.BUY else -1
        traded, paid = fill.moved, Money(sign * worth)
        moved = Quantity(traded + since.added)
        position, profit = self.trade(fill.symbol, moved, paid, fill.fee)
        house = OUTSIDE if fill.counterparty == MARKET else CLEARING
        shares = transfer(fill.symbol, traded, giver=house, receiver=self.account_id)
        dollars = transfer(CASH, paid, giver=self.account_id, receiver=house)
        self.enter(fill.fill_id, BookingKind.FILL, str(fill), fill.market_time, shares + dollars)
        self.trades.append(Trade(self.number, fill, worth, profit, self.epoch))
        self.fills += 1
        if fill.side is Side.SELL:
            self.unsettled.sold(worth, fill.market_time)
        held, at = Quantity(position.quantity - moved), fill.market_time
        how = self.epoch, fill.symbol, held, moved, paid, at
        if moved:
            self.steps.append(Move(fill.fill_id, self.number, *how))
        if fill.fee:
            fee = transfer(CASH, fill.fee, giver=self.account_id, receiver=FEES)
            about = f"fee: {fill}"
            self.enter(fill.fee_booking_id, BookingKind.FEE, about, fill.market_time, fee)
        return position

    def give_back(
        self, booking_id: UUID, kind: BookingKind, description: str
    ) -> tuple[Position, ...]:
        """Let everything go, shares at cost, as when an epoch ends; profit and loss begin anew.

        Returns:
            the positions as they are afterwards: empty, with what they had earned.

        Raises:
            AccountNotOpen, AccountIsClosed: there are no books to enter it into.
        """
        self.require_books()
        positions, at = self.positions.values(), self.booked_until
        held = [one for one in positions if one.quantity]
        leaving = [*((one.symbol, one.quantity) for one in held), (CASH, self.cash)]
        pairs = [transfer(*one, giver=self.account_id, receiver=OUTSIDE) for one in leaving]
        entries = tuple(entry for pair in pairs for entry in pair if entry.amount)
        self.enter(booking_id, kind, description, at, entries)
        self.steps += (gone(self.bookings[-1], one) for one in held)
        left = [one.emptied() for one in positions]
        self.paid_in = self.cash = self.interest = NO_MONEY
        self.unsettled.clear()
        self.positions.clear()
        self.changed.clear()
        self._add_up()
        return tuple(left)

    def saved(self) -> None:
        """Forget what is stored by now."""
        self.bookings.clear()
        self.trades.clear()
        self.changed.clear()
        self.steps.clear()
        self.claims.changed.clear()
        self.news = News()

    def require_books(self) -> None:
        """Refuse what has no books to be entered into.

        Raises:
            AccountNotOpen: the account was never opened.
            AccountIsClosed: it has ended.
        """
        if not self.is_open:
            raise AccountNotOpen(f"account {self.account_id} was never opened")
        if self.is_closed:
            raise AccountIsClosed(f"account {self.account_id} has ended")

    def trade(
        self, symbol: Symbol, moved: Quantity, paid: Money, fee: Money
    ) -> tuple[Position, Money]:
        """Let shares come for dollars, or go; the position then, and what that realised."""
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

    def enter(
        self,
        booking_id: UUID,
        kind: BookingKind,
        description: str,
        market_time: datetime | None,
        entries: tuple[Entry, ...],
    ) -> None:
        """Add a booking to the ledger, the next one of the account."""
        self.number += 1
        if market_time is not None:
            self.booked_until = max(self.booked_until or market_time, market_time)
        what = kind, description, market_time, entries
        self.bookings.append(Booking(booking_id, self.account_id, self.number, *what, self.epoch))

    def _require_agreement(self) -> None:
        earned = self.realised + self.dividends - self.interest
        if self.cash + self.invested != self.paid_in + earned:
            raise BooksDisagree(f"the books of account {self.account_id} do not add up")
