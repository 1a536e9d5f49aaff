"""Facts owned by the auth service."""

from events.base import Event, OfAccount
from vocabulary import AccountId, AuditAction, AuditOutcome, RevocationReason, SessionId, UserId


class UserRegistered(OfAccount, Event, name="USER_REGISTERED"):
    """Somebody signed up. ``account_id`` names the first account, which portfolio then opens."""

    user_id: UserId
    """Who."""
    display_name: str
    """What they want to be called."""


class UserDeleted(OfAccount, Event, name="USER_DELETED"):
    """Somebody has left, and what named them was erased. The books of their account stay."""

    user_id: UserId
    """Who."""


class SessionRevoked(OfAccount, Event, name="SESSION_REVOKED"):
    """A session ended before its time: its tokens are worth nothing, its connections close."""

    user_id: UserId
    """Whose session it was."""
    session_id: SessionId
    """Which; tokens name it as ``sid``."""
    reason: RevocationReason
    """Why."""


class AuditRecorded(Event, name="AUDIT_RECORDED", key="trail", also=frozenset({"risk"})):
    """Somebody proved who they are, failed to, or did what must not go unnoticed."""

    action: AuditAction
    """What was tried."""
    outcome: AuditOutcome
    """How it ended."""
    user_id: UserId | None = None
    """Who; nothing if nobody knows."""
    account_id: AccountId | None = None
    """Their account."""
    session_id: SessionId | None = None
    """The session in which it happened."""
    address: str = ""
    """The network address that it came from."""
    user_agent: str = ""
    """What the client says it is."""
    detail: str = ""
    """More, in plain words. Never a secret."""
