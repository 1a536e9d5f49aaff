"""What the process does by itself: it notices new keys, and forgets sessions of long ago."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from unreachable import unreachable

from auth.credentials import opening
from auth.credentials.desk import utc_now
from auth.credentials.keyring import new_key
from auth.credentials.opening import REMEMBERED_AFTER_END
from auth.credentials.sealing import Seal, derive_key
from auth.domain.sessions import ABSOLUTE_LIFE
from auth.main import create_service
from auth.repository.signing_keys import add_key
from auth.settings import AuthSettings
from auth.tables import refresh_tokens, sessions
from chassis.testing import Simulation

pytestmark = pytest.mark.real
BEN = {"email": "ben@example.com", "password": "battery staple"}


async def until(come: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await come():  # noqa: ASYNC110  # a table has no event to wait for
            await asyncio.sleep(0.02)


async def test_a_new_key_is_noticed_even_after_the_database_was_away(
    system: Simulation, settings: AuthSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "NEWS_INTERVAL_SECONDS", 0.02)
    client = await system.start(create_service(settings))
    database = system.database("auth")
    with unreachable(database.engine):
        await asyncio.sleep(0.1)
    seal = Seal(derive_key(settings.key_secret.get_secret_value(), "signing keys"))
    async with database.transaction() as tx:
        await add_key(tx.connection, new_key(seal, utc_now()))

    async def two_keys() -> bool:
        return len((await client.get("/.well-known/jwks.json")).json()["keys"]) == 2

    await until(two_keys)


async def test_sessions_of_long_ago_are_forgotten_with_their_tokens(
    system: Simulation, settings: AuthSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SWEEP_INTERVAL_SECONDS", 0.02)
    then = utc_now() - ABSOLUTE_LIFE - REMEMBERED_AFTER_END + timedelta(hours=1)
    time = [then]
    client = await system.start(create_service(settings, lambda: time[0]))
    await client.post("/api/auth/register", json=BEN)
    await client.post("/api/auth/refresh")
    time[0] = utc_now()
    await client.post("/api/auth/login", json=BEN)

    async def rows() -> tuple[int | None, int | None]:
        async with system.database("auth").engine.connect() as connection:
            return (
                await connection.scalar(select(func.count()).select_from(sessions)),
                await connection.scalar(select(func.count()).select_from(refresh_tokens)),
            )

    await asyncio.sleep(0.1)
    assert await rows() == (2, 3)  # over, and still recognised if its token comes back
    time[0] += timedelta(hours=2)

    async def one_is_left() -> bool:
        return await rows() == (1, 1)

    await until(one_is_left)
