"""What a request may look like, and that no way of writing one leads inside."""

from collections.abc import Iterator

import pytest
from gatehouse import AT_ANY_RATE, Gateway, Pretence, a_gateway
from knocking import get, knock

from outcry.program import path_of

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(path_of("nginx") is None, reason="needs nginx: install nginx-light"),
]


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    with a_gateway(Pretence(), **AT_ANY_RATE) as opened:
        yield opened


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", ["X-Large: " + "x" * 9_000]),
        ("/", [f"X-Many-{number}: " + "x" * 7_000 for number in range(6)]),
        ("/?" + "x" * 9_000, []),
        ("/", ["Host: elsewhere"]),
        ("/../..", []),
        ("/%00", []),
    ],
    ids=["one large header", "many headers", "a long address", "two hosts", "above all", "a NUL"],
)
def test_what_is_no_proper_request_is_refused_properly(
    gateway: Gateway, path: str, headers: list[str]
) -> None:
    heard = knock(gateway.port, get(path, *headers))

    assert heard.status == 400
    assert b'"status":400,"code":"bad_request"' in heard.raw
    assert b"Content-Security-Policy:" in heard.raw


@pytest.mark.parametrize(
    "lines",
    [
        ["Content-Length: 3", "Transfer-Encoding: chunked"],
        ["Content-Length: 3", "Content-Length: 4"],
        ["Transfer-Encoding: chunked, identity"],
        ["Transfer-Encoding: xchunked"],
        ["Content-Length: +3"],
        ["Content-Length : 3"],
    ],
)
def test_where_a_body_ends_is_beyond_doubt(gateway: Gateway, lines: list[str]) -> None:
    smuggled = b"0\r\n\r\n" + get("/internal/verify")

    heard = knock(gateway.port, get("/api/auth/login", *lines, method="POST") + smuggled)

    assert heard.status in {400, 501}
    assert heard.answers == 1


INSIDE = ("/metrics", "/readyz", "/livez", "/internal/verify", "/_verify", "/_ready")
TRICKS = [
    "{}/",
    "/{}",
    "//{}",
    "{};",
    "{};a=b",
    "{}%2f",
    "{}.",
    "{}..",
    "{}%20",
    "{}%00",
    "{}%0d%0ahost:x",
    "{}?/../../api/auth/openapi.json",
    "{}#/../../api/auth/openapi.json",
    "{};/../../api/auth/openapi.json",
    "/.{}",
    "/..{}",
    "/%2e{}",
    "/%2E%2e{}",
    "/api/orders/..{}",
    "/api/orders/../..{}",
    "/api/orders/%2e%2e/%2e%2e{}",
    "/api/orders/..%2f..{}",
    "/api/orders/..%5c..{}",
    "/api/orders/..;/..;{}",
    "/api/orders/%252e%252e/%252e%252e{}",
    "/api/orders/..\\..{}",
    "/api/auth/openapi.json/../../../..{}",
    "/api/auth/openapi.json/%2e%2e/%2e%2e/%2e%2e{}",
    "/api/orders{}/../../internal/verify",
    "http://127.0.0.1{}",
    "http://auth{}",
]


@pytest.mark.parametrize("inside", INSIDE)
def test_no_path_leads_inside(gateway: Gateway, inside: str) -> None:
    override = (f"X-Original-URL: {inside}", f"X-Rewrite-URL: {inside}")
    spellings = {
        inside,
        inside.upper(),
        inside.title(),
        *(trick.format(inside) for trick in TRICKS),
    }

    for path in sorted(spellings):
        for method in ("GET", "POST", "HEAD"):
            signed = "Authorization: Bearer good"
            heard = knock(gateway.port, get(path, signed, *override, method=method))
            assert heard.status in {400, 404, 405}, (method, path, heard.raw)
            assert b'"headers"' not in heard.raw, (method, path)


@pytest.mark.parametrize("path", ["/api/orders//5", "/api/orders/./5", "/api/orders/a%2fb"])
def test_a_path_that_can_be_read_in_two_ways_reaches_nobody(gateway: Gateway, path: str) -> None:
    heard = knock(gateway.port, get(path, "Authorization: Bearer good"))

    assert heard.status == 404
    assert b'"code":"not_found"' in heard.raw


@pytest.mark.parametrize(
    "path", ["/api/orders/BRK.B", "/api/orders/a%20b", "/api/orders/x?y=//a;b"]
)
def test_a_path_that_is_only_unusual_goes_through(gateway: Gateway, path: str) -> None:
    heard = knock(gateway.port, get(path, "Authorization: Bearer good"))

    assert heard.status == 200
    assert path.encode() in heard.raw


def test_a_method_is_what_the_first_line_says(gateway: Gateway) -> None:
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        heard = knock(gateway.port, get("/", f"{header}: GET", method="POST"))
        assert heard.status == 405
    for method in ("TRACE", "CONNECT"):
        assert knock(gateway.port, get("/api/auth/jwks", method=method)).status in {400, 405}
