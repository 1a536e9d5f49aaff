"""Prices, quantities and money: exact decimals with a scale each, and the one place that rounds.

Scales: a price has at most 8 decimals, a quantity 9, money is booked to 4 and shown to 2. Rounding
is half-even (IEEE 754 "banker's rounding"), so that errors do not add up in one direction; only
what is traded is rounded towards zero, so that parts never cost more than the whole was held for.
"""

import re
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Context, Decimal
from typing import NewType

Price = NewType("Price", Decimal)
"""Dollars per share."""
Quantity = NewType("Quantity", Decimal)
"""Shares, or coins."""
Money = NewType("Money", Decimal)
"""Dollars."""

PRICE_PLACES = 8
QUANTITY_PLACES = 9
MONEY_PLACES = 4
CASH_PLACES = 2
PERCENT_PLACES = 4
DIGITS_MAX = 18
"""Digits that a number may have on its way in: enough for a trillion dollars to the last place."""

NO_MONEY = Money(Decimal(0))
NO_SHARES = Quantity(Decimal(0))

_PLAIN = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_MONEY_UNIT = Decimal(1).scaleb(-MONEY_PLACES)
_CASH_UNIT = Decimal(1).scaleb(-CASH_PLACES)
_SHARE_UNIT = Decimal(1).scaleb(-QUANTITY_PLACES)
_PRICE_UNIT = Decimal(1).scaleb(-PRICE_PLACES)
_PERCENT_UNIT = Decimal(1).scaleb(-PERCENT_PLACES)


def value(quantity: Quantity, price: Price) -> Money:
    """What ``quantity`` costs at ``price``: dollars, rounded towards zero to ``MONEY_PLACES``."""
    return Money(_EXACT.multiply(quantity, price).quantize(_MONEY_UNIT, ROUND_DOWN, _EXACT))


def average_price(cost: Money, quantity: Quantity) -> Price:
    """Dollars per share when ``quantity`` shares cost ``cost``, rounded to ``PRICE_PLACES``.

    Raises:
        ZeroDivisionError: no shares have no average price.
    """
    return Price(_EXACT.quantize(_EXACT.divide(cost, quantity), _PRICE_UNIT))


def portion(money: Money, part: Quantity, whole: Quantity) -> Money:
    """What ``part`` of ``whole`` shares bear of ``money``: dollars, to ``MONEY_PLACES``, half-even.

    The whole bears all of it, to the last unit.

    Raises:
        ZeroDivisionError: no shares bear nothing.
    """
    share = _EXACT.divide(_EXACT.multiply(money, part), whole)
    return Money(_EXACT.quantize(share, _MONEY_UNIT))


def converted(shares: Quantity, whole: Quantity, becomes: Quantity) -> Quantity:
    """What becomes of ``shares`` of a ``whole`` that becomes ``becomes`` shares, as in a split.

    Rounded half-even to ``QUANTITY_PLACES``; the whole becomes exactly that.

    Raises:
        ZeroDivisionError: no shares become nothing else.
    """
    exact = _EXACT.divide(_EXACT.multiply(shares, becomes), whole)
    return Quantity(_EXACT.quantize(exact, _SHARE_UNIT))


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """How many per cent of ``whole`` ``part`` is, rounded half-even to ``PERCENT_PLACES``.

    Raises:
        ZeroDivisionError: of nothing there are no parts.
    """
    share = _EXACT.divide(_EXACT.multiply(part, Decimal(100)), whole)
    return _EXACT.quantize(share, _PERCENT_UNIT)


def cents(money: Money) -> Money:
    """Money as it is shown: dollars, rounded half-even to ``CASH_PLACES``."""
    return Money(_EXACT.quantize(money, _CASH_UNIT))


def plain(number: Decimal) -> str:
    """The one way a number is written: no exponent, no trailing zeros, no negative zero."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def read_plain(number: object) -> Decimal:
    """What somebody wrote in plain digits, like ``10.25``: the inverse of :func:`plain`.

    Raises:
        ValueError: it is no string, or has an exponent, spaces or digits of another script.
    """
    if not isinstance(number, str):
        raise ValueError('write it as a string, "10.25"; a JSON number may have lost digits')  # noqa: TRY004  # pydantic takes it for a refusal
    if not _PLAIN.fullmatch(number):
        raise ValueError("write it in plain digits, like 10.25")
    return Decimal(number)
