"""Every service does what its OpenAPI document says: tried out by Schemathesis, at the gateway."""

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from bench.stack import Stack

from outcry.demo.session import signed_in
from outcry.demo.story import Story
from outcry.roster import SERVICES, Service

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(1200)]
HERE = Path(__file__).parent / "contracts"
PASSWORD = "correct horse battery staple"  # noqa: S105  # as in the documents' examples
ALONE = {
    "leave": "forgets the caller",
    "changePassword": "may end sessions, and the examples name the trader's password",
    "revokeSession": "may end the session that asks",
    "revokeOtherSessions": "ends all other sessions",
    "logout": "ends the session of the cookie",
}
"""Operations for which somebody new signs up, and why: the trader has to stay signed in."""


@dataclass(frozen=True)
class People:
    """A trader with orders, a position and a history; and the administrator."""

    trader: str
    admin: str


@pytest.fixture
def people(target: Stack) -> People:
    """Signed in for one service at a time: a token lasts for minutes."""
    trader = asyncio.run(somebody_who_trades(target.origin))
    ada = {"email": "ada@example.com", "password": PASSWORD}  # whom the examples are about
    admin = {name: target.value(f"AUTH_ADMIN_{name.upper()}") for name in ("email", "password")}
    with httpx.Client(base_url=target.origin, timeout=60) as http:
        http.post("/api/auth/register", json=ada)
        answer = http.post("/api/auth/login", json=admin).raise_for_status()
    return People(trader, answer.json()["access_token"])


async def somebody_who_trades(origin: str) -> str:
    async with signed_in(origin) as session:
        story = Story(session, ["IBM"])
        await story.order("buy", "IBM", "buy", "3", expected=("POSITION_CHANGED",))
        return session.http.headers["authorization"].removeprefix("Bearer ")


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_a_service_does_what_its_document_says(
    target: Stack, people: People, service: Service, tmp_path: Path
) -> None:
    environment = {
        "SCHEMATHESIS_HOOKS": str(HERE / "hooks.py"),
        "CONTRACTS_ORIGIN": target.origin,
        "CONTRACTS_TOKENS": json.dumps({"trader": people.trader, "admin": people.admin}),
        "CONTRACTS_ALONE": json.dumps(sorted(ALONE)),
    }

    done = subprocess.run(  # noqa: S603  # our own command
        [
            Path(sys.executable).parent / "schemathesis",
            *("--config-file", HERE / "schemathesis.toml", "run", "--no-color"),
            *("--url", target.origin, f"{target.origin}/api/{service.area}/openapi.json"),
        ],
        env=os.environ | environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    bearer = {"authorization": f"Bearer {people.trader}"}
    still = httpx.get(f"{target.origin}/api/auth/me", headers=bearer, timeout=60)
    assert still.status_code == 200, "an operation ended the trader's session: it belongs in ALONE"
