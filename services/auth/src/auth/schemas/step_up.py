"""What somebody shows to prove again who they are, and a password that they choose."""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from auth.domain.users import new_password, prepared_password
from auth.schemas.second_factor import Code

CHARACTERS_MAX = 512
"""More than a password may have in any form, before it is looked at."""


class StepUpRequest(BaseModel):
    """A code of whoever has a second factor, the password of everybody else."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"code": "492039"}]})

    password: Annotated[str, AfterValidator(prepared_password)] | None = Field(
        None, max_length=CHARACTERS_MAX, repr=False, examples=["correct horse battery staple"]
    )
    code: Code | None = Field(None, repr=False)

    @model_validator(mode="after")
    def _shows_one_thing(self) -> Self:
        if (self.password is None) == (self.code is None):
            raise ValueError("show either the password, or a code of the second factor")
        return self


class PasswordRequest(BaseModel):
    """The password of now, and the one to sign in with from now on."""

    model_config = ConfigDict(extra="forbid")

    current_password: Annotated[
        str,
        AfterValidator(prepared_password),
        Field(max_length=CHARACTERS_MAX, repr=False, examples=["correct horse battery staple"]),
    ]
    new_password: Annotated[
        str,
        AfterValidator(new_password),
        Field(max_length=CHARACTERS_MAX, repr=False, examples=["a better horse and its battery"]),
    ]
