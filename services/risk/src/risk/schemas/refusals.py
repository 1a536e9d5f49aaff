"""Why nobody can say what an order would come to."""

from chassis.errors import Unprocessable


class SizeAmbiguous(Unprocessable):
    """It is not said how much, or said twice."""

    code = "size_ambiguous"


class NoPrice(Unprocessable):
    """An order without a limit costs what the market asks, and the market asks nothing."""

    code = "no_quote"


class NotionalTooSmall(Unprocessable):
    """The money buys nothing."""

    code = "notional_too_small"


class PricesMismatched(Unprocessable):
    """No order of that type names such prices."""

    code = "prices_mismatched"


class BoundMissing(Unprocessable):
    """How much an order may cost that waits for a price, only the order service can say."""

    code = "bound_missing"


class BoundsDiffer(Unprocessable):
    """An order with a limit trades no worse than that."""

    code = "bounds_differ"


class FeesDiffer(Unprocessable):
    """The same is said by two names, and not the same."""

    code = "fees_differ"


class LegsMismatched(Unprocessable):
    """No order of that class comes with such exits."""

    code = "legs_mismatched"
