"""Keys are fetched once for many, not too often, and outlive an absent auth service."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from chassis import jwks
from chassis.jwks import (
    ATTEMPT_INTERVAL_SECONDS,
    KEYS_LIVE_SECONDS,
    RETRY_INTERVAL_SECONDS,
    RemoteKeys,
    keys_in,
)

URL = "http://auth.test/.well-known/jwks.json"


def a_key(kid: str) -> dict[str, Any]:
    key = ec.generate_private_key(ec.SECP256R1())
    return {**ECAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid}


def document(*kids: str) -> str:
    return json.dumps({"keys": [a_key(kid) for kid in kids]})


@dataclass
class Auth:
    """An auth service that answers as told, and counts."""

    answer: Callable[[], httpx.Response] = lambda: httpx.Response(200, text=document("k1"))
    asked: int = 0
    now: float = 1000.0
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_answer.set()

    async def handle(self, _request: httpx.Request) -> httpx.Response:
        self.asked += 1
        await self.may_answer.wait()
        return self.answer()

    def keys(self) -> RemoteKeys:
        return RemoteKeys(URL, httpx.MockTransport(self.handle), lambda: self.now)

    def serve(self, *kids: str) -> None:
        text = document(*kids)
        self.answer = lambda: httpx.Response(200, text=text)

    def fail(self) -> None:
        self.answer = lambda: httpx.Response(503)


@pytest.fixture
def auth() -> Auth:
    return Auth()


async def test_the_keys_are_fetched_when_first_needed_and_then_kept(auth: Auth) -> None:
    keys = auth.keys()

    assert auth.asked == 0
    assert await keys.find("k1") is not None
    assert await keys.find("k1") is not None
    assert auth.asked == 1


async def test_a_hundred_callers_share_one_fetch(auth: Auth) -> None:
    auth.may_answer.clear()
    keys = auth.keys()
    callers = [asyncio.create_task(keys.find("k1")) for _ in range(100)]
    await asyncio.sleep(0)
    auth.may_answer.set()

    assert None not in await asyncio.gather(*callers)
    assert auth.asked == 1


async def test_a_caller_who_leaves_does_not_stop_the_others(auth: Auth) -> None:
    auth.may_answer.clear()
    keys = auth.keys()
    leaving, staying = (asyncio.create_task(keys.find("k1")) for _ in range(2))
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.sleep(0)
    auth.may_answer.set()

    assert await staying is not None
    assert leaving.cancelled()


async def test_made_up_key_ids_cannot_flood_the_auth_service(auth: Auth) -> None:
    keys = auth.keys()

    for number in range(1000):
        assert await keys.find(f"made-up-{number}") is None

    assert auth.asked == 1


async def test_a_new_key_is_found_once_the_interval_has_passed(auth: Auth) -> None:
    keys = auth.keys()
    await keys.find("k1")
    auth.serve("k1", "k2")

    assert await keys.find("k2") is None
    auth.now += ATTEMPT_INTERVAL_SECONDS
    assert await keys.find("k2") is not None
    assert auth.asked == 2


async def test_old_keys_are_renewed_behind_the_callers_back(auth: Auth) -> None:
    keys = auth.keys()
    await keys.find("k1")
    auth.serve("k2")
    auth.now += KEYS_LIVE_SECONDS + 1
    auth.may_answer.clear()

    assert await keys.find("k1") is not None  # and nobody waited
    auth.may_answer.set()
    assert await keys.find("k2") is not None
    assert await keys.find("k1") is None  # withdrawn
    assert auth.asked == 2


async def test_a_set_that_stayed_the_same_is_not_read_again(auth: Auth) -> None:
    """So whoever has checked a signature with a key need not check it again with the same one."""
    keys = auth.keys()
    auth.serve("k1")
    first = await keys.find("k1")
    auth.now += KEYS_LIVE_SECONDS + 1

    await keys.find("k1")
    assert await keys.find("unknown") is None  # it was fetched by now

    assert auth.asked == 2
    assert await keys.find("k1") is first


async def test_the_last_good_keys_outlive_an_absent_auth_service(auth: Auth) -> None:
    keys = auth.keys()
    await keys.find("k1")
    auth.fail()

    for _ in range(20):
        auth.now += KEYS_LIVE_SECONDS + 1
        assert await keys.find("k1") is not None
        assert await keys.find("k2") is None  # closed, not open


def too_large() -> httpx.Response:
    return httpx.Response(200, content=b" " * (jwks.DOCUMENT_BYTES_MAX + 1))


def moved() -> httpx.Response:
    return httpx.Response(302, headers={"location": "http://evil.test/jwks.json"})


def unreachable() -> httpx.Response:
    raise httpx.ConnectError("refused")


def broken_off() -> httpx.Response:
    raise httpx.RemoteProtocolError("peer closed connection")


def not_json() -> httpx.Response:
    return httpx.Response(200, text="<html>")


def not_utf8() -> httpx.Response:
    return httpx.Response(200, content=b"\xff\xfe")


def not_an_object() -> httpx.Response:
    return httpx.Response(200, text="[1]")


def wrong_members() -> httpx.Response:
    return httpx.Response(200, json={"keys": [{"kty": "EC", "crv": "P-256", "x": 1}, "k", None]})


def no_keys() -> httpx.Response:
    return httpx.Response(200, json={"keys": []})


def deeply_nested() -> httpx.Response:
    return httpx.Response(200, text="[" * 60_000)


@pytest.mark.parametrize(
    "answer",
    [
        too_large, moved, unreachable, broken_off, not_json, not_utf8, not_an_object,
        wrong_members, no_keys, deeply_nested,
    ],
)  # fmt: skip
async def test_an_answer_that_is_no_key_set_changes_nothing(
    auth: Auth, answer: Callable[[], httpx.Response]
) -> None:
    keys = auth.keys()
    auth.answer = answer

    assert await keys.find("k1") is None
    auth.serve("k1")
    auth.now += RETRY_INTERVAL_SECONDS
    assert await keys.find("k1") is not None


async def test_an_auth_service_that_hangs_costs_a_bounded_wait(
    auth: Auth, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jwks, "TIMEOUT_SECONDS", 0.05)
    auth.may_answer.clear()
    keys = auth.keys()

    assert await keys.find("k1") is None
    assert await keys.find("k1") is None
    assert auth.asked == 1


def test_keys_of_another_kind_are_skipped() -> None:
    rsa_key = RSAAlgorithm.to_jwk(rsa.generate_private_key(65537, 2048).public_key(), as_dict=True)
    secret = {"kty": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA", "kid": "oct"}
    nameless = {name: value for name, value in a_key("x").items() if name != "kid"}
    mixed = {"keys": [{**rsa_key, "kid": "rsa"}, secret, nameless, a_key("good")]}

    assert list(keys_in(json.dumps(mixed))) == ["good"]
