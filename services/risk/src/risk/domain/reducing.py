"""Orders that may only make a position smaller: they are for as much of it as there is."""

from risk.domain.account import TradingAccount
from risk.domain.case import Refusal
from risk.domain.commitment import Wish
from vocabulary import NO_SHARES, RejectionReason

NOTHING_TO_REDUCE = Refusal(
    RejectionReason.POSITION_EXCEEDED,
    "there is nothing that it could reduce: no shares are free",
    free_shares=NO_SHARES,
)


def reduced(account: TradingAccount, wish: Wish) -> Wish:
    """The wish for as many shares as there are to reduce, if that is less; perhaps for none."""
    return wish.of(min(wish.hold.quantity, account.reducible(wish)))
