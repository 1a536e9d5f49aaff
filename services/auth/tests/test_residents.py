"""The administrator and the demo trader are there from the first start, once."""

import asyncio
from collections.abc import AsyncGenerator
from http import HTTPStatus

import pytest
from sqlalchemy import func, select

from auth.main import create_service
from auth.settings import AuthSettings
from auth.tables import users
from bus.interface import Delivery, Subscription
from chassis.settings import Misconfigured
from chassis.testing import Simulation, fresh_database
from events import AuditRecorded, UserRegistered

pytestmark = pytest.mark.real
ADMIN = {"email": "admin@outcry.local", "password": "an admin's password"}
DEMO = {"email": "demo@outcry.local", "password": "a demo's password"}
NAMES = frozenset({UserRegistered.name, AuditRecorded.name})
READER = Subscription("portfolio.accounts", NAMES, 0, 1)


@pytest.fixture
async def told(system: Simulation) -> AsyncGenerator[list[UserRegistered]]:
    """Of whom portfolio hears."""
    newcomers: list[UserRegistered] = []

    def hear(delivery: Delivery) -> None:
        said = [envelope.data for envelope in delivery.envelopes]
        newcomers.extend(one for one in said if isinstance(one, UserRegistered))

    async with system.bus.listening(READER, hear):
        yield newcomers


@pytest.fixture
def with_residents(settings: AuthSettings) -> AuthSettings:
    return AuthSettings.model_validate(
        settings.model_dump()
        | {"admin_email": " Admin@Outcry.local", "admin_password": ADMIN["password"]}
        | {"demo_email": DEMO["email"], "demo_password": DEMO["password"]}
    )


async def test_residents_can_sign_in_and_have_their_roles(
    system: Simulation, with_residents: AuthSettings, told: list[UserRegistered]
) -> None:
    client = await system.start(create_service(with_residents))

    admin = await client.post("/api/auth/login", json=ADMIN)
    demo = await client.post("/api/auth/login", json=DEMO)
    assert admin.json()["user"]["roles"] == ["admin", "trader"]
    assert demo.json()["user"]["roles"] == ["trader"]
    assert [one.display_name for one in told] == ["admin", "demo"]


async def test_starting_again_changes_nothing(
    system: Simulation, with_residents: AuthSettings, told: list[UserRegistered], postgres_url: str
) -> None:
    database = await fresh_database(postgres_url, "auth")
    replicas = [system.start(create_service(with_residents), database) for _ in range(3)]
    first, *_ = await asyncio.gather(*replicas)
    changed = AuthSettings.model_validate(
        with_residents.model_dump() | {"demo_password": "another password"}
    )
    await system.start(create_service(changed), database)

    async with system.database("auth").engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(users)) == 2
    assert len({one.user_id for one in told}) == 2
    assert (await first.post("/api/auth/login", json=DEMO)).status_code == HTTPStatus.OK


@pytest.mark.usefixtures("told")
async def test_who_took_the_administrators_email_before_is_no_administrator(
    system: Simulation,
    settings: AuthSettings,
    with_residents: AuthSettings,
    postgres_url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    database = await fresh_database(postgres_url, "auth")
    client = await system.start(create_service(settings), database)
    await client.post("/api/auth/register", json=ADMIN)
    await system.start(create_service(with_residents), database)

    answer = await client.post("/api/auth/login", json=ADMIN)
    assert answer.json()["user"]["roles"] == ["trader"]
    assert "no further role" in caplog.text


def test_half_a_resident_is_a_mistake(settings: AuthSettings) -> None:
    with pytest.raises(ValueError, match="go together"):
        AuthSettings.model_validate(settings.model_dump() | {"admin_email": "admin@outcry.local"})


@pytest.mark.parametrize(
    ("variables", "wrong"),
    [
        ({"AUTH_KEY_SECRET": "short"}, ["AUTH_KEY_SECRET"]),
        ({"AUTH_ADMIN_EMAIL": "admin@outcry.local"}, ["AUTH_ADMIN_PASSWORD"]),
        ({"AUTH_DEMO_PASSWORD": "demo's password"}, ["AUTH_DEMO_PASSWORD"]),
        ({"AUTH_DEMO_EMAIL": "d@e.org", "AUTH_DEMO_PASSWORD": "short"}, ["AUTH_DEMO_PASSWORD"]),
        ({"AUTH_HASHING_THREADS": "0", "AUTH_PORT": "no"}, ["AUTH_PORT", "AUTH_HASHING_THREADS"]),
    ],
)
def test_the_process_says_which_variables_are_wrong(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], wrong: list[str]
) -> None:
    good = {"AUTH_PORT": "1", "AUTH_RABBITMQ_PASSWORD": "x", "AUTH_KEY_SECRET": "x" * 32}
    for name, value in {**good, **variables}.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(Misconfigured) as refusal:
        AuthSettings.from_environment()
    assert [line.split(":")[0].strip() for line in str(refusal.value).splitlines()] == wrong
