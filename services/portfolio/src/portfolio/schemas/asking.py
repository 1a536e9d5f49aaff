"""What people ask of their accounts."""

from typing import Annotated, Literal

from fastapi import Header
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from events.base import Cash
from portfolio.domain.life import Terms
from vocabulary import CASH_PLACES, DIGITS_MAX, FillModelName, MarginType, read_plain

NAME_CHARACTERS_MAX = 60
_ONE_LINE = r"^[^\x00-\x20\x7f]([^\x00-\x1f\x7f]*[^\x00-\x20\x7f])?$"
_WHOLE_DIGITS = DIGITS_MAX - CASH_PLACES
_AMOUNT = rf"^(?=.*[1-9])[0-9]{{1,{_WHOLE_DIGITS}}}(\.[0-9]{{1,{CASH_PLACES}}})?$"


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("only printable characters")
    return text


Amount = Annotated[
    Cash,
    Field(gt=0, max_digits=DIGITS_MAX, decimal_places=CASH_PLACES),
    BeforeValidator(read_plain),
    WithJsonSchema(
        {"type": "string", "format": "decimal", "pattern": _AMOUNT, "examples": ["2500.50"]}
    ),
]
"""Dollars and cents."""
AccountName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=NAME_CHARACTERS_MAX, pattern=_ONE_LINE),
    AfterValidator(_printable),
    Field(examples=["Swing trading"]),
]
IdempotencyKey = Annotated[
    Annotated[
        str,
        StringConstraints(min_length=1, max_length=128),
        AfterValidator(_printable),
        Field(json_schema_extra={"pattern": r"^[^\x00-\x1f\x7f]+$"}),
    ]
    | None,
    Header(
        alias="Idempotency-Key",
        description="Asked again under the same key, nothing is done twice.",
    ),
]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OpenRequest(_Body):
    """What another account is to be. Without ``cash`` it begins with what everybody begins with.

    Everything is traded in dollars, so there is one ``currency`` to choose from.
    """

    name: AccountName
    cash: Amount | None = None
    currency: Literal["USD"] = "USD"
    margin: MarginType = MarginType.CASH
    fill_model: FillModelName | None = None

    def terms(self) -> Terms:
        """The same, as the ledger knows it."""
        return Terms(self.name, self.margin, self.fill_model, self.currency)


class RenameRequest(_Body):
    """What an account is to be called."""

    name: AccountName


class TransferRequest(_Body):
    """How many dollars to pay in, or to take out."""

    amount: Amount


class ResetRequest(_Body):
    """What the account starts over with; without ``cash``, with what it was opened with."""

    cash: Amount | None = None
