"""Where API keys are turned into tokens, so that services need to know nothing of keys."""

import hmac
import secrets
from datetime import datetime, timedelta
from logging import getLogger
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from auth.commands import api_keys as commands
from auth.commands import audit
from auth.credentials.api_keys import Shown
from auth.credentials.desk import TRADER, Clock
from auth.credentials.keyring import KeyRing
from auth.credentials.refresh import digest
from auth.domain.api_keys import ApiKey
from auth.domain.clients import Client
from auth.queries import api_keys as queries
from chassis.commands import Execute
from chassis.errors import NotSignedIn
from chassis.remembering import remember
from chassis.tokens import Principal
from chassis.works import Running
from events import AuditRecorded
from vocabulary import AuditAction, AuditOutcome

CHECKED_FOR = timedelta(seconds=3)
"""So long a key that was good passes without a look at the database. The gateway remembers the
answer for up to 6 seconds more: less than ten together."""
REFUSED_TOLD_EVERY = timedelta(minutes=1)
REMEMBERED_MAX = 1024

_DECOY = digest(secrets.token_urlsafe())
Wish = TypeVar("Wish")

logger = getLogger(__name__)


class Turnstile:
    """Lets good keys pass, each with a token that may do what the key may do."""

    def __init__(self, running: Running, ring: KeyRing, clock: Clock) -> None:
        self._running = running
        self._ring = ring
        self._clock = clock
        self._passed: dict[Shown, tuple[str, datetime]] = {}
        self._refused: dict[str, datetime] = {}

    async def token(self, key: Shown, client: Client) -> str:
        """A token for what the key opens; it ends with the key at the latest.

        Raises:
            NotSignedIn: there is no such key, or it is over; it is not said which.
        """
        now = self._clock()
        token, good_until = self._passed.get(key, ("", now))
        if now < good_until:
            return token
        found = await self._check(key, client, now)
        if found.is_use_due(now):
            self._do_meanwhile(commands.note_uses, commands.Use(found.key_id, now))
        token = self._ring.sign(_principal(found))
        remember(self._passed, key, (token, now + CHECKED_FOR), REMEMBERED_MAX)
        return token

    def forget(self, key_id: str) -> None:
        """Look at the database again before this key passes."""
        for one in [one for one in self._passed if one.key_id == key_id]:
            del self._passed[one]

    async def _check(self, key: Shown, client: Client, now: datetime) -> ApiKey:
        self._passed.pop(key, None)
        database = self._running.database
        found = await queries.find_key(database, key.key_id) if key.is_well_formed else None
        fits = hmac.compare_digest(found.digest if found else _DECOY, key.digest)
        if found is None or not fits or found.is_over(now):
            if found is not None:
                self._tell(found, "the key is over" if fits else "wrong secret", client, now)
            raise NotSignedIn("sign in again")
        return found

    def _tell(self, key: ApiKey, why: str, client: Client, now: datetime) -> None:
        """Tell the audit trail, but not each time: a machine tries the same again and again."""
        told = self._refused.get(key.key_id)
        if told is not None and now < told + REFUSED_TOLD_EVERY:
            return
        remember(self._refused, key.key_id, now, REMEMBERED_MAX)
        refused = AuditRecorded(
            action=AuditAction.SIGN_IN,
            outcome=AuditOutcome.FAILED,
            user_id=key.user_id,
            account_id=key.account_id,
            session_id=key.session_id,
            address=client.address,
            user_agent=client.user_agent,
            detail=f"API key {key.key_id}: {why}",
        )
        self._do_meanwhile(audit.record, refused)

    def _do_meanwhile(self, command: Execute[Wish, None], wish: Wish) -> None:
        """Answer without waiting for it: how long the answer takes shall tell nobody anything."""
        self._running.spawn(self._do(command, wish), "what is noted of an API key")

    async def _do(self, command: Execute[Wish, None], wish: Wish) -> None:
        try:
            await self._running.commands.run(command, wish)
        except (SQLAlchemyError, OSError):
            logger.warning("what was to be noted of an API key is lost", exc_info=True)


def _principal(key: ApiKey) -> Principal:
    return Principal(
        key.user_id,
        key.account_id,
        key.session_id,
        frozenset(TRADER),
        frozenset(key.scopes),
        expires_at=int(key.expires_at.timestamp()) if key.expires_at else 0,
    )
