"""What somebody shows to prove again who they are, and a password that they choose."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from auth.schemas.passwords import KnownPassword, NewPassword
from auth.schemas.second_factor import Code

_SHOWN: JsonDict = {"type": "string"}
_NOT_SHOWN: JsonDict = {"type": "null"}
_ONE_OF_TWO: JsonDict = {
    "oneOf": [
        {"required": ["code"], "properties": {"code": _SHOWN, "password": _NOT_SHOWN}},
        {"required": ["password"], "properties": {"code": _NOT_SHOWN, "password": _SHOWN}},
    ]
}


class StepUpRequest(BaseModel):
    """A code of whoever has a second factor, the password of everybody else."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={**_ONE_OF_TWO, "examples": [{"code": "492039"}]}
    )

    password: KnownPassword | None = Field(None, repr=False)
    code: Code | None = Field(None, repr=False)

    @model_validator(mode="after")
    def _shows_one_thing(self) -> Self:
        if (self.password is None) == (self.code is None):
            raise ValueError("show either the password, or a code of the second factor")
        return self


class PasswordRequest(BaseModel):
    """The password of now, and the one to sign in with from now on."""

    model_config = ConfigDict(extra="forbid")

    current_password: KnownPassword = Field(repr=False)
    new_password: NewPassword = Field(repr=False)
