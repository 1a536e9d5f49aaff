"""What holders get of a corporate action: facts owned by the portfolio service. In dollars."""

from uuid import UUID

from pydantic import AwareDatetime

from events.base import (
    Cash,
    CashAfterwards,
    Event,
    OfAccount,
    PositivePrice,
    PositiveShares,
    Shares,
)
from vocabulary import CorporateActionKind, FillId, Symbol


class _OfAction(OfAccount):
    """What a company does to the shares of one holder."""

    action_id: UUID
    """The corporate action."""
    symbol: Symbol
    """Whose shares."""
    market_time: AwareDatetime
    """When it became effective, in market time; of a payment, when that is due."""


class CorporateActionDue(_OfAction, Event, name="CORPORATE_ACTION_DUE"):
    """An account may hold shares of an effective action; its own turn sees to it."""

    kind: CorporateActionKind
    """A split, or a cash dividend."""
    new_shares: PositiveShares | None = None
    """Of a split: so many new shares..."""
    old_shares: PositiveShares | None = None
    """...for so many old ones."""
    last_price: PositivePrice | None = None
    """Of a split: what an old share last cost, in dollars, if anybody knows."""
    amount: PositivePrice | None = None
    """Of a dividend: dollars per share."""
    pays_at: AwareDatetime | None = None
    """When a dividend is paid, in market time."""
    said_at: AwareDatetime
    """When it was said to be effective, by the clock on the wall."""


class DividendDue(_OfAction, Event, name="DIVIDEND_DUE"):
    """An account is to be paid what it was promised; its own turn sees to it."""


class PositionSplit(CashAfterwards, _OfAction, Event, name="POSITION_SPLIT"):
    """Old shares of an account became new ones.

    Said again, under another booking, for shares of which was heard late. Who adds up what was
    traded adds ``added`` and ``cash_in_lieu``, whenever that is heard. Also said to who traded the
    symbol and has nothing of it: nothing is added, and nothing booked.
    """

    booking_id: UUID
    """The booking in the ledger, if there is one; the same if it is announced again."""
    new_shares: PositiveShares
    """So many new shares..."""
    old_shares: PositiveShares
    """...for so many old ones."""
    added: Shares
    """How many shares there are more than before, in new shares; negative where they are fewer."""
    cash_in_lieu: Cash
    """Dollars for fractions of a share; negative where shares are owed."""
    sold: Shares | None = None
    """How many shares those fractions are; ``added`` is without them."""
    realised: Cash
    """What those fractions have earned, in dollars."""
    fill_id: FillId | None = None
    """The fill right after which it was done. If that traded old shares it was booked as the new
    ones that they have become. Missing where it was done before all trades of after it."""
    quantity: Shares
    """How many shares are held afterwards."""
    cost: Cash
    """What they cost, in dollars, without fees."""
    epoch: int | None = None
    """How often the account had begun."""
    said_at: AwareDatetime | None = None
    """When it was said to be effective, by the clock on the wall; missing while it is announced."""


class _Dividend(CashAfterwards, _OfAction):
    """Dollars of a company to who holds its shares; negative, from who owes them."""

    booking_id: UUID
    """The booking in the ledger that pays it; the same if it is announced again."""
    amount: Cash
    """How many dollars."""


class DividendAccrued(_Dividend, Event, name="DIVIDEND_ACCRUED"):
    """An account held or owed shares when the ex-date began: it will be paid, or will pay.

    Said again, with the difference, for shares of which was heard late.
    """

    shares: Shares
    """For how many shares; negative where they are owed."""
    pays_at: AwareDatetime
    """When it is paid, in market time."""


class DividendPaid(_Dividend, Event, name="DIVIDEND_PAID"):
    """A dividend was paid to an account, or by it."""
