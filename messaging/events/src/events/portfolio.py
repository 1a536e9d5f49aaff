"""Facts owned by the portfolio service. Totals, never differences. Money is in dollars."""

from uuid import UUID

from events.base import Cash, Event, PositivePrice, Shares
from vocabulary import AccountId, FillId, Symbol, UserId


class AccountOpened(Event, name="ACCOUNT_OPENED"):
    """A trader has an account with play money, from now on."""

    account_id: AccountId
    user_id: UserId
    cash: Cash


class AccountReset(Event, name="ACCOUNT_RESET"):
    """The account starts over with ``cash`` and no positions. ``epoch`` counts its beginnings."""

    account_id: AccountId
    epoch: int
    cash: Cash


class CashDeposited(Event, name="CASH_DEPOSITED"):
    """Play money came in. ``cash`` is the balance afterwards."""

    account_id: AccountId
    booking_id: UUID
    amount: Cash
    cash: Cash


class CashWithdrawn(Event, name="CASH_WITHDRAWN"):
    """Play money was taken out. ``cash`` is the balance afterwards."""

    account_id: AccountId
    booking_id: UUID
    amount: Cash
    cash: Cash


class PositionChanged(Event, name="POSITION_CHANGED"):
    """What an account now holds of one symbol, and what those shares cost in all."""

    account_id: AccountId
    symbol: Symbol
    quantity: Shares
    cost: Cash
    average_price: PositivePrice | None = None
    fill_id: FillId | None = None


class PortfolioUpdated(Event, name="PORTFOLIO_UPDATED"):
    """How much cash an account now has."""

    account_id: AccountId
    cash: Cash
    fill_id: FillId | None = None
