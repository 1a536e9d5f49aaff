"""What is said about API keys over HTTP."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from auth.domain.api_keys import Scope
from auth.schemas.profile import DisplayName
from chassis.moments import Moment

Scopes = Annotated[list[Scope], BeforeValidator(sorted), Field(examples=[["read", "trade"]])]
Expiry = Annotated[Moment, Field(examples=["2030-01-01T00:00:00Z"])]


class KeyRequest(BaseModel):
    """A key for a machine. Who may `trade` may `read` as well; without an expiry it never ends."""

    model_config = ConfigDict(extra="forbid")

    name: DisplayName
    scopes: Annotated[set[Scope], Field(min_length=1, examples=[["read", "trade"]])]
    expires_at: Expiry | None = None


class KeyResponse(BaseModel):
    """A key, without its secret. ``last_used_at`` is right to the minute."""

    model_config = ConfigDict(from_attributes=True)

    key_id: Annotated[str, Field(examples=["OCX4JQ2M7ZK5WRA3TBDE"])]
    name: str
    scopes: Scopes
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewKeyResponse(KeyResponse):
    """A key, and its secret, which is not shown again."""

    secret: str


class KeyList(BaseModel):
    """Keys: those that are good come first, then those that ended last."""

    items: list[KeyResponse]
