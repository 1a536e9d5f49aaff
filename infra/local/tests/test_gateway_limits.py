"""How much the gateway takes, of whom, and how long it waits."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import httpx
import pytest
from gatehouse import AT_ANY_RATE, Gateway, Pretence, Reply, a_gateway, is_problem
from knocking import knock

from outcry.program import path_of

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(path_of("nginx") is None, reason="needs nginx: install nginx-light"),
]
GOOD = {"authorization": "Bearer good"}
NARROW = {"RATE": "1", "BURST": "4"}


@pytest.fixture(scope="module")
def wide() -> Iterator[Gateway]:
    """Nobody can ask it too much."""
    with a_gateway(Pretence(), **AT_ANY_RATE, GATEWAY_CONNECTIONS="6") as gateway:
        yield gateway


def narrowed(zone: str) -> dict[str, str]:
    """One limit so small that it is met: one a second, and five at once."""
    return AT_ANY_RATE | {f"GATEWAY_{zone}{how}": value for how, value in NARROW.items()}


def refused(answers: list[httpx.Response]) -> list[httpx.Response]:
    """Those that were too many; each says so properly."""
    many = [answer for answer in answers if answer.status_code == 429]
    assert all(is_problem(answer, 429, "too_many_requests") for answer in many)
    assert all(answer.headers.get_list("retry-after") == ["1"] for answer in many)
    return many


FORGED = [
    {header: f"6.6.6.{number}", "forwarded": f"for=6.6.6.{number}"}
    for number in range(10)
    for header in ("x-forwarded-for", "x-real-ip", "x-client-ip", "cf-connecting-ip")
]


def test_an_address_has_a_limit_whatever_it_says_it_is() -> None:
    with a_gateway(Pretence(), **narrowed("")) as gateway:
        answers = [gateway.client.get("/api/auth/jwks", headers=one) for one in FORGED]
        base = str(gateway.client.base_url)
        with httpx.Client(base_url=base, transport=from_address("127.0.0.2"), timeout=60) as other:
            assert other.get("/api/auth/jwks").status_code == 200

    assert len(refused(answers)) >= len(FORGED) - 8


def test_a_credential_has_a_limit_wherever_it_comes_from() -> None:
    token, other = "Bearer good.first.signature", {"authorization": "Bearer good.second.signature"}
    with a_gateway(Pretence(), **narrowed("CREDENTIAL_")) as gateway:
        base = str(gateway.client.base_url)
        answers: list[httpx.Response] = []
        for number in range(2, 22):
            with httpx.Client(
                base_url=base, transport=from_address(f"127.0.0.{number}"), timeout=60
            ) as one:
                rewritten = {"authorization": f"{token}{number}"}  # what was signed is the same
                answers.append(one.get("/api/orders", headers=rewritten))
        assert gateway.client.get("/api/orders", headers=other).status_code == 200
        assert gateway.client.get("/api/auth/jwks").status_code == 200

    assert len(refused(answers)) >= 10


@pytest.mark.parametrize(
    "credential",
    [{"authorization": "Basic Z29vZDprZXk="}, {"authorization": "Bearer key-without-dots"}],
    ids=["basic", "opaque"],
)
def test_so_has_every_other_kind_of_credential(credential: dict[str, str]) -> None:
    with a_gateway(Pretence(), **narrowed("CREDENTIAL_")) as gateway:
        answers = [gateway.client.get("/api/orders", headers=credential) for _ in range(12)]

    assert len(refused(answers)) >= 5


def test_a_key_cannot_hide_behind_other_headers() -> None:
    key = {"apca-api-key-id": "good", "apca-api-secret-key": "key"}
    with a_gateway(Pretence(), **narrowed("CREDENTIAL_")) as gateway:
        answers = [
            gateway.client.get("/api/orders", headers=key | {"authorization": f"Bearer x{number}"})
            for number in range(12)
        ]
        wrong = key | {"apca-api-secret-key": "guessed"}  # who guesses takes nothing from its owner
        assert gateway.client.get("/api/orders", headers=wrong).status_code == 401

    assert len(refused(answers)) >= 5


def test_trying_secrets_has_a_limit_of_its_own() -> None:
    paths = ["/api/auth/login", "/api/auth/register", "/api/auth/refresh", "/api/auth/step-up"]
    with a_gateway(Pretence(), **narrowed("SECRET_")) as gateway:
        answers = [gateway.client.post(path, json={}, headers=GOOD) for path in paths * 3]
        for harmless in ("/api/auth/jwks", "/api/auth/me", "/api/orders"):
            assert gateway.client.get(harmless, headers=GOOD).status_code == 200
        assert gateway.client.post("/api/orders", headers=GOOD).status_code == 200

    assert len(refused(answers)) >= 5


def test_an_address_has_so_many_requests_at_once(wide: Gateway) -> None:
    wide.behind.replies["/api/orders/slow"] = Reply(seconds=1)

    with ThreadPoolExecutor(12) as pool:
        slow = [pool.submit(ask_slowly, wide) for _ in range(12)]
        answers = [one.result() for one in slow]

    assert Counter(answer.status_code for answer in answers) == {200: 6, 429: 6}
    assert len(refused(answers)) == 6
    assert wide.client.get("/healthz/auth").status_code == 200


@pytest.mark.parametrize("status", [429, 503])
def test_what_a_service_says_about_coming_back_is_passed_on(wide: Gateway, status: int) -> None:
    wide.behind.replies["/api/orders/busy"] = Reply(status, {"Retry-After": "7"})

    answer = wide.client.get("/api/orders/busy", headers=GOOD)

    assert answer.status_code == status
    assert answer.headers.get_list("retry-after") == ["7"]


def test_who_sends_too_slowly_is_let_go(wide: Gateway) -> None:
    begun = b"POST /api/auth/login HTTP/1.1\r\nHost: a\r\n"
    dripping = [begun, *repeat(b"X: y\r\n", 200)]
    silent = [begun + b"Content-Length: 9\r\n\r\n", b"12", b""]

    with ThreadPoolExecutor() as pool:
        drops = pool.submit(knock, wide.port, dripping, pause=0.4)
        rests = pool.submit(knock, wide.port, silent, pause=0.4)

    assert 9 < drops.result().seconds < 40
    assert drops.result().raw == b""
    assert 9 < rests.result().seconds < 40
    assert rests.result().status in {0, 408}


def from_address(address: str) -> httpx.HTTPTransport:
    """Requests that come from another address of this machine."""
    return httpx.HTTPTransport(local_address=address)


def ask_slowly(gateway: Gateway) -> httpx.Response:
    """A request that is under way for a second, on a connection of its own."""
    return httpx.get(f"http://127.0.0.1:{gateway.port}/api/orders/slow", headers=GOOD, timeout=60)
