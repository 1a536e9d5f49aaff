"""Whether an account may trade at all, and whether it has what an order needs."""

from risk.domain.case import Case, Refusal
from vocabulary import RejectionReason, WindingPurpose, plain


def is_unknown(case: Case) -> str | None:
    """The account is not open."""
    return "the account is not open" if case.means is None else None


def has_ended(case: Case) -> str | None:
    """The account was closed."""
    return "the account is closed" if case.has_ended else None


def is_wound_up(case: Case) -> str | None:
    """The account is to come to rest, so that it can be reset or closed."""
    match case.winding:
        case None:
            return None
        case WindingPurpose.RESET:
            return "the account is being reset, and takes no orders before it has started over"
        case WindingPurpose.CLOSE:
            return "the account is being closed, and takes no more orders"


def is_halted(case: Case) -> str | None:
    """Somebody has halted trading, for the account or for everybody."""
    return None if case.halted is None else f"trading is halted: {case.halted}"


UNPRICED = Refusal(
    RejectionReason.BUYING_POWER_EXCEEDED,
    "it is not known yet what the account is worth: the market has not named all prices since the"
    " exchange was started; ask again in a moment",
)


def is_unpriced(case: Case) -> Refusal | None:
    """It may open something, and nobody knows what the account is worth."""
    return UNPRICED if case.is_unpriced and case.need.opened > 0 else None


def is_too_dear(case: Case) -> Refusal | None:
    """It would take more buying power than there is."""
    need, means = case.need, case.means
    if means is None or need.cash <= 0 or need.cash <= means.cash:
        return None
    needed, free = plain(need.cash), plain(means.cash)
    power = f"the order may take {needed} dollars of buying power, and {free} are left"
    return Refusal(
        RejectionReason.BUYING_POWER_EXCEEDED,
        power if case.is_margin else f"the order may cost {needed} dollars, and {free} are free",
        needed_cash=need.cash,
        free_cash=means.cash,
    )


def is_not_owned(case: Case) -> Refusal | None:
    """It sells more than the account has, and the account may not owe shares."""
    need, means = case.need, case.means
    if means is None or case.is_margin or need.shares <= 0 or need.shares <= means.shares:
        return None
    needed, free = plain(need.shares), plain(means.shares)
    return Refusal(
        RejectionReason.POSITION_EXCEEDED,
        f"the order sells {needed} shares of {case.symbol}, and {free} are free",
        needed_shares=need.shares,
        free_shares=means.shares,
    )
