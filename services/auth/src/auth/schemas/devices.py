"""Where somebody is signed in, as they see it."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, Field

from auth.domain.clients import device_name
from auth.domain.sessions import Session
from vocabulary import SessionId


class DeviceResponse(BaseModel):
    """One device that stays signed in, and from where it signed in."""

    session_id: SessionId
    device: Annotated[
        str, Field(description="What it says it is.", examples=["Firefox on Linux", "curl"])
    ]
    address: Annotated[str, Field(examples=["192.0.2.7"])]
    created_at: datetime
    last_used_at: Annotated[
        datetime, Field(description="When it last asked for a token, which it does every while.")
    ]
    ends_at: Annotated[datetime, Field(description="When it is over if it is not used again.")]
    second_factor: Annotated[bool, Field(description="Whether a code was asked for, too.")]
    current: Annotated[bool, Field(description="Whether it is the one that asks.")]

    @classmethod
    def of(cls, session: Session, current: SessionId) -> Self:
        """How ``session`` looks from the session ``current``."""
        return cls(
            session_id=session.session_id,
            device=device_name(session.user_agent),
            address=session.address,
            created_at=session.created_at,
            last_used_at=session.used_at,
            ends_at=session.ends_at,
            second_factor=session.second_factor,
            current=session.session_id == current,
        )


class DeviceList(BaseModel):
    """The devices that stay signed in, the last used first, at most 100."""

    items: list[DeviceResponse]
