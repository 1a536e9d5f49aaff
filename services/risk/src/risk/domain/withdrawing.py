"""What comes into an account, and what may go out.

That is what neither orders hold nor positions require.
"""

from decimal import ROUND_CEILING, Decimal

from risk.domain.account import TradingAccount
from risk.domain.assessing import reserved_of
from risk.domain.case import Refusal
from risk.domain.checks.means import UNPRICED
from risk.domain.margin import MarginTerms, Valuation
from risk.domain.splitting import catch_up
from risk.domain.valuing import is_unpriced, valuation_of
from vocabulary import MONEY_PLACES, NO_MONEY, Money, RejectionReason, WindingPurpose, plain

_UNIT = Decimal(1).scaleb(-MONEY_PLACES)
_PURPOSES = {WindingPurpose.RESET: "reset", WindingPurpose.CLOSE: "closed"}


def withdraw(account: TradingAccount, amount: Money, booked: int | None = None) -> Refusal | None:
    """Take dollars off what is free, or say why they have to stay.

    Whether they are settled was looked at when so many fills were ``booked``, if that matters.
    """
    catch_up(account)
    refused = _refusal(account, amount) or _not_booked(account, booked)
    if refused is None:
        pay_in(account, -amount)
    return refused


def pay_in(account: TradingAccount, cash: Decimal) -> None:
    """Take in dollars from outside; negative, give them back."""
    catch_up(account)
    account.transfer(cash, None if is_unpriced(account) else valuation_of(account).equity)


def withdrawable(account: TradingAccount) -> Money:
    """Dollars that may be taken out now.

    A margin account has to keep what its positions and its open orders take over night, at the
    times that are lent to what is left then, and what keeping its positions takes: nothing as long
    as nobody knows what that is.
    """
    if account.free_cash is None:
        return NO_MONEY
    if not account.profile.is_margin:
        return max(account.free_cash, NO_MONEY)
    if is_unpriced(account):
        return NO_MONEY
    valuation, terms = valuation_of(account), account.rulebook.margin
    return max(_spare(valuation, reserved_of(account), terms), NO_MONEY)


def _spare(valuation: Valuation, reserved: Money, terms: MarginTerms) -> Money:
    """What is left of the equity; negative where there is too little of it."""
    equity, exposed = valuation.equity, Money(valuation.gross + reserved)
    kept = valuation.maintenance(terms)
    lent = (exposed / terms.overnight).quantize(_UNIT, ROUND_CEILING)
    with_loan = equity - max(lent, terms.equity_min, kept)
    without = equity - max(exposed, kept)
    return Money(max(with_loan, without))


def _not_booked(account: TradingAccount, booked: int | None) -> Refusal | None:
    """What a fill has brought of which nobody has looked whether it is settled stays for now."""
    if booked is None or booked >= account.profile.life.fills:
        return None
    reason = "trades of the account are being booked just now; ask again in a moment"
    return Refusal(RejectionReason.BUYING_POWER_EXCEEDED, reason)


def _refusal(account: TradingAccount, amount: Money) -> Refusal | None:
    life, free = account.profile.life, withdrawable(account)
    if life.is_closed:
        return Refusal(RejectionReason.ACCOUNT_CLOSED, "the account is closed")
    if life.winding is not None:
        said = f"the account is being {_PURPOSES[life.winding.purpose]}"
        return Refusal(RejectionReason.TRADING_HALTED, said)
    if amount <= free:
        return None
    if account.profile.is_margin and is_unpriced(account):
        return UNPRICED
    return Refusal(
        RejectionReason.BUYING_POWER_EXCEEDED,
        f"{plain(amount)} dollars were to be taken out, and {plain(free)} may be: the rest is held"
        " by open orders or required by positions",
        needed_cash=amount,
        free_cash=free,
    )
