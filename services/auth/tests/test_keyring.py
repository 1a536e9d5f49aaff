"""Signing keys survive a restart, are shared by replicas, and change without anybody noticing."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from stopped_clock import StoppedClock

from auth.credentials.keyring import KeyRing, new_key
from auth.credentials.sealing import Seal, WrongSecret, derive_key
from auth.domain.keys import PUBLISHED_AFTER, PUBLISHED_AHEAD
from auth.main import create_service
from auth.repository import signing_keys as repository
from auth.settings import AuthSettings
from auth.tables import keys
from chassis.errors import NotSignedIn
from chassis.security import Principal, TokenVerifier
from chassis.testing import Simulation, some_account
from chassis.transaction import Database
from vocabulary import SessionId, UserId

pytestmark = pytest.mark.real
SEAL = Seal(derive_key("a secret that only auth knows", "signing keys"))
ALICE = Principal(UserId(some_account()), some_account(), SessionId(some_account()))


@pytest.fixture
async def database(system: Simulation, settings: AuthSettings, clock: StoppedClock) -> Database:
    """The auth database without keys."""
    await system.start(create_service(settings, clock))
    database = system.database("auth")
    async with database.transaction() as tx:
        await tx.connection.execute(keys.delete())
    return database


async def rotate(database: Database, clock: StoppedClock) -> None:
    """Add a key, as ``outcry keys rotate`` does."""
    async with database.transaction() as tx:
        await repository.add_key(tx.connection, new_key(SEAL, clock()))


def checked_by(ring: KeyRing, clock: StoppedClock) -> TokenVerifier:
    return TokenVerifier(ring, lambda: clock().timestamp())


async def test_replicas_that_start_together_make_one_key(
    database: Database, clock: StoppedClock
) -> None:
    rings = [KeyRing(database, SEAL, clock) for _ in range(4)]

    await asyncio.gather(*(ring.load() for ring in rings))

    assert len({str(ring.published()) for ring in rings}) == 1
    for ring in rings:
        assert await checked_by(rings[0], clock).verify(ring.sign(ALICE)) == ALICE


async def test_a_token_outlives_a_restart(database: Database, clock: StoppedClock) -> None:
    before, after = KeyRing(database, SEAL, clock), KeyRing(database, SEAL, clock)
    await before.load()
    token = before.sign(ALICE)
    await after.load()

    assert await checked_by(after, clock).verify(token) == ALICE


async def test_only_public_halves_are_published(database: Database, clock: StoppedClock) -> None:
    ring = KeyRing(database, SEAL, clock)
    await ring.load()

    (jwk,) = ring.published()
    assert set(jwk) == {"kty", "crv", "x", "y", "kid", "alg", "use"}
    assert (jwk["kty"], jwk["crv"], jwk["alg"], jwk["use"]) == ("EC", "P-256", "ES256", "sig")


async def test_the_stored_key_is_of_no_use_without_the_secret(
    database: Database, clock: StoppedClock
) -> None:
    await KeyRing(database, SEAL, clock).load()
    async with database.engine.connect() as connection:
        (stored,) = await repository.find_keys(connection)

    assert b"PRIVATE" not in stored.sealed
    with pytest.raises(WrongSecret, match=stored.life.kid):
        await KeyRing(database, Seal(derive_key("another", "signing keys")), clock).load()
    with pytest.raises(WrongSecret):
        SEAL.open(stored.sealed, "another key")
    with pytest.raises(WrongSecret):
        SEAL.open(stored.sealed[:-1], stored.life.kid)


async def test_nobody_notices_a_rotation(database: Database, clock: StoppedClock) -> None:
    """Every token lives out its time, whenever it was signed and whoever checks it."""
    signer, checker = KeyRing(database, SEAL, clock), KeyRing(database, SEAL, clock)
    await signer.load()
    clock.time += timedelta(days=90)
    await rotate(database, clock)
    await signer.load()
    await checker.load()
    used: set[str] = set()
    tokens: list[tuple[datetime, str]] = []
    until = clock.time + PUBLISHED_AHEAD + PUBLISHED_AFTER + timedelta(minutes=20)
    while clock.time < until:
        tokens.append((clock.time, signer.sign(ALICE)))
        used.add(tokens[-1][1].partition(".")[0])
        for signed_at, token in tokens:
            if clock.time < signed_at + timedelta(minutes=15):
                assert await checked_by(checker, clock).verify(token) == ALICE
        clock.time += timedelta(minutes=1)

    assert len(used) == 2
    assert len(signer.published()) == 1


async def test_a_withdrawn_key_opens_nothing(database: Database, clock: StoppedClock) -> None:
    ring = KeyRing(database, SEAL, clock)
    await ring.load()
    token = ring.sign(ALICE)
    checker = checked_by(ring, clock)
    assert await checker.verify(token) == ALICE
    clock.time += timedelta(seconds=1)
    await rotate(database, clock)
    await ring.load()
    kid = ring.published()[0]["kid"]
    async with database.transaction() as tx:
        withdraw = update(keys).where(keys.c.kid == kid).values(retired_at=clock())
        await tx.connection.execute(withdraw)
    await ring.load()

    with pytest.raises(NotSignedIn):
        await checker.verify(token)
    assert await checker.verify(ring.sign(ALICE)) == ALICE


def test_a_secret_too_short_to_be_one_is_refused() -> None:
    with pytest.raises(ValueError, match="key_secret"):
        AuthSettings.model_validate(
            {"port": 1, "rabbitmq_password": "x", "key_secret": "too short"}
        )
