"""What is kept about people: they change it, take it along, and have it forgotten."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from authenticator import Phone
from bench.stack import Stack
from machines import Headers, make_key
from operating import asked, places_of
from people import SECOND_FACTOR, Device, Person, outcome, somebody, step_up, stops
from proving.receiver import eventually

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(1200)]
ME, PREFERENCES, EXPORT = "/api/auth/me", "/api/auth/preferences", "/api/auth/export"
RESTING = {"symbol": "IBM", "side": "buy", "type": "limit", "quantity": "1", "limit_price": "1.00"}
THEME = '{"theme": "d\\u0061rk",  "columns": [1.50, 2]}'
EVERYWHERE = (
    "/api/auth/me",
    "/api/auth/sessions",
    "/api/market/symbols",
    "/api/orders",
    "/api/portfolio",
    "/api/risk/account",
    "/api/analytics/pnl",
    "/api/analytics/audit/mine",
)
OK, DONE = (200, ""), (204, "")
STRANGER = 401, "not_signed_in"


@pytest.fixture
async def ada(target: Stack) -> AsyncGenerator[Person]:
    async with somebody(target) as person:
        yield person


@dataclass(frozen=True)
class Settled:
    """Somebody who has one of everything, and what nobody else may ever learn of it."""

    laptop: Device
    tablet: Device
    key: Headers
    phone: Phone
    recovery_codes: list[str]


@pytest.fixture
async def settled(ada: Person) -> Settled:
    """Ada has a second factor, preferences, two devices and one that she signed out, two keys of
    which one was taken away, and an order."""
    laptop = await ada.sign_up()
    await store(laptop, "0", THEME)
    (await laptop.patch(ME, json={"time_zone": "Europe/London"})).raise_for_status()
    key, lost = await make_key(laptop, {}), await make_key(laptop, {}, name="lost")
    (await laptop.delete(f"/api/auth/keys/{lost['apca-api-key-id']}")).raise_for_status()
    phone, codes = await ada.protect(laptop)
    tablet, forgotten = await ada.sign_in(codes[0]), await ada.sign_in(codes[1])
    (await forgotten.post("/api/auth/logout")).raise_for_status()
    assert outcome(await step_up(laptop, code=codes[2])) == OK

    async def has_traded() -> bool:
        return (await laptop.post("/api/orders", json=RESTING)).is_success

    await eventually(has_traded)  # the account is opened a moment after its owner has come
    return Settled(laptop, tablet, key, phone, codes)


async def store(device: Device, seen: str | None, document: str = "{}") -> httpx.Response:
    """Store preferences, having seen this version of them."""
    condition = {} if seen is None else {"if-match": f'"{seen}"'}
    headers = {"content-type": "application/json", **condition}
    return await device.put(PREFERENCES, content=document, headers=headers)


async def leave(device: Device, email: str) -> httpx.Response:
    """Ask to be forgotten."""
    return await device.request("DELETE", ME, json={"email": email})


async def test_preferences_are_replaced_by_whoever_has_seen_the_latest(ada: Person) -> None:
    laptop = await ada.sign_up()
    tablet = await ada.sign_in()
    never = await laptop.get(PREFERENCES)
    assert (never.text, never.headers["etag"]) == ("{}", '"0"')

    assert outcome(await store(laptop, None)) == (428, "version_required")
    first = await store(laptop, "0", THEME)
    assert (outcome(first), first.headers["etag"]) == (OK, '"1"')
    late = await store(tablet, "0", '{"theme": "light"}')
    assert (outcome(late), late.headers["etag"]) == ((412, "version_passed"), '"1"')
    shown = await tablet.get(PREFERENCES)
    assert (shown.text, shown.headers["etag"]) == (THEME, '"1"')
    assert outcome(await store(tablet, "1", '{"theme": "light"}')) == OK
    assert (await laptop.get(PREFERENCES)).json() == {"theme": "light"}


async def test_of_many_who_replace_one_version_one_does(ada: Person) -> None:
    laptop = await ada.sign_up()

    answers = await asyncio.gather(*(store(laptop, "0", f'{{"try": {one}}}') for one in range(8)))

    assert sorted(map(outcome, answers)) == [OK] + [(412, "version_passed")] * 7
    (stored,) = [answer.text for answer in answers if answer.is_success]
    assert (await laptop.get(PREFERENCES)).text == stored


async def stored_of(target: Stack, user_id: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of everything that auth has about somebody."""
    tables = ("users", "sessions", "api_keys", "totp", "recovery_codes", "preferences")
    tables += ("push_subscriptions",)
    query = "select * from {} where user_id = :user_id"
    found = {
        table: await asked(target, "auth", query.format(table), user_id=user_id) for table in tables
    }
    tokens = "refresh_tokens join sessions using (session_id)"
    return found | {"tokens": await asked(target, "auth", query.format(tokens), user_id=user_id)}


async def test_an_export_is_complete(ada: Person, settled: Settled) -> None:
    answer = await settled.laptop.get(EXPORT)

    body, me = answer.json(), (await settled.laptop.get(ME)).json()
    stored = await stored_of(ada.target, me["user_id"])
    assert body["user"] == me
    assert (me["email"], me["display_name"]) == (ada.email, ada.name)
    assert (me["time_zone"], body["second_factor"]) == ("Europe/London", True)
    assert (body["preferences"]["version"], body["preferences"]["document"]) == (1, THEME)
    sessions = {one["session_id"]: one["revoked_at"] is None for one in body["sessions"]}
    assert sorted(sessions) == sorted(str(row["session_id"]) for row in stored["sessions"])
    assert sorted(sessions.values()) == [False, True, True]
    keys = {one["name"]: (one["key_id"], one["revoked_at"] is None) for one in body["api_keys"]}
    assert keys["my bot"] == (settled.key["apca-api-key-id"], True)
    assert (len(keys), keys["lost"][1]) == (2, False)
    kept = {"users", "sessions", "api_keys", "preferences", "totp", "recovery_codes", "tokens"}
    assert {table for table, rows in stored.items() if rows} == kept


async def test_an_export_has_no_secret_in_it(ada: Person, settled: Settled) -> None:
    answer = await settled.laptop.get(EXPORT)

    assert outcome(answer) == OK
    stored = await stored_of(ada.target, answer.json()["user"]["user_id"])
    digests = {
        value
        for rows in stored.values()
        for row in rows
        for value in row.values()
        if isinstance(value, bytes)
    }
    assert len(digests) >= 10 + 1 + 2 + 3  # recovery codes, the app's, keys, refresh tokens
    secrets = {
        ada.password,
        stored["users"][0]["password_hash"],
        settled.phone.app.secret,
        settled.key["apca-api-secret-key"],
        settled.laptop.cookies["refresh"],
        settled.laptop.headers["authorization"].removeprefix("Bearer "),
        *settled.recovery_codes,
        *(one.replace("-", "") for one in settled.recovery_codes),
        *(form for one in digests for form in (one.hex(), b64encode(one).decode())),
    }
    assert [one for one in secrets if one in answer.text] == []


async def test_who_leaves_is_let_in_nowhere(ada: Person, settled: Settled) -> None:
    bot = await ada.device(**settled.key)
    devices = (settled.laptop, settled.tablet, bot)
    for device in devices:
        assert outcome(await device.get("/api/orders")) == OK  # the gateway remembers them
    for path in EVERYWHERE:
        assert outcome(await settled.laptop.get(path)) == OK, path
    refused = await leave(settled.laptop, "eve@example.com")
    assert outcome(refused) == (422, "email_differs")

    assert outcome(await leave(settled.laptop, ada.email)) == DONE

    await stops(*devices)
    for device in devices:
        for path in EVERYWHERE:
            assert outcome(await device.get(path)) == STRANGER, path
        assert outcome(await device.post("/api/stream/ticket")) == STRANGER
        assert outcome(await device.post("/api/orders", json=RESTING)) == STRANGER
    assert outcome(await settled.tablet.post("/api/auth/refresh")) == STRANGER
    for code in (None, settled.phone.code(1), settled.recovery_codes[3]):
        assert outcome(await ada.try_to_sign_in(code)) == (401, "wrong_credentials")


async def test_of_who_leaves_only_ids_stay(ada: Person, settled: Settled) -> None:
    me = (await settled.laptop.get(ME)).json()
    words = ada.email, ada.name
    known = await places_of(ada.target, *words)
    assert "auth.users" in known

    assert outcome(await leave(settled.laptop, ada.email)) == DONE

    async def gone() -> bool:
        return not await places_of(ada.target, *words, among=known)

    async def nowhere() -> bool:
        return not await places_of(ada.target, *words)

    await eventually(gone)  # what the services tell each other is on its way for a moment
    await eventually(nowhere, 60)
    stored = await stored_of(ada.target, me["user_id"])
    assert {table for table, rows in stored.items() if rows} == {"users"}
    (row,) = stored["users"]
    assert (str(row["account_id"]), row["display_name"]) == (me["account_id"], "")
    assert (row["password_hash"], row["roles"], row["time_zone"]) == ("", [], "UTC")
    assert "order.orders" in await places_of(ada.target, me["account_id"])


async def test_an_email_that_was_given_up_is_free_for_somebody_new(
    ada: Person, settled: Settled
) -> None:
    before = (await settled.laptop.get(ME)).json()
    assert outcome(await leave(settled.laptop, ada.email)) == DONE

    anew = await ada.sign_up()

    after = (await anew.get(ME)).json()
    assert after["email"] == before["email"] == ada.email
    assert not {after["user_id"], after["account_id"]} & {before["user_id"], before["account_id"]}
    assert (await anew.get(PREFERENCES)).json() == {}
    assert (await anew.get("/api/auth/keys")).json()["items"] == []
    assert (await anew.get("/api/orders")).json()["items"] == []
    assert (await anew.get(SECOND_FACTOR)).json()["enabled"] is False
    assert outcome(await settled.laptop.post("/api/auth/refresh")) == STRANGER
