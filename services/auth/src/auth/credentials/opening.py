"""Opens the desk when the process starts, and keeps it in order while it runs."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from logging import getLogger

from sqlalchemy.exc import SQLAlchemyError

from auth.credentials.desk import Clock, Desk
from auth.credentials.keyring import PURPOSE, KeyRing
from auth.credentials.ledgers import SharedLedger
from auth.credentials.passwords import Passwords
from auth.credentials.refresh import RefreshTokens
from auth.credentials.residents import move_in
from auth.credentials.revocations import OwnTokens, Revocations
from auth.credentials.sealing import Seal, WrongSecret, derive_key
from auth.credentials.second_factor import SecondFactors
from auth.credentials.throttle import Throttle
from auth.credentials.turnstile import Turnstile
from auth.domain.sessions import ABSOLUTE_LIFE
from auth.domain.throttling import rule_for_addresses
from auth.repository import api_keys
from auth.repository import sessions as stored
from auth.settings import AuthSettings
from chassis.limiter import impatient_redis
from chassis.works import Running

NEWS_INTERVAL_SECONDS = 1
"""How often it is read what was revoked or withdrawn. With the 5 seconds for which the gateway
remembers an answer, well below ten."""
SWEEP_INTERVAL_SECONDS = 60 * 60
REMEMBERED_AFTER_END = timedelta(days=30)
"""How long a session or an API key that is over stays recognisable."""

logger = getLogger(__name__)


@asynccontextmanager
async def open_desk(
    settings: AuthSettings, clock: Clock, running: Running
) -> AsyncGenerator[Mapping[str, object]]:
    """The desk, and the check of tokens that needs no network here."""
    secret = settings.key_secret.get_secret_value()
    ring = KeyRing(running.database, Seal(derive_key(secret, PURPOSE)), clock)
    await ring.load()
    revocations = Revocations(running.database, clock)
    await revocations.load()
    async with _throttle(settings, running) as throttle, _passwords(settings) as passwords:
        desk = Desk(
            passwords=passwords,
            ring=ring,
            refresh=RefreshTokens(derive_key(secret, "refresh tokens")),
            second_factors=SecondFactors(Seal(derive_key(secret, "second factors"))),
            throttle=throttle,
            now=clock,
            public_origin=settings.public_origin,
        )
        await move_in(settings, desk, running)
        running.every(NEWS_INTERVAL_SECONDS, partial(_read_keys, ring), "signing keys")
        running.every(NEWS_INTERVAL_SECONDS, revocations.load, "revocations")
        running.spawn(_sweep(running, clock), "old sessions")
        yield {
            "desk": desk,
            "tokens": OwnTokens(ring, revocations, clock),
            "turnstile": Turnstile(running, ring, clock),
        }


@asynccontextmanager
async def _passwords(settings: AuthSettings) -> AsyncGenerator[Passwords]:
    passwords = Passwords(settings.hashing_threads)
    try:
        yield passwords
    finally:
        passwords.close()


@asynccontextmanager
async def _throttle(settings: AuthSettings, running: Running) -> AsyncGenerator[Throttle]:
    key = derive_key(settings.key_secret.get_secret_value(), "attempts")
    addresses = rule_for_addresses(settings.failures_per_address)
    async with impatient_redis(settings.redis_url.get_secret_value()) as redis:
        yield Throttle(SharedLedger(redis), running.commands, key, addresses)


async def _read_keys(ring: KeyRing) -> None:
    try:
        await ring.load()
    except WrongSecret:  # of a replica that was started with another one
        logger.warning("signing keys cannot be read; those that are known stay", exc_info=True)


async def _sweep(running: Running, clock: Clock) -> None:
    """Forget sessions and API keys that ended long ago."""
    while True:
        try:
            async with running.database.transaction() as tx:
                before = clock() - REMEMBERED_AFTER_END
                gone = await stored.delete_sessions(tx.connection, before - ABSOLUTE_LIFE)
                keys = await api_keys.delete_keys(tx.connection, before)
            logger.info("%d old sessions and %d old API keys forgotten", gone, keys)
        except (SQLAlchemyError, OSError):
            logger.warning("old sessions and API keys could not be forgotten", exc_info=True)
        await asyncio.sleep(SWEEP_INTERVAL_SECONDS)
