"""Setting up a second factor, renewing what stands in for it, and taking it away."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import httpx
import pyotp
import pytest
from authenticator import Phone, bearer, claims
from pyotp.totp import TOTP
from sqlalchemy import select
from two_steps import login, trail

from auth.tables import recovery_codes as stored_codes
from auth.tables import totp
from chassis.testing import Simulation
from events import Event, SessionRevoked
from vocabulary import AuditAction, AuditOutcome, RevocationReason

Wait = Callable[[timedelta], None]
Hear = Callable[[], Awaitable[list[Event]]]
Clock = Callable[[], datetime]
Bearer = dict[str, str]
pytestmark = pytest.mark.real
PATH = "/api/auth/second-factor"
OFF = {"enabled": False, "recovery_codes_left": 0}


async def begin(client: httpx.AsyncClient, who: Bearer, clock: Clock) -> Phone:
    answer = await client.post(PATH, headers=who)
    return Phone(answer.json()["uri"], clock)


async def confirm(client: httpx.AsyncClient, who: Bearer, code: str) -> httpx.Response:
    return await client.post(f"{PATH}/confirm", json={"code": code}, headers=who)


def ended(said: list[Event]) -> list[tuple[str, RevocationReason]]:
    return [(str(one.session_id), one.reason) for one in said if isinstance(one, SessionRevoked)]


async def test_an_app_is_given_the_secret_in_three_forms(
    client: httpx.AsyncClient, ada: Bearer
) -> None:
    answer = await client.post(PATH, headers=ada)

    body = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    read = pyotp.parse_uri(body["uri"])
    assert isinstance(read, TOTP)
    assert (read.secret, read.name, read.issuer) == (body["secret"], "ada@example.com", "Outcry")
    assert (read.digits, read.interval, len(read.byte_secret())) == (6, 30, 20)
    kind, _, picture = body["qr"].partition(",")
    assert kind.startswith("data:image/svg+xml")
    assert ET.fromstring(unquote(picture)).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314


async def test_the_secret_is_stored_sealed(
    client: httpx.AsyncClient, system: Simulation, ada: Bearer, clock: Clock
) -> None:
    phone = await begin(client, ada, clock)

    async with system.database("auth").engine.connect() as connection:
        sealed: bytes = (await connection.execute(select(totp.c.sealed))).scalar_one()
    assert phone.app.byte_secret() not in sealed
    assert phone.app.secret.encode() not in sealed


async def test_nothing_is_asked_for_before_the_app_has_shown_a_code(
    client: httpx.AsyncClient, ada: Bearer, clock: Clock, hear: Hear
) -> None:
    phone = await begin(client, ada, clock)
    await hear()
    wrong = await confirm(client, ada, phone.wrong_code())

    assert (wrong.status_code, wrong.json()["code"]) == (HTTPStatus.FORBIDDEN, "wrong_code")
    assert trail(await hear()) == [(AuditAction.ENABLE_SECOND_FACTOR, AuditOutcome.FAILED)]
    assert (await client.get(PATH, headers=ada)).json() == OFF
    assert (await login(client)).status_code == HTTPStatus.OK


async def test_a_new_start_replaces_the_one_before(
    client: httpx.AsyncClient, ada: Bearer, clock: Clock
) -> None:
    lost, phone = [await begin(client, ada, clock) for _ in range(2)]

    old = await confirm(client, ada, lost.code())
    new = await confirm(client, ada, phone.code())

    assert (old.status_code, new.status_code) == (HTTPStatus.FORBIDDEN, HTTPStatus.OK)


@pytest.mark.parametrize("minutes", [59, 60])
async def test_a_start_is_good_for_an_hour(
    client: httpx.AsyncClient, ada: Bearer, clock: Clock, wait: Wait, minutes: int
) -> None:
    phone = await begin(client, ada, clock)
    wait(timedelta(minutes=minutes))

    answer = await confirm(client, bearer(await client.post("/api/auth/refresh")), phone.code())

    assert answer.status_code == (HTTPStatus.OK if minutes < 60 else HTTPStatus.CONFLICT)
    assert answer.json().get("code") == (None if minutes < 60 else "second_factor_off")


async def test_ten_recovery_codes_are_shown_once_and_kept_by_digest(
    client: httpx.AsyncClient, ada: Bearer, clock: Clock, system: Simulation
) -> None:
    answer = await confirm(client, ada, (await begin(client, ada, clock)).code())

    codes = answer.json()["recovery_codes"]
    assert len(set(codes)) == 10
    assert answer.headers["cache-control"] == "no-store"
    state = (await client.get(PATH, headers=ada)).json()
    assert state == {"enabled": True, "recovery_codes_left": 10}
    async with system.database("auth").engine.connect() as connection:
        kept = list(await connection.scalars(select(stored_codes.c.digest)))
    assert sorted(map(len, kept)) == [32] * 10


async def test_one_second_factor_is_enough(
    client: httpx.AsyncClient, ada: Bearer, phone: Phone
) -> None:
    refreshed = bearer(await client.post("/api/auth/refresh"))

    again = await client.post(PATH, headers=refreshed)
    confirmed = await confirm(client, ada, phone.code())

    for answer in (again, confirmed):
        assert answer.status_code == HTTPStatus.CONFLICT
        assert answer.json()["code"] == "second_factor_enabled"


async def test_of_many_confirmations_one_is_granted(
    client: httpx.AsyncClient, ada: Bearer, clock: Clock
) -> None:
    code = (await begin(client, ada, clock)).code()

    answers = await asyncio.gather(*(confirm(client, ada, code) for _ in range(20)))

    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 19
    (granted,) = [one for one in answers if one.status_code == HTTPStatus.OK]
    recovery_code = granted.json()["recovery_codes"][0]
    assert (await login(client, recovery_code)).status_code == HTTPStatus.OK


async def test_who_sets_it_up_has_shown_it(
    client: httpx.AsyncClient, ada: Bearer, phone: Phone
) -> None:
    """The token from before does not know of it, and opens nothing dangerous any more."""
    del phone
    refreshed = bearer(await client.post("/api/auth/refresh"))

    old, new = [await client.delete(PATH, headers=who) for who in (ada, refreshed)]

    assert (old.status_code, old.json()["code"]) == (HTTPStatus.FORBIDDEN, "step_up_required")
    assert claims(refreshed)["amr"] == ["pwd", "otp"]
    assert new.status_code == HTTPStatus.NO_CONTENT


async def test_new_recovery_codes_replace_the_old_ones(
    client: httpx.AsyncClient, phone: Phone, recovery_codes: list[str], hear: Hear
) -> None:
    who = bearer(await login(client, phone.code()))
    await hear()

    answer = await client.post(f"{PATH}/recovery-codes", headers=who)

    assert trail(await hear()) == [(AuditAction.RENEW_RECOVERY_CODES, AuditOutcome.SUCCEEDED)]
    assert answer.headers["cache-control"] == "no-store"
    assert (await login(client, recovery_codes[0])).status_code == HTTPStatus.UNAUTHORIZED
    renewed = answer.json()["recovery_codes"]
    assert len(set(renewed) - set(recovery_codes)) == 10
    assert (await login(client, renewed[0])).status_code == HTTPStatus.OK


async def test_without_a_second_factor_there_are_no_recovery_codes(
    client: httpx.AsyncClient, ada: Bearer, clock: Clock
) -> None:
    await begin(client, ada, clock)

    answer = await client.post(f"{PATH}/recovery-codes", headers=ada)

    assert (answer.status_code, answer.json()["code"]) == (409, "second_factor_off")


async def test_setting_it_up_ends_all_other_sessions(
    client: httpx.AsyncClient, ada: Bearer, clock: Clock, hear: Hear
) -> None:
    elsewhere = bearer(await login(client))
    phone = await begin(client, ada, clock)
    await hear()

    await confirm(client, ada, phone.code())

    said = await hear()
    assert ended(said) == [(claims(elsewhere)["sid"], RevocationReason.CREDENTIALS_CHANGED)]
    assert trail(said) == [(AuditAction.ENABLE_SECOND_FACTOR, AuditOutcome.SUCCEEDED)]
    assert (await client.post("/api/auth/refresh")).status_code == HTTPStatus.UNAUTHORIZED


async def test_taking_it_away_ends_all_other_sessions(
    client: httpx.AsyncClient, ada: Bearer, phone: Phone, hear: Hear
) -> None:
    who = bearer(await login(client, phone.code()))
    await hear()

    answers = [await client.delete(PATH, headers=who) for _ in range(2)]

    assert [one.status_code for one in answers] == [HTTPStatus.NO_CONTENT] * 2
    said = await hear()
    assert ended(said) == [(claims(ada)["sid"], RevocationReason.CREDENTIALS_CHANGED)]
    assert trail(said) == [(AuditAction.DISABLE_SECOND_FACTOR, AuditOutcome.SUCCEEDED)]
    assert (await client.get(PATH, headers=who)).json() == OFF
    assert (await login(client)).status_code == HTTPStatus.OK
