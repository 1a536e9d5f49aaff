"""How ratios are written: exact decimal strings, rounded half-even to six places; parts of one."""

from decimal import Decimal
from typing import Annotated

from pydantic import PlainSerializer, WithJsonSchema

from vocabulary import plain

Ratio = Annotated[
    Decimal,
    PlainSerializer(plain, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "decimal", "pattern": r"^-?\d+(\.\d{1,6})?$"}),
]
"""A part of one: ``0.05`` is five per cent. Half-even, to six places."""
