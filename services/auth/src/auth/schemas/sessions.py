"""What the auth service accepts and answers over HTTP."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from auth.domain.users import normal_display_name, normal_email
from auth.schemas.passwords import KnownPassword, NewPassword
from auth.schemas.profile import UserResponse
from auth.schemas.second_factor import Code

Email = Annotated[
    str, AfterValidator(normal_email), Field(max_length=320, examples=["ada@example.com"])
]
"""Trimmed and in small letters; the longest that could be an address, before it is looked at."""


class RegisterRequest(BaseModel):
    """Who wants to trade here. Any password of 8 to 128 characters will do."""

    model_config = ConfigDict(extra="forbid")

    email: Email
    password: NewPassword = Field(repr=False)
    display_name: Annotated[
        str | None, AfterValidator(lambda name: name and normal_display_name(name))
    ] = Field(None, max_length=320, examples=["Ada Lovelace"])


class LoginRequest(BaseModel):
    """Who says who they are, and a code if they have a second factor."""

    model_config = ConfigDict(extra="forbid")

    email: Email
    password: KnownPassword = Field(repr=False)
    code: Code | None = Field(None, repr=False)


class SessionResponse(BaseModel):
    """A token for the ``Authorization`` header, and whose it is.

    The refresh token travels in a cookie that no script can read.
    """

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105
    expires_in: Annotated[int, Field(description="Seconds.", examples=[900])]
    user: UserResponse


class JwkSet(BaseModel):
    """The public keys that access tokens are signed with (RFC 7517)."""

    keys: list[dict[str, str]]
