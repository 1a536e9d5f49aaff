"""What the auth service accepts and answers over HTTP."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from auth.domain.users import EMAIL_CHARACTERS_MAX, normal_email
from auth.schemas.accounts import NamedAccount
from auth.schemas.passwords import KnownPassword, NewPassword
from auth.schemas.profile import DisplayName, UserResponse
from auth.schemas.second_factor import Code
from vocabulary import AccountId

_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = rf"^\s*[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~.-]{{1,64}}@({_LABEL}\.)+{_LABEL}\s*$"
Email = Annotated[
    str,
    Field(
        max_length=320,
        examples=["ada@example.com"],
        json_schema_extra={"maxLength": EMAIL_CHARACTERS_MAX, "pattern": _ADDRESS},
    ),
    AfterValidator(normal_email),
]
"""Trimmed and in small letters; the longest that could be an address, before it is looked at."""


class RegisterRequest(BaseModel):
    """Who wants to trade here. A password has 8 to 128 characters, and is not everybody's."""

    model_config = ConfigDict(extra="forbid")

    email: Email
    password: NewPassword = Field(repr=False)
    display_name: DisplayName | None = None


class LoginRequest(BaseModel):
    """Who says who they are, and a code if they have a second factor."""

    model_config = ConfigDict(extra="forbid")

    email: Email
    password: KnownPassword = Field(repr=False)
    code: Code | None = Field(None, repr=False)


class RefreshRequest(BaseModel):
    """Which account to go on with; without one, the one that the session speaks for."""

    model_config = ConfigDict(extra="forbid")

    account_id: NamedAccount | None = None


class SessionResponse(BaseModel):
    """A token for the ``Authorization`` header, whose it is, and the account that it speaks for.

    The refresh token travels in a cookie that no script can read.
    """

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105
    expires_in: Annotated[int, Field(description="Seconds.", examples=[900])]
    account_id: AccountId
    user: UserResponse


class JwkSet(BaseModel):
    """The public keys that access tokens are signed with (RFC 7517)."""

    keys: list[dict[str, str]]
