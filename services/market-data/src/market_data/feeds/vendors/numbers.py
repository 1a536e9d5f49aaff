"""Numbers of vendors, made exact.

What a vendor writes as ``181.07`` may arrive as the float nearest to it. The shortest decimal that
names this float is what was written, for numbers of up to fifteen digits; prices have fewer.
Coins have more decimals at some vendors than events have room for; those are rounded away.
"""

from datetime import UTC, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

from vocabulary import DIGITS_MAX, NO_SHARES, PRICE_PLACES, QUANTITY_PLACES, Price, Quantity

Number = int | float | str | Decimal | None

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PRICE_UNIT = Decimal(1).scaleb(-PRICE_PLACES)
_QUANTITY_UNIT = Decimal(1).scaleb(-QUANTITY_PLACES)


def price(number: Number) -> Price | None:
    """Dollars; None where there is no price, which vendors like to write as 0.

    Raises:
        ArithmeticError, ValueError: it is no number, or too large to be one.
    """
    exact = _exact(number).quantize(_PRICE_UNIT, ROUND_HALF_EVEN)
    return Price(exact) if exact > 0 else None


def size(number: Number) -> Quantity:
    """Shares or coins.

    Raises:
        ArithmeticError, ValueError: it is no number, or too large to be one.
    """
    exact = _exact(number).quantize(_QUANTITY_UNIT, ROUND_DOWN)
    return Quantity(exact) if exact > 0 else NO_SHARES


def turnover(vwap: Number, volume: Quantity) -> Decimal | None:
    """Dollars, of an average price that the vendor has rounded; None where it says none."""
    average = price(vwap)
    return None if average is None else average * volume


def moment(milliseconds: Number) -> datetime:
    """Of milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=int(milliseconds or 0))


def _exact(number: Number) -> Decimal:
    exact = Decimal(str(number or 0))
    if not exact.is_finite() or exact.adjusted() >= DIGITS_MAX:
        raise ValueError(f"{number} is not a price or size")
    return exact
