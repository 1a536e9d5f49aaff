"""Makes whoever guesses wait, before anything is done for them that takes long."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from logging import getLogger
from time import monotonic

from redis.exceptions import RedisError

from auth.commands import audit
from auth.credentials.devices import Devices
from auth.credentials.ledgers import Ledger, OwnLedger, SharedLedger
from auth.domain.clients import Client, network_of
from auth.domain.throttling import ACCOUNT, SECOND, Rule, Subject, Verdict
from auth.domain.users import User
from chassis import metrics
from chassis.commands import Commands
from chassis.errors import TooManyRequests
from events import AuditRecorded
from vocabulary import SessionId

ALONE_SECONDS = 1.0
"""So long nobody asks again a Redis that did not answer."""
AWAY = (RedisError, OSError, TimeoutError)
NAME_CHARACTERS = 32

logger = getLogger(__name__)


class TooManyAttempts(TooManyRequests):
    """There were too many failures before, of this account or from this address."""

    code = "too_many_attempts"


class Throttle:
    """Counts attempts by account, by address and by device; see ``auth.domain.throttling``.

    If Redis is away each process counts for itself, more strictly; nobody waits for Redis. It is
    asked one question at a time: were a hundred asked at once, most of the time until the answers
    would be our own, and Redis would be taken to be away.
    """

    def __init__(
        self, shared: SharedLedger, commands: Commands, key: bytes, addresses: Rule
    ) -> None:
        self._shared = shared
        self._own = OwnLedger()
        self._commands = commands
        self._key = key
        self._addresses = addresses
        self._alone_until = 0.0
        self._turn = asyncio.Lock()
        self.devices = Devices(key)
        metrics.LIMITS_ALONE.labels("attempts").set(0)

    def of_login(
        self, email: str, client: Client, user: User | None, device_cookie: str
    ) -> Sequence[Subject]:
        """Whose attempt it is to sign in with ``email``, in its normal form; maybe a user's."""
        device = self.devices.recognise(device_cookie, user)
        if device is not None:
            return [self._subject("device", device, ACCOUNT)]
        return [self._subject("account", email, ACCOUNT), *self.of_address(client)]

    def of_address(self, client: Client) -> Sequence[Subject]:
        """Whose attempt it is if only the address is known."""
        place = network_of(client.address)
        return [self._subject("address", place, self._addresses, forgiving=False)]

    def of_session(self, session_id: SessionId) -> Sequence[Subject]:
        """Whose attempt it is to prove something in a session."""
        return [self._subject("session", str(session_id), ACCOUNT)]

    @asynccontextmanager
    async def attempt(
        self,
        subjects: Sequence[Subject],
        told: AuditRecorded,
        guesses: tuple[type[Exception], ...],
    ) -> AsyncGenerator[None]:
        """Let an attempt be made in the block, which raises one of ``guesses`` if it was wrong.

        Raises:
            TooManyAttempts: one of the subjects has to wait; ``told`` is told as throttled.
        """
        ledger, verdict = await self._count(subjects)
        if verdict.wait:
            if verdict.tell:
                why = f"of {' and '.join(one.name for one in subjects)}"
                await self._commands.run(audit.record, audit.throttled(told, why))
            seconds = -(-verdict.wait // SECOND)
            raise TooManyAttempts("too many attempts have failed; wait before the next", seconds)
        try:
            yield
        except guesses:
            raise
        except Exception:
            await self._note(ledger, subjects, good=False)
            raise
        await self._note(ledger, subjects, good=True)

    async def _count(self, subjects: Sequence[Subject]) -> tuple[Ledger, Verdict]:
        async with self._turn:
            if monotonic() >= self._alone_until:
                try:
                    verdict = await self._shared.attempt(subjects)
                except AWAY as error:
                    self._go_alone(error)
                else:
                    self._return()
                    return self._shared, verdict
            return self._own, await self._own.attempt(subjects)

    async def _note(self, ledger: Ledger, subjects: Sequence[Subject], *, good: bool) -> None:
        """Count what did not fail for nothing, and what was good for more than that.

        If it is lost somebody waits who need not, and never the other way round.
        """
        cleared = [one for one in subjects if good and one.forgiving]
        spared = [one for one in subjects if one not in cleared]
        async with self._turn:
            try:
                await ledger.clear(cleared)
                await ledger.take_back(spared)
            except AWAY as error:
                self._go_alone(error)

    def _go_alone(self, error: Exception) -> None:
        if not self._alone_until:
            logger.warning("attempts are counted here alone, Redis is away: %r", error)
            metrics.LIMITS_ALONE.labels("attempts").set(1)
        self._alone_until = monotonic() + ALONE_SECONDS

    def _return(self) -> None:
        if self._alone_until:
            logger.info("Redis is back, and counts attempts")
            metrics.LIMITS_ALONE.labels("attempts").set(0)
            self._alone_until = 0.0

    def _subject(self, kind: str, whose: str, rule: Rule, *, forgiving: bool = True) -> Subject:
        """Named by a digest that only we can compute: it shall not be read who tries to sign in."""
        digest = hmac.digest(self._key, f"{kind} {whose}".encode(), hashlib.sha256).hex()
        return Subject(f"{kind} {digest[:NAME_CHARACTERS]}", rule, forgiving=forgiving)
