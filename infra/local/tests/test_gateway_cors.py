"""Which pages of other origins may use the API: those of the list, and nothing like them."""

from collections.abc import Iterator

import pytest
from gatehouse import AT_ANY_RATE, Gateway, Pretence, a_gateway, is_problem

from outcry.entrance import check_origins
from outcry.errors import Problem
from outcry.program import path_of

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(path_of("nginx") is None, reason="needs nginx: install nginx-light"),
]
LISTED = ("https://a.example", "http://localhost:3000", "https://b.example:8443")
GOOD = {"authorization": "Bearer good"}
PREFLIGHT = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type",
}
NOT_LISTED = [
    "https://evil.example",
    "null",
    "*",
    "",
    "https://a.example.evil.example",
    "https://evil-a.example",
    "https://xa.example",
    "https://a.exampl",
    "https://a.example/",
    "https://a.example:443",
    "https://A.example",
    "http://a.example",
    "http://localhost:30000",
    "http://localhost",
    "https://a.example,http://localhost:3000",
    "x,https://evil.example|https://evil.example",
    "https://evil.example|https://evil.example",
    "|",
    ",",
    "https://a.example http://localhost:3000",
]


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    with a_gateway(Pretence(), **AT_ANY_RATE, CORS_ORIGINS=",".join(LISTED)) as opened:
        yield opened


@pytest.mark.parametrize("origin", LISTED)
def test_a_page_of_the_list_may_read_every_answer(gateway: Gateway, origin: str) -> None:
    for path, headers in (("/api/orders", GOOD), ("/api/orders", {}), ("/api/nope", {})):
        answer = gateway.client.get(path, headers={**headers, "origin": origin})

        assert answer.headers.get_list("access-control-allow-origin") == [origin]
        assert "Retry-After" in answer.headers["access-control-expose-headers"]
        assert "Origin" in answer.headers.get_list("vary")
        assert "access-control-allow-credentials" not in answer.headers
        assert "access-control-allow-methods" not in answer.headers


@pytest.mark.parametrize("origin", LISTED)
def test_a_preflight_request_is_answered_at_the_gateway(gateway: Gateway, origin: str) -> None:
    gateway.behind.verified.clear()

    answer = gateway.client.options("/api/orders", headers={**PREFLIGHT, "origin": origin})

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == origin
    assert "DELETE" in answer.headers["access-control-allow-methods"]
    assert "Authorization" in answer.headers["access-control-allow-headers"]
    assert answer.headers["access-control-max-age"] == "600"
    assert "access-control-allow-credentials" not in answer.headers
    assert "Origin" in answer.headers.get_list("vary")
    assert not gateway.behind.verified


@pytest.mark.parametrize("origin", NOT_LISTED)
def test_nobody_else_is_let_in(gateway: Gateway, origin: str) -> None:
    preflight = gateway.client.options("/api/orders", headers={**PREFLIGHT, "origin": origin})
    answer = gateway.client.get("/api/orders", headers={**GOOD, "origin": origin})

    assert (preflight.status_code, answer.status_code) == (204, 200)
    for one in (preflight, answer):
        assert not [name for name in one.headers if name.startswith("access-control")]
        assert "Origin" in one.headers.get_list("vary")


def test_without_a_list_nobody_is() -> None:
    with a_gateway(Pretence()) as gateway:
        for origin in (*LISTED, "", "null", "|"):
            preflight = gateway.client.options("/api/orders", headers={"origin": origin})
            answer = gateway.client.get("/api/orders", headers={**GOOD, "origin": origin})
            for one in (preflight, answer):
                assert not [name for name in one.headers if name.startswith("access-control")]
                assert "vary" not in one.headers


def test_what_is_not_under_the_api_knows_no_preflight(gateway: Gateway) -> None:
    asked = {**PREFLIGHT, "origin": LISTED[0]}

    answer = gateway.client.options("/", headers=asked)

    assert is_problem(answer, 405, "method_not_allowed")
    assert "access-control-allow-methods" not in answer.headers


@pytest.mark.parametrize(
    "origins",
    [
        "*",
        "null",
        "a.example",
        "https://a.example/",
        "https://a.example, https://b.example",
        "https://A.example",
        "https://a.example,",
        "https://a.example|https://b.example",
        "https://*.a.example",
        'https://a.example" x',
        "https://a.example:0",
    ],
)
def test_a_list_that_no_browser_would_match_is_a_problem(origins: str) -> None:
    with pytest.raises(Problem, match="CORS_ORIGINS has"):
        check_origins({"CORS_ORIGINS": origins})


@pytest.mark.parametrize("origins", ["", *LISTED, ",".join(LISTED), "http://[::1]:8080"])
def test_a_list_of_origins_is_none(origins: str) -> None:
    check_origins({"CORS_ORIGINS": origins})
