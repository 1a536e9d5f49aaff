"""API keys: what stands in for a person where a machine trades."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from vocabulary import AccountId, SessionId, UserId

KEYS_MAX = 20
"""So many keys may be good at once for one user."""
USE_NOTED_EVERY = timedelta(minutes=1)


class Scope(StrEnum):
    """What a key may do. The words are those of the tokens that are made from it."""

    READ = "read"
    TRADE = "trade"


@dataclass(slots=True)
class ApiKey:
    """A key to one trading account. Of its secret only the digest is known.

    Tokens that are made from it name its ``session_id``: to others it is one more session.
    """

    key_id: str
    session_id: SessionId
    user_id: UserId
    account_id: AccountId
    name: str
    digest: bytes
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether it opens nothing any more."""
        expired = self.expires_at is not None and now >= self.expires_at
        return expired or self.revoked_at is not None

    def revoke(self, now: datetime) -> bool:
        """End it; return whether it had not been revoked before."""
        is_first = self.revoked_at is None
        self.revoked_at = self.revoked_at or now
        return is_first

    def is_use_due(self, now: datetime) -> bool:
        """Whether it is time to note again that it is used."""
        return self.last_used_at is None or now >= self.last_used_at + USE_NOTED_EVERY


def granted(wanted: Collection[Scope]) -> frozenset[Scope]:
    """What a key may do that was made for this: who may trade may also see what became of it."""
    return frozenset({Scope.READ, *wanted})
