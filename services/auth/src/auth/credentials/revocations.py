"""Whose tokens are worth nothing any more, although their signature is good."""

from collections.abc import Callable
from datetime import datetime, timedelta

from typing_extensions import override

from auth.credentials.keyring import KeyRing
from auth.repository import api_keys, sessions, users
from chassis.errors import NotSignedIn
from chassis.security import TokenVerifier
from chassis.tokens import LIFETIME_SECONDS_MAX, Principal
from chassis.transaction import Database
from vocabulary import SessionId, UserId

REMEMBERED = timedelta(seconds=LIFETIME_SECONDS_MAX)
"""After that every token that a session or a user was given has expired by itself."""


class Revocations:
    """The sessions and API keys that were revoked, and the users who were disabled, of late.

    All replicas read them from the database every second. While it is away those that are known
    stay in force; nothing can be revoked meanwhile, because that is a write to the same database.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._sessions: set[SessionId] = set()
        self._users: set[UserId] = set()

    async def load(self) -> None:
        """Read them anew."""
        since = self._clock() - REMEMBERED
        async with self._database.engine.connect() as connection:
            revoked = await sessions.revoked_since(connection, since)
            revoked |= await api_keys.revoked_since(connection, since)
            disabled = await users.disabled_since(connection, since)
        self._sessions, self._users = revoked, disabled

    def concern(self, who: Principal) -> bool:
        """Whether ``who`` must not get in any more."""
        return who.session_id in self._sessions or who.user_id in self._users


class OwnTokens(TokenVerifier):
    """Checks tokens for auth and for the gateway, and asks whether they were revoked, too.

    Every request from outside comes by here. The other services check the signature alone.
    """

    def __init__(
        self, ring: KeyRing, revocations: Revocations, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(ring, lambda: clock().timestamp())
        self._revocations = revocations

    @override
    async def verify(self, token: str) -> Principal:
        """The caller that ``token`` speaks for.

        Raises:
            NotSignedIn: the token is no good, its session was revoked, or its user disabled.
        """
        who = await super().verify(token)
        if self._revocations.concern(who):
            raise NotSignedIn("sign in again")
        return who
