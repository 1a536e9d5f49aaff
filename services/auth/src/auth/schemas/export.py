"""What auth knows about somebody, for them to take along; and what they say when they leave."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from auth.domain.api_keys import Scope
from auth.schemas.profile import UserResponse
from auth.schemas.sessions import Email
from vocabulary import AccountId, SessionId


class PreferencesExport(BaseModel):
    """Preferences, letter by letter as they were stored. Version 0 was never stored."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    document: Annotated[str, Field(description="JSON.", examples=['{"theme": "dark"}'])]
    updated_at: datetime | None


class SessionExport(BaseModel):
    """A device that was signed in. Sessions are forgotten 60 days after they began."""

    model_config = ConfigDict(from_attributes=True)

    session_id: SessionId
    created_at: datetime
    used_at: datetime
    revoked_at: datetime | None
    authenticated_at: datetime | None
    second_factor: bool
    address: str
    user_agent: str


class KeyExport(BaseModel):
    """An API key, without its secret, which nobody has but its owner."""

    model_config = ConfigDict(from_attributes=True)

    key_id: str
    account_id: AccountId
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class PushExport(BaseModel):
    """A device that is notified while no terminal is open, and the address it is notified at."""

    model_config = ConfigDict(from_attributes=True)

    session_id: SessionId
    endpoint: str
    created_at: datetime


class ExportResponse(BaseModel):
    """Everything that auth knows about the caller."""

    model_config = ConfigDict(from_attributes=True)

    user: UserResponse
    second_factor: Annotated[bool, Field(description="Whether codes are asked for at login.")]
    preferences: PreferencesExport
    sessions: list[SessionExport]
    api_keys: list[KeyExport]
    push: list[PushExport]


class DepartureRequest(BaseModel):
    """The e-mail that the caller registered with, to show that they mean it."""

    model_config = ConfigDict(extra="forbid")

    email: Email
