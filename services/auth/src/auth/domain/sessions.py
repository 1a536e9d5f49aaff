"""Sessions: a family of refresh tokens, of which one at a time is good (RFC 9700, section 4.14)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from vocabulary import AccountId, SessionId, UserId

ABSOLUTE_LIFE = timedelta(days=30)
"""However busy a session is, after this the password is asked for again."""
IDLE_LIFE = timedelta(days=7)
"""A session that is not used for this long is over."""
GRACE = timedelta(seconds=10)
"""How long the token before the current one may still come: from a second tab, or because the
answer to the first try was lost."""


class Outcome(StrEnum):
    """What became of a refresh token that was presented."""

    ROTATED = "rotated"
    """It was the current one; its successor has taken its place."""
    REPEATED = "repeated"
    """It was replaced a moment ago; its successor is the current one still."""
    REUSED = "reused"
    """It was spent before, so two parties hold it; the session is revoked."""
    OVER = "over"
    """The session has ended or was revoked."""


@dataclass(slots=True)
class Session:
    """One device that stays signed in. Tokens are known by their digests only.

    A successor follows from its predecessor, so that two tabs that present the same token are
    given the same next one.
    """

    session_id: SessionId
    user_id: UserId
    created_at: datetime
    current: bytes
    used_at: datetime
    previous: bytes | None = None
    revoked_at: datetime | None = None
    user_agent: str = ""
    address: str = ""
    authenticated_at: datetime | None = None
    """When its user last proved who they are; if that is not known, when it began."""
    second_factor: bool = False
    """Whether they did so by a second factor too."""
    account_id: AccountId | None = None
    """The account that it speaks for; without one, its user's default."""

    @property
    def ends_at(self) -> datetime:
        """When it is over if it is not used again."""
        return min(self.created_at + ABSOLUTE_LIFE, self.used_at + IDLE_LIFE)

    def is_over(self, now: datetime) -> bool:
        """Whether nobody can go on with it."""
        return self.revoked_at is not None or now >= self.ends_at

    def refresh(self, presented: bytes, successor: bytes, now: datetime) -> Outcome:
        """Spend the token ``presented``, which is of this session, in favour of ``successor``."""
        if self.is_over(now):
            return Outcome.OVER
        if presented == self.current:
            self.previous, self.current, self.used_at = self.current, successor, now
            return Outcome.ROTATED
        if presented == self.previous and now <= self.used_at + GRACE:
            return Outcome.REPEATED
        self.revoke(now)
        return Outcome.REUSED

    def speaks_for(self, default: AccountId, closed: Collection[AccountId]) -> AccountId:
        """The account that goes on with it: the default one, if its own has been closed."""
        own = self.account_id
        return default if own is None or own in closed else own

    def prove(self, now: datetime, *, second_factor: bool) -> None:
        """Its user has proven again who they are; whether by a second factor, too."""
        self.authenticated_at, self.second_factor = now, second_factor

    def revoke(self, now: datetime) -> None:
        """End it; a session that was revoked before stays revoked at that time."""
        self.revoked_at = self.revoked_at or now
