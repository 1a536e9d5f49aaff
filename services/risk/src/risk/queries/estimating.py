"""What a trader is told of an order beforehand."""

from chassis.errors import Unprocessable
from risk.domain.account import TradingAccount
from risk.domain.commitment import Wish
from risk.domain.estimating import Estimate, NothingToReplace, estimate
from risk.domain.splitting import catch_up
from risk.domain.terms import Terms


class ReplacesUnknown(Unprocessable):
    """No open order of the account is called so, or none that such an order could replace."""

    code = "replaces_unknown"


def estimated(
    account: TradingAccount, wish: Wish, terms: Terms, *, reduce_only: bool = False
) -> Estimate:
    """What would become of an order that is placed now.

    Raises:
        ReplacesUnknown: it is to stand in the place of an order that it cannot replace.
    """
    catch_up(account, terms.at, wish.hold.symbol)
    try:
        return estimate(account, wish, terms, reduce_only=reduce_only)
    except NothingToReplace as unknown:
        raise ReplacesUnknown(str(unknown), replaces=wish.replaces) from unknown
