"""How people prove who they are: a second factor, a fresh proof, another password."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from authenticator import bearer, claims
from bench.stack import Stack
from machines import make_key
from people import SECOND_FACTOR, Device, Person, outcome, somebody, step_up, stops

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(1200)]
CHOSEN = "a better horse, and a longer one"
KEY = {"name": "my bot", "scopes": ["trade"]}
OK, CREATED, DONE = (200, ""), (201, ""), (204, "")
STALE = 403, "step_up_required"


@pytest.fixture
async def ada(target: Stack) -> AsyncGenerator[Person]:
    async with somebody(target) as person:
        yield person


def dangerous(person: Person) -> dict[str, tuple[object, tuple[int, str]]]:
    """What takes a fresh proof: what to send, and how it ends for somebody who has given one.

    Nothing in it spoils what comes after it.
    """
    change = {"current_password": person.password, "new_password": CHOSEN}
    return {
        "POST /api/auth/second-factor": (None, OK),
        "POST /api/auth/second-factor/recovery-codes": (None, (409, "second_factor_off")),
        "DELETE /api/auth/second-factor": (None, DONE),
        "POST /api/auth/keys": (KEY, CREATED),
        "GET /api/auth/export": (None, OK),
        "POST /api/auth/password": (change, DONE),
        "DELETE /api/auth/me": ({"email": person.email}, DONE),
    }


async def tried(device: Device, person: Person) -> dict[str, tuple[int, str]]:
    """How each of these dangerous things ends for whoever holds the device."""
    ends: dict[str, tuple[int, str]] = {}
    for route, (body, _) in dangerous(person).items():
        method, path = route.split()
        ends[route] = outcome(await device.request(method, path, json=body))
    return ends


async def test_a_second_factor_is_asked_for_once_it_is_confirmed(ada: Person) -> None:
    laptop = await ada.sign_up()
    tablet = await ada.sign_in()
    phone, _ = await ada.protect(laptop)

    assert outcome(await ada.try_to_sign_in()) == (401, "second_factor_required")
    assert outcome(await ada.try_to_sign_in(phone.wrong_code())) == (401, "wrong_code")
    entered = await ada.sign_in(phone.code(1))
    assert outcome(await entered.get("/api/orders")) == OK
    assert claims(dict(entered.headers))["amr"] == ["pwd", "otp"]
    assert outcome(await laptop.get("/api/orders")) == OK
    await stops(tablet)  # it was let in for less than is now asked for


async def test_a_password_that_is_wrong_does_not_say_that_a_code_is_missing(ada: Person) -> None:
    phone, _ = await ada.protect(await ada.sign_up())

    without = await ada.try_to_sign_in(password=CHOSEN)
    with_one = await ada.try_to_sign_in(phone.code(1), password=CHOSEN)

    assert outcome(without) == outcome(with_one) == (401, "wrong_credentials")
    assert outcome(await ada.try_to_sign_in(phone.code(1))) == OK  # nor was the code spent


async def test_a_code_that_was_used_lets_nobody_in(ada: Person) -> None:
    phone, _ = await ada.protect(await ada.sign_up())
    code = phone.code(1)

    assert outcome(await ada.try_to_sign_in(code)) == OK
    for spent in (code, phone.code()):  # the one before is of no use either
        assert outcome(await ada.try_to_sign_in(spent)) == (401, "wrong_code")


async def test_a_recovery_code_works_exactly_once(ada: Person) -> None:
    laptop = await ada.sign_up()
    _, codes = await ada.protect(laptop)

    answers = await asyncio.gather(*(ada.try_to_sign_in(codes[0]) for _ in range(5)))

    assert sorted(map(outcome, answers)) == [OK] + [(401, "wrong_code")] * 4
    assert outcome(await ada.try_to_sign_in(codes[0])) == (401, "wrong_code")
    left = (await laptop.get(SECOND_FACTOR)).json()
    assert left == {"enabled": True, "recovery_codes_left": 9}
    assert outcome(await ada.try_to_sign_in(codes[1])) == OK


async def test_new_recovery_codes_take_a_proof_and_replace_the_old_ones(ada: Person) -> None:
    laptop = await ada.sign_up()
    _, codes = await ada.protect(laptop)
    await step_up(laptop, code=codes[0])

    answer = await laptop.post(f"{SECOND_FACTOR}/recovery-codes")

    renewed = answer.json()["recovery_codes"]
    assert len(set(renewed) - set(codes)) == 10
    assert outcome(await ada.try_to_sign_in(codes[1])) == (401, "wrong_code")
    assert outcome(await ada.try_to_sign_in(renewed[1])) == OK


async def test_taking_the_second_factor_off_takes_a_proof_by_it(ada: Person) -> None:
    laptop = await ada.sign_up()
    phone, codes = await ada.protect(laptop)

    assert outcome(await laptop.delete(SECOND_FACTOR)) == STALE  # proven by the password only
    by_password = await step_up(laptop, password=ada.password)
    assert outcome(by_password) == (403, "second_factor_required")
    assert outcome(await step_up(laptop, code=phone.wrong_code())) == (403, "wrong_code")
    assert outcome(await step_up(laptop, code=codes[0])) == OK
    await ada.let_age(laptop)
    assert outcome(await laptop.delete(SECOND_FACTOR)) == STALE  # proven too long ago
    assert outcome(await ada.try_to_sign_in()) == (401, "second_factor_required")

    assert outcome(await step_up(laptop, code=phone.code(1))) == OK
    tablet = await ada.sign_in(codes[1])
    assert outcome(await laptop.delete(SECOND_FACTOR)) == DONE

    await stops(tablet)
    assert outcome(await ada.try_to_sign_in()) == OK


async def test_the_api_says_what_takes_a_fresh_proof(ada: Person) -> None:
    stranger = await ada.device()
    document = (await stranger.get("/api/auth/openapi.json")).json()

    said = {
        f"{method.upper()} {path}"
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if "step_up_required" in operation["responses"].get("403", {}).get("description", "")
    }

    assert {route for route in said if "/admin/" not in route} == set(dangerous(ada))


async def test_what_is_dangerous_takes_a_fresh_proof(ada: Person) -> None:
    laptop = await ada.sign_up()
    await ada.let_age(laptop)

    assert await tried(laptop, ada) == dict.fromkeys(dangerous(ada), STALE)
    assert outcome(await laptop.get("/api/auth/me")) == OK
    assert outcome(await ada.try_to_sign_in()) == OK  # the password is what it was

    assert outcome(await step_up(laptop, password=CHOSEN)) == (403, "wrong_password")
    assert outcome(await step_up(laptop, password=ada.password)) == OK
    expected = {route: end for route, (_, end) in dangerous(ada).items()}
    assert await tried(laptop, ada) == expected


async def test_a_machine_has_no_proof_to_give(ada: Person) -> None:
    laptop = await ada.sign_up()
    bot = await ada.device(**await make_key(laptop, {}))

    assert await tried(bot, ada) == dict.fromkeys(dangerous(ada), STALE)
    assert outcome(await step_up(bot, password=ada.password)) == (403, "person_required")
    assert outcome(await bot.get("/api/orders")) == OK


async def test_another_password_ends_all_other_sessions(ada: Person) -> None:
    laptop = await ada.sign_up()
    tablet, bot = await ada.sign_in(), await ada.device(**await make_key(laptop, {}))
    for device in (laptop, tablet, bot):
        assert outcome(await device.get("/api/orders")) == OK  # the gateway remembers them
    assert outcome(await tablet.post("/api/auth/refresh")) == OK
    change = {"current_password": CHOSEN, "new_password": CHOSEN}
    refused = await laptop.post("/api/auth/password", json=change)
    assert outcome(refused) == (403, "wrong_password")

    change["current_password"] = ada.password
    assert outcome(await laptop.post("/api/auth/password", json=change)) == DONE

    await stops(tablet)
    assert outcome(await tablet.post("/api/auth/refresh")) == (401, "not_signed_in")
    assert outcome(await ada.try_to_sign_in()) == (401, "wrong_credentials")
    assert outcome(await ada.try_to_sign_in(password=CHOSEN)) == OK
    laptop.headers.update(bearer(await laptop.post("/api/auth/refresh")))
    for device in (laptop, bot):
        assert outcome(await device.get("/api/orders")) == OK
