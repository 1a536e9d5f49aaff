"""Numbers, flags and names as they come in: numbers are strings, digit by digit."""

from decimal import Decimal
from typing import Annotated, Any

from fastapi import Header
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from vocabulary import (
    CASH_PLACES,
    DIGITS_MAX,
    PERCENT_PLACES,
    PRICE_PLACES,
    QUANTITY_PLACES,
    ClientOrderId,
    Money,
    Price,
    Quantity,
    Symbol,
    read_plain,
)


def _printable(name: str) -> str:
    if not name.isprintable():
        raise ValueError("only printable characters")
    return name


def _number(places: int) -> tuple[Any, ...]:
    whole = DIGITS_MAX - places
    pattern = rf"^(?=.*[1-9])[0-9]{{1,{whole}}}(\.[0-9]{{1,{places}}})?$"
    return (  # the limits first: then they are part of the number, and cost nothing
        Field(gt=0, max_digits=DIGITS_MAX, decimal_places=places),
        BeforeValidator(read_plain),
        WithJsonSchema({"type": "string", "format": "decimal", "pattern": pattern}),
    )


AskedShares = Annotated[Quantity, *_number(QUANTITY_PLACES)]
AskedPrice = Annotated[Price, *_number(PRICE_PLACES)]
AskedMoney = Annotated[Money, *_number(CASH_PLACES)]
AskedPercent = Annotated[Decimal, *_number(PERCENT_PLACES)]
Flag = Annotated[bool, Field(strict=True)]
"""Yes or no, and not 0 or 1."""

_PRINTABLE = (
    AfterValidator(_printable),
    Field(json_schema_extra={"pattern": r"^[^\x00-\x1f\x7f]+$"}),
)
Name = Annotated[ClientOrderId, StringConstraints(min_length=1, max_length=128), *_PRINTABLE]
IdempotencyKey = Annotated[
    Name | None,
    Header(alias="Idempotency-Key", description="Stands in for a missing `client_order_id`."),
]
SymbolName = Annotated[Symbol, StringConstraints(min_length=1, max_length=32), *_PRINTABLE]
SymbolNames = Annotated[
    str,
    StringConstraints(max_length=4_000),
    AfterValidator(_printable),
    Field(json_schema_extra={"pattern": r"^[^\x00-\x1f\x7f]*$"}),
]
"""Several, with commas between them."""
