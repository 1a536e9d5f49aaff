"""Passwords, as they are shown and as they are chosen. Never repeated in an answer or a log."""

from typing import Annotated

from pydantic import AfterValidator, Field

from auth.domain.users import (
    PASSWORD_CHARACTERS_MAX,
    PASSWORD_CHARACTERS_MIN,
    new_password,
    prepared_password,
)

_LOOKED_AT_MAX = 4 * PASSWORD_CHARACTERS_MAX
"""What is longer is not even put into its normal form, in which its length counts."""

KnownPassword = Annotated[
    str,
    Field(
        max_length=_LOOKED_AT_MAX,
        examples=["correct horse battery staple"],
        json_schema_extra={"maxLength": PASSWORD_CHARACTERS_MAX},
    ),
    AfterValidator(prepared_password),
]
"""One that somebody shows to prove who they are."""
NewPassword = Annotated[
    str,
    Field(
        max_length=_LOOKED_AT_MAX,
        examples=["correct horse battery staple"],
        json_schema_extra={
            "minLength": PASSWORD_CHARACTERS_MIN,
            "maxLength": PASSWORD_CHARACTERS_MAX,
        },
    ),
    AfterValidator(new_password),
]
"""One that somebody chooses."""
