"""Numbers and flags as they come in: numbers are strings, digit by digit."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from vocabulary import (
    CASH_PLACES,
    DIGITS_MAX,
    MONEY_PLACES,
    PRICE_PLACES,
    QUANTITY_PLACES,
    Money,
    Price,
    Quantity,
    read_plain,
)


def _plain(number: object) -> Decimal:
    return number if isinstance(number, Decimal) else read_plain(number)


def _number(places: int, least: str, digits: int = DIGITS_MAX) -> tuple[Any, ...]:
    pattern = rf"^{least}[0-9]{{1,{digits - places}}}(\.[0-9]{{1,{places}}})?$"
    return (  # the limits first: then they are part of the number, and cost nothing
        Field(ge=0, max_digits=digits, decimal_places=places),
        BeforeValidator(_plain),
        WithJsonSchema({"type": "string", "format": "decimal", "pattern": pattern}),
    )


_NOT_ZERO = "(?=.*[1-9])"
AskedShares = Annotated[Quantity, Field(gt=0), *_number(QUANTITY_PLACES, _NOT_ZERO)]
AskedPrice = Annotated[Price, Field(gt=0), *_number(PRICE_PLACES, _NOT_ZERO)]
AskedMoney = Annotated[Money, Field(gt=0), *_number(CASH_PLACES, _NOT_ZERO)]
AskedFee = Annotated[Money, *_number(MONEY_PLACES, "")]
"""Dollars; none is a fee too."""
ToldPrice = Annotated[Price, Field(gt=0), *_number(PRICE_PLACES, _NOT_ZERO, DIGITS_MAX + 1)]
"""What the order service works out may be a little beyond what may be asked for."""
ToldFee = Annotated[Money, *_number(MONEY_PLACES, "", DIGITS_MAX + MONEY_PLACES)]
"""Rates of whatever orders may be worth."""
Flag = Annotated[bool, Field(strict=True)]
"""Yes or no, and not 0 or 1."""
