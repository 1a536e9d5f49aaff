"""Numbers that may be negative, digit by digit, as strings."""

from decimal import Decimal
from typing import Annotated

from pydantic import PlainSerializer, WithJsonSchema

from vocabulary import CASH_PLACES, PERCENT_PLACES, PRICE_PLACES, Money, Price, plain


def _shown(places: int) -> tuple[PlainSerializer, WithJsonSchema]:
    pattern = rf"^-?\d+(\.\d{{1,{places}}})?$"
    return (
        PlainSerializer(plain, return_type=str, when_used="json"),
        WithJsonSchema({"type": "string", "format": "decimal", "pattern": pattern}),
    )


SignedPrice = Annotated[Price, *_shown(PRICE_PLACES)]
"""Dollars per share."""
Percent = Annotated[Decimal, *_shown(PERCENT_PLACES)]
Dollars = Annotated[Money, *_shown(CASH_PLACES)]
