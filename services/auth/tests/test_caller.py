"""Where a request comes from is what the gateway says, and nothing that a client can write."""

import pytest
from starlette.requests import Request

from auth.api.caller import Client, client_of


def request(headers: dict[str, str], peer: str | None = "127.0.0.1") -> Request:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    client = None if peer is None else (peer, 4711)
    return Request({"type": "http", "headers": raw, "client": client})


def test_the_gateway_says_where_a_request_comes_from() -> None:
    asked = request({"x-real-ip": "192.0.2.7", "user-agent": "curl/8.5.0"})

    assert client_of(asked) == Client("192.0.2.7", "curl/8.5.0")


@pytest.mark.parametrize(
    "forged", ["x-forwarded-for", "forwarded", "x-client-ip", "true-client-ip", "x-remote-addr"]
)
def test_what_a_client_says_of_its_address_is_not_read(forged: str) -> None:
    assert client_of(request({forged: "203.0.113.9", "x-real-ip": "192.0.2.7"})).address == (
        "192.0.2.7"
    )
    assert client_of(request({forged: "203.0.113.9"})).address == "127.0.0.1"


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "127.0.0.1"),
        ("192.0.2.7, 203.0.113.9", "127.0.0.1"),
        ("not an address", "127.0.0.1"),
    ],
)
def test_an_address_has_one_form(told: str, address: str) -> None:
    assert client_of(request({"x-real-ip": told})).address == address


@pytest.mark.parametrize("peer", [None, "a-socket-file"])
def test_without_an_address_there_is_none(peer: str | None) -> None:
    assert client_of(request({}, peer)) == Client("", "")


def test_a_user_agent_is_short_and_can_be_shown() -> None:
    assert client_of(request({"user-agent": "a\x00b\x1b[31m\tc"})).user_agent == "ab[31mc"
    assert client_of(request({"user-agent": "x" * 5_000})).user_agent == "x" * 256
