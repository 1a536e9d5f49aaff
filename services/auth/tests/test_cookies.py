"""Over TLS the names of our cookies say that nobody else can have set them."""

from http import HTTPStatus
from typing import Any

import httpx
import pytest
from login_attempts import BEN, guess

from auth.main import create_service
from auth.settings import AuthSettings
from chassis.testing import Simulation

pytestmark = pytest.mark.real
FREE = 6
SECURE = {"__Secure-refresh", "__Secure-device"}


@pytest.fixture
async def safe(system: Simulation, settings: AuthSettings) -> httpx.AsyncClient:
    """A browser that reaches us over TLS; cookies are shown by hand."""
    over_tls = AuthSettings.model_validate(settings.model_dump() | {"tls": True})
    return await system.start(create_service(over_tls))


def names(answer: httpx.Response) -> set[str]:
    """Of the cookies in an answer; each is sent over TLS only."""
    cookies = answer.headers.get_list("set-cookie")
    assert all("secure" in cookie.lower().split("; ") for cookie in cookies)
    return {cookie.partition("=")[0] for cookie in cookies}


async def test_over_tls_the_names_have_the_prefix(safe: httpx.AsyncClient) -> None:
    assert names(await safe.post("/api/auth/register", json=BEN)) == SECURE
    signed_in = await safe.post("/api/auth/login", json=BEN)
    assert names(signed_in) == SECURE
    token = signed_in.cookies["__Secure-refresh"]

    shown = {"cookie": f"__Secure-refresh={token}"}
    refreshed = await safe.post("/api/auth/refresh", headers=shown)
    signed_out = await safe.post("/api/auth/logout", headers=shown)

    assert (refreshed.status_code, names(refreshed)) == (200, {"__Secure-refresh"})
    assert (signed_out.status_code, names(signed_out)) == (204, {"__Secure-refresh"})
    assert "max-age=0" in signed_out.headers["set-cookie"].lower()
    assert (await safe.post("/api/auth/refresh", headers=shown)).status_code == 401


async def test_over_tls_a_cookie_that_others_could_set_is_not_read(
    safe: httpx.AsyncClient,
) -> None:
    token = (await safe.post("/api/auth/register", json=BEN)).cookies["__Secure-refresh"]

    planted = await safe.post("/api/auth/refresh", headers={"cookie": f"refresh={token}"})

    assert planted.status_code == HTTPStatus.UNAUTHORIZED
    own = {"cookie": f"refresh=x; __Secure-refresh={token}"}
    assert (await safe.post("/api/auth/refresh", headers=own)).status_code == HTTPStatus.OK


async def test_over_tls_a_device_is_known_by_the_prefixed_name(safe: httpx.AsyncClient) -> None:
    device = (await safe.post("/api/auth/register", json=BEN)).cookies["__Secure-device"]
    await guess(safe, FREE + 1)

    answers = [
        await safe.post("/api/auth/login", json=BEN, headers={"cookie": f"{name}={device}"})
        for name in ("device", "__Secure-device")
    ]

    assert [one.status_code for one in answers] == [429, 200]


async def test_the_document_says_which_cookies_are_read(client: httpx.AsyncClient) -> None:
    document: dict[str, Any] = (await client.get("/openapi.json")).json()

    read = {
        path.rpartition("/")[2]: [(one["name"], one["in"]) for one in item["post"]["parameters"]]
        for path, item in document["paths"].items()
        if path in {f"/api/auth/{name}" for name in ("login", "refresh", "logout")}
    }
    refresh = [("refresh", "cookie")]
    assert read == {"login": [("device", "cookie")], "refresh": refresh, "logout": refresh}
