"""Which orders an account may place. Rules are checked in order; the first broken one counts."""

from dataclasses import dataclass

from vocabulary import Money, Quantity, RejectionReason, Symbol, plain


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
class Need:
    """What has to be free for an order: dollars and shares; and what it may be worth, in dollars.

    Of one that replaces another, what it commits beyond that one.
    """

    symbol: Symbol
    worth: Money
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


def refusal(need: Need, means: Means | None, limits: Limits) -> Refusal | None:
    """The first rule that an order with this need breaks; ``None`` if it may trade.

    ``means`` is missing as long as the account is not open.
    """
    if means is None:
        return Refusal(RejectionReason.ACCOUNT_UNKNOWN, "the account is not open")
    return _too_large(need, limits) or _too_dear(need, means) or _not_owned(need, means)


def _too_large(need: Need, limits: Limits) -> Refusal | None:
    if need.worth <= limits.order_value_max:
        return None
    limit, worth = plain(limits.order_value_max), plain(need.worth)
    return Refusal(
        RejectionReason.ORDER_TOO_LARGE,
        f"one order may be worth {limit} dollars at most, this one may cost {worth}",
        needed_cash=need.worth,
    )


def _too_dear(need: Need, means: Means) -> Refusal | None:
    if need.cash <= 0 or need.cash <= means.cash:
        return None
    needed, free = plain(need.cash), plain(means.cash)
    return Refusal(
        RejectionReason.BUYING_POWER_EXCEEDED,
        f"the order may cost {needed} dollars, and {free} are free",
        needed_cash=need.cash,
        free_cash=means.cash,
    )


def _not_owned(need: Need, means: Means) -> Refusal | None:
    if need.shares <= 0 or need.shares <= means.shares:
        return None
    needed, free = plain(need.shares), plain(means.shares)
    return Refusal(
        RejectionReason.POSITION_EXCEEDED,
        f"the order sells {needed} shares of {need.symbol}, and {free} are free",
        needed_shares=need.shares,
        free_shares=means.shares,
    )
