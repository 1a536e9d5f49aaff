"""A command that is done twice, because nobody knows what became of the first time."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from authenticator import Phone, bearer
from sqlalchemy import func, select
from two_steps import ADA

from auth.commands import logins, passwords, second_factor
from auth.tables import sessions
from chassis.commands import Command
from chassis.testing import Simulation
from chassis.transaction import Transaction

Bearer = dict[str, str]
Clock = Callable[[], datetime]
Execute = Callable[[Transaction, Sequence[Command[Any]]], Awaitable[Sequence[Any]]]
pytestmark = pytest.mark.real
PATH = "/api/auth/second-factor"


def twice(execute: Execute) -> Execute:
    async def again(tx: Transaction, commands: Sequence[Command[Any]]) -> Sequence[Any]:
        await execute(tx, commands)
        return await execute(tx, commands)

    return again


@pytest.fixture(autouse=True)
def lossy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first answer to everything is lost."""
    for module, name in (
        (logins, "open_sessions"),
        (passwords, "change_passwords"),
        (second_factor, "set_up_factors"),
        (second_factor, "confirm_factors"),
        (second_factor, "remove_factors"),
        (second_factor, "renew_codes"),
    ):
        monkeypatch.setattr(module, name, twice(getattr(module, name)))


async def test_a_code_that_was_spent_for_a_session_opens_it(
    client: httpx.AsyncClient, system: Simulation, phone: Phone
) -> None:
    answer = await client.post("/api/auth/login", json={**ADA, "code": phone.code()})

    assert answer.status_code == HTTPStatus.OK
    async with system.database("auth").engine.connect() as connection:
        opened = await connection.scalar(select(func.count()).select_from(sessions))
    assert opened == 2  # the other one is that of the registration


async def test_whoever_has_confirmed_is_shown_recovery_codes_that_work(
    client: httpx.AsyncClient, ada: Bearer, clock: Clock
) -> None:
    phone = Phone((await client.post(PATH, headers=ada)).json()["uri"], clock)
    shown = {"code": phone.code()}
    confirmed = await client.post(f"{PATH}/confirm", json=shown, headers=ada)

    codes = confirmed.json()["recovery_codes"]
    answer = await client.post("/api/auth/login", json={**ADA, "code": codes[0]})
    renewed = await client.post(f"{PATH}/recovery-codes", headers=bearer(answer))

    assert renewed.status_code == HTTPStatus.OK
    answer = await client.post(
        "/api/auth/login", json={**ADA, "code": renewed.json()["recovery_codes"][0]}
    )
    removed = await client.delete(PATH, headers=bearer(answer))
    assert removed.status_code == HTTPStatus.NO_CONTENT


async def test_a_password_that_was_changed_is_changed(
    client: httpx.AsyncClient, ada: Bearer
) -> None:
    change = {"current_password": ADA["password"], "new_password": "a better horse"}
    answer = await client.post("/api/auth/password", json=change, headers=ada)

    assert answer.status_code == HTTPStatus.NO_CONTENT
    signed_in = await client.post("/api/auth/login", json={**ADA, "password": "a better horse"})
    assert signed_in.status_code == HTTPStatus.OK
