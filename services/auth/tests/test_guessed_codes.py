"""Six digits are soon guessed by whoever may try often; nobody may."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from http import HTTPStatus

import httpx
import pytest
from authenticator import Phone
from two_steps import ADA, login, step_up

from auth.domain.second_factor import WRONG_CODES_MAX
from events import AuditRecorded, Event
from vocabulary import AuditAction, AuditOutcome

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("cheap_passwords", "long_waits")]
Later = Callable[[], Awaitable[None]]
Hear = Callable[[], Awaitable[list[Event]]]
Clock = Callable[[], datetime]
Bearer = dict[str, str]
FREE = 6
"""Attempts before one waits."""


async def test_who_has_the_password_and_guesses_codes_waits(
    client: httpx.AsyncClient, phone: Phone, hashed: list[str], all_may_come: Later
) -> None:
    wrong = phone.wrong_code()
    guesses = [(await login(client, wrong)).status_code for _ in range(FREE)]
    looked_at = len(hashed)

    answer = await login(client, phone.code())

    assert guesses == [HTTPStatus.UNAUTHORIZED] * FREE
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
    assert len(hashed) == looked_at
    await all_may_come()
    assert (await login(client, phone.code())).status_code == HTTPStatus.OK


async def test_the_password_alone_neither_counts_nor_forgives(
    client: httpx.AsyncClient, phone: Phone
) -> None:
    """Whoever signs in in two steps has not failed; nor has the first step proven enough."""
    for _ in range(FREE + 2):
        assert (await login(client)).json()["code"] == "second_factor_required"
    for _ in range(FREE - 1):
        assert (await login(client, phone.wrong_code())).json()["code"] == "wrong_code"
        assert (await login(client)).json()["code"] == "second_factor_required"
    assert (await login(client, phone.wrong_code())).json()["code"] == "wrong_code"

    assert (await login(client)).status_code == HTTPStatus.TOO_MANY_REQUESTS


async def test_a_recovery_code_is_guessed_no_more_often(
    client: httpx.AsyncClient, phone: Phone, recovery_codes: list[str]
) -> None:
    del phone
    for number in range(FREE):
        await login(client, "abcd-efgh-ijkl-mnop-qrst-uvw" + "abcdefg"[number])

    assert (await login(client, recovery_codes[0])).status_code == HTTPStatus.TOO_MANY_REQUESTS


async def test_who_has_a_token_and_guesses_waits(
    client: httpx.AsyncClient, ada: Bearer, phone: Phone, all_may_come: Later, hear: Hear
) -> None:
    for _ in range(FREE):
        await step_up(client, ada, password=ADA["password"])  # is not enough, and no guess
        assert (await step_up(client, ada, code=phone.wrong_code())).status_code == 403

    answer = await step_up(client, ada, code=phone.code())

    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
    told = [one for one in await hear() if isinstance(one, AuditRecorded)][-1]
    assert (told.action, told.outcome) == (AuditAction.STEP_UP, AuditOutcome.THROTTLED)
    await all_may_come()
    assert (await step_up(client, ada, code=phone.code())).status_code == HTTPStatus.OK


async def begin(client: httpx.AsyncClient, who: Bearer, clock: Clock) -> Phone:
    begun = await client.post("/api/auth/second-factor", headers=who)
    return Phone(begun.json()["uri"], clock)


async def confirm(client: httpx.AsyncClient, who: Bearer, code: str) -> tuple[int, str | None]:
    shown = {"code": code}
    answer = await client.post("/api/auth/second-factor/confirm", json=shown, headers=who)
    return answer.status_code, answer.json().get("code")


async def test_who_stole_a_session_cannot_guess_what_would_confirm_a_set_up(
    client: httpx.AsyncClient, ada: Bearer, clock: Clock
) -> None:
    phone = await begin(client, ada, clock)
    guesses = [await confirm(client, ada, phone.wrong_code()) for _ in range(WRONG_CODES_MAX)]

    assert guesses == [(403, "wrong_code")] * WRONG_CODES_MAX
    assert await confirm(client, ada, phone.code()) == (409, "second_factor_off")
    again = await begin(client, ada, clock)  # which takes a proof
    assert await confirm(client, ada, again.code()) == (200, None)


async def test_many_guesses_at_once_are_no_more_than_one_after_the_other(
    client: httpx.AsyncClient, ada: Bearer, clock: Clock
) -> None:
    phone = await begin(client, ada, clock)
    guess = phone.wrong_code()

    answers = await asyncio.gather(*(confirm(client, ada, guess) for _ in range(50)))

    assert Counter(answers) == {
        (403, "wrong_code"): WRONG_CODES_MAX,
        (409, "second_factor_off"): 50 - WRONG_CODES_MAX,
    }


async def test_a_password_is_guessed_in_no_other_way_either(
    client: httpx.AsyncClient, ada: Bearer
) -> None:
    """A step-up and a change of the password are one and the same guess."""
    change = {"current_password": "battery staple", "new_password": "a better horse"}
    for _ in range(FREE // 2):
        await step_up(client, ada, password="battery staple")  # noqa: S106  # a guess
        await client.post("/api/auth/password", json=change, headers=ada)

    right = change | {"current_password": ADA["password"]}
    for path, body in (("step-up", {"password": ADA["password"]}), ("password", right)):
        answer = await client.post(f"/api/auth/{path}", json=body, headers=ada)
        assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert (await login(client)).status_code == HTTPStatus.OK
