"""How somebody is called here, and what time it is where they are."""

from datetime import datetime
from functools import cache
from typing import Annotated, Self
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from auth.domain.users import DISPLAY_NAME_CHARACTERS_MAX, normal_display_name
from vocabulary import AccountId, Role, UserId


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _known_time_zone(name: str) -> str:
    if name not in _time_zones():
        raise ValueError("this is not the name of a time zone, like Europe/London")
    return name


_ONE_LINE = r"^[^\x00-\x08\x0e-\x1b\x7f]*[^\x00-\x20\x7f][^\x00-\x08\x0e-\x1b\x7f]*$"
DisplayName = Annotated[
    str,
    Field(
        max_length=320,
        examples=["Ada Lovelace"],
        json_schema_extra={"maxLength": DISPLAY_NAME_CHARACTERS_MAX, "pattern": _ONE_LINE},
    ),
    AfterValidator(normal_display_name),
]
"""One line, single blanks, at most 80 characters."""
TimeZone = Annotated[
    str, Field(max_length=64, examples=["Europe/London"]), AfterValidator(_known_time_zone)
]
"""A name of the IANA database, in its spelling."""


class UserResponse(BaseModel):
    """A user, as they see themselves. ``account_id`` is their default account."""

    model_config = ConfigDict(from_attributes=True)

    user_id: UserId
    account_id: AccountId
    email: str
    display_name: str
    time_zone: str
    roles: Annotated[list[Role], BeforeValidator(sorted), Field(examples=[["trader"]])]
    created_at: datetime


class ProfileRequest(BaseModel):
    """What to change; what is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "anyOf": [
                {"required": [name], "properties": {name: {"type": "string"}}}
                for name in ("display_name", "time_zone")
            ]
        },
    )

    display_name: DisplayName | None = None
    time_zone: TimeZone | None = None

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if self.display_name is None and self.time_zone is None:
            raise ValueError("say a display_name or a time_zone")
        return self
