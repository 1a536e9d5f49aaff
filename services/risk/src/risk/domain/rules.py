"""Which orders an account may place. Rules are checked in order; the first broken one counts."""

from dataclasses import dataclass

from risk.domain.hold import Hold
from vocabulary import Money, Quantity, RejectionReason, plain, value


@dataclass(frozen=True, slots=True)
class Limits:
    """The house's limits for any one order, in dollars."""

    order_value_max: Money


@dataclass(frozen=True, slots=True)
class Means:
    """What an account has that no order holds: dollars, and shares of the order's symbol."""

    cash: Money
    shares: Quantity


@dataclass(frozen=True, slots=True)
class Refusal:
    """Which rule an order breaks, in plain words, and the figures that were compared.

    Cash is in dollars; a figure that the rule does not look at is ``None``.
    """

    reason: RejectionReason
    rule: str
    needed_cash: Money | None = None
    free_cash: Money | None = None
    needed_shares: Quantity | None = None
    free_shares: Quantity | None = None


def refusal(wish: Hold, means: Means | None, limits: Limits) -> Refusal | None:
    """The first rule that ``wish`` breaks; ``None`` if it may trade.

    ``means`` is missing as long as the account is not open.
    """
    if means is None:
        return Refusal(RejectionReason.ACCOUNT_UNKNOWN, "the account is not open")
    return _too_large(wish, limits) or _too_dear(wish, means) or _not_owned(wish, means)


def _too_large(wish: Hold, limits: Limits) -> Refusal | None:
    worth = value(wish.quantity, wish.bound_price)
    if worth <= limits.order_value_max:
        return None
    limit = plain(limits.order_value_max)
    return Refusal(
        RejectionReason.ORDER_TOO_LARGE,
        f"one order may be worth {limit} dollars at most, this one may cost {plain(worth)}",
        needed_cash=worth,
        free_cash=limits.order_value_max,
    )


def _too_dear(wish: Hold, means: Means) -> Refusal | None:
    if not wish.cash or wish.cash <= means.cash:
        return None
    needed, free = plain(wish.cash), plain(means.cash)
    return Refusal(
        RejectionReason.BUYING_POWER_EXCEEDED,
        f"the order may cost {needed} dollars, and {free} are free",
        needed_cash=wish.cash,
        free_cash=means.cash,
    )


def _not_owned(wish: Hold, means: Means) -> Refusal | None:
    if wish.shares <= means.shares or not wish.shares:
        return None
    needed, free = plain(wish.shares), plain(means.shares)
    return Refusal(
        RejectionReason.POSITION_EXCEEDED,
        f"the order sells {needed} shares of {wish.symbol}, and {free} are free",
        needed_shares=wish.shares,
        free_shares=means.shares,
    )
