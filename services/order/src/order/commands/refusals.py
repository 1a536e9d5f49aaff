"""Why a wish is refused."""

from collections.abc import Mapping

from chassis.errors import Conflict, NotFound, TooManyRequests, Unprocessable
from order.domain.validation import RULES, Breach


class KeyReused(Unprocessable):
    """The name already belongs to an order with other terms."""

    code = "key_reused"


class UnknownSymbol(Unprocessable):
    """Nobody quotes this symbol."""

    code = "unknown_symbol"


class NoQuote(Unprocessable):
    """An order without a limit needs somebody on the other side, and nobody is there."""

    code = "no_quote"


class NotionalTooSmall(Unprocessable):
    """The money does not buy the least part of a share."""

    code = "notional_too_small"


class QuantityTooSmall(Unprocessable):
    """A part of a position that is no share at all, or no more than was filled already."""

    code = "quantity_too_small"


class QuantityNotChangeable(Unprocessable):
    """Exits trade as much as their entry did."""

    code = "quantity_not_changeable"


class NothingToChange(Unprocessable):
    """The replacement would be the same order."""

    code = "nothing_to_change"


class OrderRateExceeded(TooManyRequests):
    """The account places orders faster than it may."""

    code = "order_rate_exceeded"


class OwnOrderInTheWay(Conflict):
    """The account would trade with itself."""

    code = "own_order_in_the_way"


class NotCancelable(Conflict):
    """The order has ended."""

    code = "not_cancelable"


class NotReplaceable(Conflict):
    """The order has ended, or another wish about it has to be answered first."""

    code = "not_replaceable"


class NoPosition(NotFound):
    """There is nothing to close."""

    code = "no_position"


class NothingToExit(Unprocessable):
    """Exits without an entry need a position."""

    code = "nothing_to_exit"


class NotFree(Conflict):
    """Orders hold what is to be closed."""

    code = "not_free"


MAKES_NO_SENSE: Mapping[str, type[Unprocessable]] = {
    code: type(f"Breaks_{code}", (Unprocessable,), {"code": code, "__doc__": rule.__doc__})
    for code, rule in RULES.items()
}
"""The refusal for each rule of :mod:`order.domain.validation`."""


def refusal_of(breach: Breach) -> Unprocessable:
    """The refusal of an order that breaks a rule."""
    return MAKES_NO_SENSE[breach.code](breach.text, **breach.figures)
