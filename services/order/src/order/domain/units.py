"""Whole numbers inside the book, decimals outside.

A price counts 10^-8 dollars, a size 10^-9 shares; their product, a value, 10^-17 dollars. Fees
count 10^-4 dollars. Times are microseconds of market time since 1970.
"""

from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal

from vocabulary import (
    MONEY_PLACES,
    PRICE_PLACES,
    QUANTITY_PLACES,
    Money,
    Price,
    Quantity,
    plain,
)

SHARE = 10**QUANTITY_PLACES
DOLLAR = 10**PRICE_PLACES
VALUE_PLACES = PRICE_PLACES + QUANTITY_PLACES
FEE_VALUE = 10 ** (VALUE_PLACES - MONEY_PLACES)
"""What the unit of a fee is worth, as a value."""
MILLISECOND = 1_000
SECOND = 1_000 * MILLISECOND

_EXACT = Context(prec=60)
_START = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


class NotWhole(Exception):
    """A number has more decimals than are counted."""


def price_units(price: Price) -> int:
    """Dollars as a whole number.

    Raises:
        NotWhole: more than ``PRICE_PLACES`` decimals.
    """
    return _whole(price, PRICE_PLACES)


def size_units(quantity: Quantity) -> int:
    """Shares as a whole number.

    Raises:
        NotWhole: more than ``QUANTITY_PLACES`` decimals.
    """
    return _whole(quantity, QUANTITY_PLACES)


def value_units(money: Money) -> int:
    """Dollars as a value.

    Raises:
        NotWhole: more than ``VALUE_PLACES`` decimals.
    """
    return _whole(money, VALUE_PLACES)


def fee_units(money: Money) -> int:
    """Dollars as a fee.

    Raises:
        NotWhole: more than ``MONEY_PLACES`` decimals.
    """
    return _whole(money, MONEY_PLACES)


def price_of(units: int) -> Price:
    """Dollars per share."""
    return Price(Decimal(units).scaleb(-PRICE_PLACES, _EXACT))


def quantity_of(units: int) -> Quantity:
    """Shares."""
    return Quantity(Decimal(units).scaleb(-QUANTITY_PLACES, _EXACT))


def value_of(units: int) -> Money:
    """Dollars, exactly."""
    return Money(Decimal(units).scaleb(-VALUE_PLACES, _EXACT))


def fee_of(units: int) -> Money:
    """Dollars of a fee."""
    return Money(Decimal(units).scaleb(-MONEY_PLACES, _EXACT))


def milliseconds(moment: datetime) -> int:
    """A moment by the wall, in milliseconds since 1970, as whoever makes an id counts."""
    return int(moment.timestamp() * 1000)


def time_units(time: datetime) -> int:
    """Microseconds since 1970."""
    return (time - _START) // _TICK


def time_of(units: int) -> datetime:
    """The moment, in UTC."""
    return _START + units * _TICK


def price_text(units: int) -> str:
    """A price for people."""
    return plain(price_of(units))


def size_text(units: int) -> str:
    """A size for people."""
    return plain(quantity_of(units))


def _whole(number: Decimal, places: int) -> int:
    scaled = number.scaleb(places, _EXACT)
    whole = int(scaled)
    if scaled != whole:
        raise NotWhole(f"{number} has more than {places} decimals")
    return whole
