"""What would become of an order that nobody has placed."""

from collections.abc import Sequence
from dataclasses import dataclass

from risk.domain.account import TradingAccount
from risk.domain.assessing import case_of
from risk.domain.case import Case, Refusal
from risk.domain.commitment import NOTHING, Wish
from risk.domain.reducing import NOTHING_TO_REDUCE, reduced
from risk.domain.rules import broken
from risk.domain.terms import NO_TERMS, Terms
from vocabulary import Money, Quantity


class NothingToReplace(LookupError):
    """No open order of the account is called so, or none that such an order could replace."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the rules would see, and all that would be broken, the first one first.

    ``position`` is what there is of its symbol now, in shares, negative where they are owed, and
    ``fees`` the most that the order's own fees may come to, in dollars.
    """

    case: Case
    position: Quantity
    fees: Money
    broken: Sequence[Refusal]


def estimate(
    account: TradingAccount, wish: Wish, terms: Terms = NO_TERMS, *, reduce_only: bool = False
) -> Estimate:
    """What deciding on the order would come to now. Nothing is held.

    Raises:
        NothingToReplace: it is to stand in the place of an order that it cannot replace.
    """
    if reduce_only:
        wish = reduced(account, wish)
    before, after = account.foreseen(wish)
    if wish.replaces is not None and before is NOTHING:
        raise NothingToReplace(f"none of your open orders is {wish.replaces}, or like that")
    case = case_of(account, wish, terms, before, after)
    wrong = [] if wish.hold.quantity else [NOTHING_TO_REDUCE]
    return Estimate(case, account.position(case.symbol), wish.hold.fee, [*wrong, *broken(case)])
