"""Facts owned by the portfolio service. Totals, never differences. Money is in dollars."""

from uuid import UUID

from pydantic import AwareDatetime

from events.base import Cash, Event, Facts, OfAccount, PositivePrice, Shares
from vocabulary import FillId, MarginType, Symbol, UserId


class _CashAfterwards(OfAccount):
    """Something that settles how much cash there is."""

    cash: Cash
    """The balance afterwards, in dollars."""


class _Transfer(_CashAfterwards):
    """Play money that came in or went out."""

    booking_id: UUID
    """The booking in the ledger; the same if it is announced again."""
    amount: Cash
    """How much was moved, in dollars; never negative."""
    market_time: AwareDatetime | None = None
    """Market time at which it was, if the portfolio service knew it."""


class _AfterFill(Facts):
    """Something that a fill may have led to."""

    fill_id: FillId | None = None
    """The fill that was booked, if one was."""


class AccountOpened(_CashAfterwards, Event, name="ACCOUNT_OPENED"):
    """A trader has an account with play money, from now on."""

    user_id: UserId
    """Whose account it is."""
    margin: MarginType = MarginType.CASH
    """Whether it may borrow."""


class AccountReset(_CashAfterwards, Event, name="ACCOUNT_RESET"):
    """The account starts over with ``cash`` and no positions."""

    epoch: int
    """How often the account has begun."""
    market_time: AwareDatetime | None = None
    """Market time at which it was, if the portfolio service knew it."""


class CashDeposited(_Transfer, Event, name="CASH_DEPOSITED"):
    """Play money came in."""


class CashWithdrawn(_Transfer, Event, name="CASH_WITHDRAWN"):
    """Play money was taken out."""


class PositionChanged(OfAccount, _AfterFill, Event, name="POSITION_CHANGED"):
    """What an account now holds of one symbol, and what those shares cost in all."""

    symbol: Symbol
    """What is held, for example ``IBM``."""
    quantity: Shares
    """How much of it, in shares."""
    cost: Cash
    """What those shares cost, in dollars, without fees."""
    average_price: PositivePrice | None = None
    """What one of them cost, in dollars, without fees; missing when there are none."""


class PortfolioUpdated(_CashAfterwards, _AfterFill, Event, name="PORTFOLIO_UPDATED"):
    """How much cash an account now has."""
