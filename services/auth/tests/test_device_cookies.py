"""Whoever guesses makes the owner wait nowhere that they have signed in before."""

import httpx
import pytest
from login_attempts import BEN

from auth.credentials.devices import Devices

pytestmark = pytest.mark.real
EVE = {"email": "eve@example.com", "password": "paper clip, red"}
FREE = 6
ATTACKER = {"x-real-ip": "203.0.113.9"}


async def enter(client: httpx.AsyncClient, who: dict[str, str], device: str = "") -> int:
    """Try to sign in with this device cookie and no other."""
    client.cookies.clear()
    cookie = {"cookie": f"device={device}"} if device else {}
    return (await client.post("/api/auth/login", json=who, headers=ATTACKER | cookie)).status_code


async def device_of(client: httpx.AsyncClient, how: str, who: dict[str, str]) -> str:
    """The cookie of a browser in which somebody has just signed up or in."""
    return (await client.post(f"/api/auth/{how}", json=who)).cookies["device"]


async def guess(client: httpx.AsyncClient, number: int, device: str = "") -> list[int]:
    wrong = {**BEN, "password": "a guess"}
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
    strangers = Devices(b"another key")

    await guess(client, FREE + 1)

    for forged in (own, f"{nonce}.", f".{proof}", nonce, "x.y", strangers.cookie(BEN["email"])):
        assert await enter(client, BEN, forged) == 429
    assert await enter(client, EVE, own) == 200


async def test_with_a_stolen_cookie_one_guesses_no_faster(client: httpx.AsyncClient) -> None:
    stolen = await device_of(client, "register", BEN)
    other = await device_of(client, "login", BEN)

    assert await guess(client, FREE + 1, stolen) == [401] * FREE + [429]
    assert await enter(client, BEN, other) == 200


def test_a_cookie_says_nothing_of_who_it_is_for() -> None:
    devices = Devices(b"a key")

    one, another = devices.cookie(BEN["email"]), devices.cookie(BEN["email"])

    assert one != another
    assert "ben" not in one
    assert devices.recognise(one, BEN["email"]) == one.partition(".")[0]
    assert devices.recognise(one, EVE["email"]) is None
    assert devices.recognise("\u00fc.\u00fc", BEN["email"]) is None
