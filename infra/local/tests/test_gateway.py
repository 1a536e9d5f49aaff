"""What the gateway lets through, what it refuses, and what it says then."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

import pytest
from gatehouse import SECURITY_HEADERS, Gateway, Pretence, a_gateway, heard_headers, is_problem

from outcry.program import path_of
from outcry.roster import SERVICES, Service

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(path_of("nginx") is None, reason="needs nginx: install nginx-light"),
]
GOOD = {"authorization": "Bearer good"}
ROUTES = ("/", "/docs/", "/api/orders", "/api/nope", "/api/auth/login", "/metrics", "/healthz")


@pytest.fixture(scope="module")
def shared() -> Iterator[Gateway]:
    with a_gateway(Pretence(), GATEWAY_RATE="1000", GATEWAY_BURST="1000") as gateway:
        yield gateway


@pytest.fixture
def gateway(shared: Gateway) -> Gateway:
    shared.behind.verified.clear()
    shared.behind.ready = True
    return shared


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize("path", ROUTES)
def test_every_answer_has_the_security_headers_once(
    gateway: Gateway, path: str, method: str
) -> None:
    answer = gateway.client.request(method, path)

    counts = Counter(name for name, _ in answer.headers.multi_items())
    assert {counts[name] for name in (*SECURITY_HEADERS, "cache-control", "x-request-id")} == {1}
    assert "strict-transport-security" not in answer.headers  # nobody could believe it
    assert answer.headers["server"] == "nginx"
    assert UUID(answer.headers["x-request-id"])


def test_the_api_needs_a_token(gateway: Gateway) -> None:
    answer = gateway.client.get("/api/orders")

    assert is_problem(answer, 401, "not_signed_in")
    assert answer.headers.get_list("www-authenticate") == ["Bearer"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_good_token_is_checked_once_for_many_requests(gateway: Gateway) -> None:
    token = {"authorization": "Bearer good-once"}

    answers = [gateway.client.get("/api/orders/5?side=buy", headers=token) for _ in range(20)]

    assert {answer.status_code for answer in answers} == {200}
    assert answers[0].json()["path"] == "/api/orders/5?side=buy"
    assert gateway.behind.verified == {"Bearer good-once": 1}


def test_a_bad_token_is_checked_each_time(gateway: Gateway) -> None:
    for _ in range(3):
        bad = gateway.client.get("/api/orders", headers={"authorization": "Bearer bad"})
        assert is_problem(bad, 401, "not_signed_in")

    assert gateway.behind.verified["Bearer bad"] == 3


@pytest.mark.parametrize("action", ["register", "login", "refresh", "logout"])
def test_coming_and_going_needs_no_token(gateway: Gateway, action: str) -> None:
    answer = gateway.client.post(f"/api/auth/{action}", json={})

    assert answer.json()["path"] == f"/api/auth/{action}"
    assert not gateway.behind.verified


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_the_documentation_needs_no_token(gateway: Gateway, service: Service) -> None:
    path = f"/api/{service.area}/openapi.json"

    assert gateway.client.get(path).json()["path"] == path


def test_public_keys_are_shown_to_everybody(gateway: Gateway) -> None:
    assert gateway.client.get("/api/auth/jwks").json()["path"] == "/.well-known/jwks.json"


@pytest.mark.parametrize(
    "path",
    [
        "/metrics",
        "/livez",
        "/readyz",
        "/internal/verify",
        "/.well-known/jwks.json",
        "/_verify",
        "/_ready",
        "/api/orders/../../internal/verify",
        "/api/orders/..%2f..%2finternal/verify",
        "/api/orders/%2e%2e/%2e%2e/metrics",
        "//internal/verify",
        "/api/nobody",
    ],
)
def test_what_is_inside_stays_inside(gateway: Gateway, path: str) -> None:
    request = gateway.client.build_request("GET", "/", headers=GOOD)
    request.url = request.url.copy_with(raw_path=path.encode())

    assert is_problem(gateway.client.send(request), 404, "not_found")


def test_who_is_asking_comes_from_the_gateway(gateway: Gateway) -> None:
    forged = {
        "x-user-id": "admin",
        "x-account-id": "other",
        "x-access-token": "forged",
        "x-user-roles": "admin",
        "x-forwarded-for": "6.6.6.6",
        "x-forwarded-proto": "https",
        "x-real-ip": "6.6.6.6",
        "forwarded": "for=6.6.6.6",
        "x-request-id": "00000000-0000-0000-0000-000000000000",
    }

    answer = gateway.client.get("/api/orders", headers={**forged, **GOOD})

    heard = heard_headers(answer)
    assert not set(forged.values()) & {heard.get(name) for name in forged}
    assert heard["x-forwarded-for"] == heard["x-real-ip"] == "127.0.0.1"
    assert heard["x-request-id"] == answer.headers["x-request-id"]


def test_a_websocket_is_passed_on_without_credentials(gateway: Gateway) -> None:
    upgrade = {"connection": "Upgrade", "upgrade": "websocket", "origin": "http://here", **GOOD}

    answer = gateway.client.get("/ws", headers={**upgrade, "cookie": "refresh=x"})

    heard = heard_headers(answer)
    assert (heard["upgrade"], heard["origin"]) == ("websocket", "http://here")
    assert not {"authorization", "cookie"} & heard.keys()


def test_a_large_body_is_refused(gateway: Gateway) -> None:
    answer = gateway.client.post("/api/orders", headers=GOOD, content=b"x" * 10_000_000)

    assert is_problem(answer, 413, "body_too_large")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/", "GET, HEAD"),
        ("TRACE", "/api/orders", "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE"),
    ],
)
def test_what_takes_no_such_method_says_which_it_takes(
    gateway: Gateway, method: str, path: str, allowed: str
) -> None:
    answer = gateway.client.request(method, path)

    assert is_problem(answer, 405, "method_not_allowed")
    assert answer.headers.get_list("allow") == [allowed]


def test_readiness_is_told_without_the_reason(gateway: Gateway) -> None:
    assert gateway.client.get("/healthz/risk").status_code == 200

    gateway.behind.ready = False
    answer = gateway.client.get("/healthz/portfolio")

    assert is_problem(answer, 503, "unavailable")
    assert "secret" not in answer.text
    assert answer.headers["retry-after"] == "2"


def test_the_log_has_no_secrets(gateway: Gateway) -> None:
    answer = gateway.client.get("/api/orders?ticket=hush", headers={**GOOD, "cookie": "a=hush"})

    line = gateway.line_of(answer)
    text = gateway.log.read_text()
    assert "hush" not in text
    assert "Bearer" not in text
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/orders", 200)


def test_a_service_that_is_away_is_a_bad_gateway() -> None:
    with a_gateway(None) as gateway:
        assert is_problem(gateway.client.post("/api/auth/login"), 502, "bad_gateway")
        assert is_problem(gateway.client.get("/api/orders", headers=GOOD), 503, "unavailable")


def test_too_many_requests_from_one_address_are_refused() -> None:
    with a_gateway(Pretence(), GATEWAY_RATE="1", GATEWAY_BURST="2") as gateway:
        answers = [gateway.client.get("/api/auth/jwks") for _ in range(10)]

    refused = [answer for answer in answers if answer.status_code != 200]
    assert len(refused) >= 6
    assert all(is_problem(answer, 429, "too_many_requests") for answer in refused)
    assert refused[0].headers["retry-after"] == "1"
