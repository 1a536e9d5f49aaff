"""Numbers of vendors, made exact.

What a vendor writes as ``181.07`` may arrive as the float nearest to it. The shortest decimal that
names this float is what was written, for numbers of up to fifteen digits; prices have fewer.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from vocabulary import NO_SHARES, Price, Quantity

Number = int | float | str | Decimal | None

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def price(number: Number) -> Price | None:
    """Dollars; None where there is no price, which vendors like to write as 0."""
    exact = _exact(number)
    return Price(exact) if exact and exact > 0 else None


def size(number: Number) -> Quantity:
    """Shares or coins."""
    exact = _exact(number)
    return Quantity(exact) if exact and exact > 0 else NO_SHARES


def turnover(vwap: Number, volume: Quantity) -> Decimal | None:
    """Dollars, of an average price that the vendor has rounded; None where it says none."""
    average = price(vwap)
    return None if average is None else average * volume


def moment(milliseconds: Number) -> datetime:
    """Of milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=int(milliseconds or 0))


def _exact(number: Number) -> Decimal | None:
    if number is None or isinstance(number, Decimal):
        return number
    return Decimal(str(number))
