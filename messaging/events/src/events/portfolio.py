"""Facts owned by the portfolio service. Totals, never differences. Money is in dollars."""

from datetime import date
from uuid import UUID

from pydantic import AwareDatetime

from events.base import (
    Cash,
    CashAfterwards,
    Event,
    Facts,
    OfAccount,
    PositivePrice,
    Shares,
)
from vocabulary import (
    FillId,
    MarginType,
    Symbol,
    TransferKind,
    UserId,
    WindingPurpose,
)


class _Transfer(CashAfterwards):
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


class _OfTransfer(OfAccount):
    """Play money that somebody wants to move."""

    transfer_id: UUID
    """Which transfer; also the booking in the ledger that it may become."""
    amount: Cash
    """How much is to be moved, in dollars; always positive."""


class _OfWinding(OfAccount):
    """An account that is to come to rest."""

    winding_id: UUID
    """Which time; one account may be reset again and again."""
    purpose: WindingPurpose
    """What for."""


class AccountOpened(CashAfterwards, Event, name="ACCOUNT_OPENED"):
    """A trader has an account with play money, from now on."""

    user_id: UserId
    """Whose account it is."""
    margin: MarginType = MarginType.CASH
    """Whether it may borrow."""
    account_name: str = ""
    """What its owner calls it."""
    currency: str = "USD"
    """What its cash is counted in."""
    is_first: bool = True
    """Whether it is the one that its owner got by signing up."""
    fill_model: str | None = None
    """How its orders are filled, if its owner chose that."""


class AccountRenamed(OfAccount, Event, name="ACCOUNT_RENAMED"):
    """The owner of an account calls it something else."""

    account_name: str
    """What they call it now."""


class TransferRequested(_OfTransfer, Event, name="TRANSFER_REQUESTED"):
    """Somebody wants to pay play money in, or take it out; the account's own turn sees to it."""

    kind: TransferKind
    """Which way it goes."""
    market_time: AwareDatetime | None = None
    """Market time at which they asked, if the portfolio service knew it."""


class WithdrawalRequested(_OfTransfer, Event, name="WITHDRAWAL_REQUESTED"):
    """Play money is to go out if it is free: risk knows what open orders hold, and answers."""

    market_time: AwareDatetime | None = None
    """Market time at which somebody asked, if the portfolio service knew it."""
    fills: int | None = None
    """Whether all is settled is known of so many fills of the account; missing if that is at once.

    What a fill beyond them has brought may not go out yet.
    """


class InterestDue(OfAccount, Event, name="INTEREST_DUE"):
    """A margin account owed dollars over night; its own turn has it pay for that."""

    day: date
    """The market day that has begun."""
    epoch: int
    """How often the account had begun."""
    amount: Cash
    """How much is due, in dollars; always positive."""
    market_time: AwareDatetime
    """Market time at which it is due."""


class InterestCharged(_Transfer, Event, name="INTEREST_CHARGED"):
    """Owing dollars has cost something; of a market day once."""


class WindingUpRequested(_OfWinding, Event, name="ACCOUNT_WINDING_UP_REQUESTED"):
    """Somebody wants an account to start over or to end; the account's own turn sees to it."""

    cash: Cash | None = None
    """Dollars to start over with; missing if it is to end."""
    market_time: AwareDatetime | None = None
    """Market time at which they asked, if the portfolio service knew it."""


class AccountWindingUp(_OfWinding, Event, name="ACCOUNT_WINDING_UP"):
    """An account trades no more, and what it has open is canceled, until it is reset or closed."""


class AccountReset(CashAfterwards, Event, name="ACCOUNT_RESET"):
    """The account starts over with ``cash`` and no positions."""

    epoch: int
    """How often the account has begun."""
    market_time: AwareDatetime | None = None
    """Market time at which it was, if the portfolio service knew it."""


class AccountClosed(OfAccount, Event, name="ACCOUNT_CLOSED"):
    """The account has ended, with no cash and no positions; nothing is booked on it any more."""

    epoch: int
    """How often it had begun."""
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
    epoch: int | None = None
    """How often the account had begun."""
    market_time: AwareDatetime | None = None
    """Market time of what changed it, if it is known."""


class PortfolioUpdated(CashAfterwards, _AfterFill, Event, name="PORTFOLIO_UPDATED"):
    """How much cash an account now has."""
