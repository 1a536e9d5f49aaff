"""Whoever guesses makes the owner wait nowhere that they have signed in before."""

from datetime import UTC, datetime

import httpx
import pytest
from authenticator import Phone, bearer
from login_attempts import BEN
from office import Office
from two_steps import ADA

from auth.credentials.devices import Devices
from auth.domain.users import User
from bus.envelope import new_id
from vocabulary import AccountId, Role, UserId

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("cheap_passwords", "long_waits")]
EVE = {"email": "eve@example.com", "password": "paper clip, red"}
FREE = 6
ATTACKER = {"x-real-ip": "203.0.113.9"}


def a_user(email: str) -> User:
    """Somebody who has registered."""
    ids = UserId(new_id()), AccountId(new_id())
    return User(*ids, email, "hash", "name", frozenset({Role.TRADER}), datetime.now(UTC))


async def enter(client: httpx.AsyncClient, who: dict[str, str], device: str = "") -> int:
    """Try to sign in with this device cookie and no other."""
    client.cookies.clear()
    cookie = {"cookie": f"device={device}"} if device else {}
    return (await client.post("/api/auth/login", json=who, headers=ATTACKER | cookie)).status_code


async def device_of(client: httpx.AsyncClient, how: str, who: dict[str, str]) -> str:
    """The cookie of a browser in which somebody has just signed up or in."""
    return (await client.post(f"/api/auth/{how}", json=who)).cookies["device"]


async def guess(
    client: httpx.AsyncClient, number: int, device: str = "", who: dict[str, str] = BEN
) -> list[int]:
    wrong = {**who, "password": "a guess"}
    return [await enter(client, wrong, device) for _ in range(number)]


async def test_a_device_cookie_is_for_the_login_and_out_of_reach_of_scripts(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post("/api/auth/register", json=BEN)

    (header,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("device=")]
    parts = {part.strip().lower() for part in header.split(";")[1:]}
    assert parts == {"httponly", "samesite=strict", "path=/api/auth/login", "max-age=15552000"}


@pytest.mark.parametrize("how", ["register", "login"])
async def test_the_owner_gets_in_while_others_guess(client: httpx.AsyncClient, how: str) -> None:
    known = await device_of(client, "register", BEN)
    if how == "login":
        known = await device_of(client, "login", BEN)
    assert (await guess(client, FREE + 1))[-1] == 429
    assert await enter(client, BEN) == 429

    assert await enter(client, BEN, known) == 200
    assert await enter(client, BEN) == 429  # the owner's success is no use to who guesses


async def test_who_has_a_cookie_of_their_own_cannot_guess_with_it(
    client: httpx.AsyncClient,
) -> None:
    await device_of(client, "register", BEN)
    own = await device_of(client, "register", EVE)
    nonce, _, proof = own.partition(".")
    made_up = Devices(b"another key").cookie(a_user(BEN["email"]))

    await guess(client, FREE + 1)

    for forged in (own, f"{nonce}.", f".{proof}", nonce, "x.y", made_up):
        assert await enter(client, BEN, forged) == 429
    assert await enter(client, EVE, own) == 200


async def test_with_a_stolen_cookie_one_guesses_no_faster(client: httpx.AsyncClient) -> None:
    stolen = await device_of(client, "register", BEN)
    other = await device_of(client, "login", BEN)

    assert await guess(client, FREE + 1, stolen) == [401] * FREE + [429]
    assert await enter(client, BEN, other) == 200


async def test_a_new_password_ends_all_that_was_known_of_devices(
    client: httpx.AsyncClient,
) -> None:
    """Who changes the password may do so because somebody has had the device in their hands."""
    registered = await client.post("/api/auth/register", json=BEN)
    stolen = registered.cookies["device"]
    change = {"current_password": BEN["password"], "new_password": "a better staple"}
    changed = await client.post("/api/auth/password", json=change, headers=bearer(registered))
    await guess(client, FREE + 1)
    ben = {**BEN, "password": "a better staple"}

    assert await enter(client, ben, stolen) == 429
    assert await enter(client, ben, changed.cookies["device"]) == 200


async def test_who_was_disabled_comes_back_with_no_device_that_is_known(
    client: httpx.AsyncClient, office: Office
) -> None:
    registered = await client.post("/api/auth/register", json=BEN)
    for disabled in (True, False):
        await office.change(registered.json()["user"], disabled=disabled)
    await guess(client, FREE + 1)

    assert await enter(client, BEN, registered.cookies["device"]) == 429


async def test_without_the_second_factor_no_device_is_known(
    client: httpx.AsyncClient, phone: Phone
) -> None:
    signed_in = await client.post("/api/auth/login", json={**ADA, "code": phone.code()})
    device = signed_in.cookies["device"]
    removed = await client.delete("/api/auth/second-factor", headers=bearer(signed_in))
    await guess(client, FREE + 1, who=ADA)

    assert removed.status_code == 204
    assert await enter(client, ADA, device) == 429


async def test_whoever_takes_over_an_email_does_not_take_over_the_devices(
    client: httpx.AsyncClient,
) -> None:
    registered = await client.post("/api/auth/register", json=BEN)
    confirmed = {"email": BEN["email"]}
    await client.request("DELETE", "/api/auth/me", json=confirmed, headers=bearer(registered))
    assert (await client.post("/api/auth/register", json=BEN)).status_code == 201
    await guess(client, FREE + 1)

    assert await enter(client, BEN, registered.cookies["device"]) == 429


def test_a_cookie_says_nothing_of_who_it_is_for() -> None:
    devices, ben = Devices(b"a key"), a_user(BEN["email"])

    one, another = devices.cookie(ben), devices.cookie(ben)

    assert one != another
    assert "ben" not in one
    assert devices.recognise(one, ben) == one.partition(".")[0]
    assert devices.recognise(one, a_user(EVE["email"])) is None
    assert devices.recognise(one, None) is None
    assert devices.recognise("\u00fc.\u00fc", ben) is None
