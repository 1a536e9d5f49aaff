"""Users as administrators see them, and what administrators change."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, model_validator

from auth.queries.administration import Page
from auth.schemas.profile import UserResponse
from vocabulary import Role, UserId

LIMIT_MAX = 200
EVERYBODY = frozenset({Role.TRADER})
"""What nobody can be without."""


class UserDetails(UserResponse):
    """A user. ``disabled_at`` says since when they cannot sign in."""

    disabled_at: datetime | None


class UserPage(BaseModel):
    """Users, newest first. ``next_cursor`` leads to older ones, if there are any."""

    items: list[UserDetails]
    next_cursor: UserId | None

    @classmethod
    def of(cls, page: Page) -> Self:
        """A part of the list."""
        items = [UserDetails.model_validate(user) for user in page.users]
        return cls(items=items, next_cursor=page.next_before)


class UserQuery(BaseModel):
    """Which users, newest first. ``cursor`` is the ``next_cursor`` of the part before."""

    search: Annotated[
        str,
        Field(
            max_length=320,
            pattern="^[^\\x00]*$",
            description="How the e-mail or the name begins, in any case.",
            examples=["ada"],
        ),
    ] = ""
    cursor: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=LIMIT_MAX)] = 50


Wanted = Annotated[UserQuery, Query()]


class UserPatch(BaseModel):
    """What to change; what is left out stays as it is. Everybody is a trader, named or not."""

    model_config = ConfigDict(extra="forbid")

    disabled: bool | None = None
    roles: Annotated[list[Role], Field(max_length=len(Role))] | None = None

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if self.disabled is None and self.roles is None:
            raise ValueError("say disabled, roles, or both")
        return self

    def role_set(self) -> frozenset[Role] | None:
        """The roles, once each."""
        return None if self.roles is None else EVERYBODY | frozenset(self.roles)
