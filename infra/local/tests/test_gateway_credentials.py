"""What becomes of credentials at the gateway: of tokens, of API keys, and of forged headers."""

from collections.abc import Iterator

import pytest
from gatehouse import Gateway, Pretence, a_gateway, heard_headers, is_problem

from outcry.program import path_of

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(path_of("nginx") is None, reason="needs nginx: install nginx-light"),
]
GOOD = {"authorization": "Bearer good"}
KEY = {"apca-api-key-id": "good", "apca-api-secret-key": "key"}


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    with a_gateway(Pretence(), GATEWAY_RATE="1000", GATEWAY_BURST="1000") as started:
        yield started


def test_services_see_a_token_and_never_a_key(gateway: Gateway) -> None:
    answers = [gateway.client.get("/api/orders", headers=KEY) for _ in range(5)]

    heard = heard_headers(answers[0])
    assert heard["authorization"] == "Bearer good-made-of-a-key"
    assert not KEY.keys() & heard.keys()
    assert gateway.behind.verified == {"good key": 1}
    assert all("good-made" not in str(answer.headers) for answer in answers)


def test_what_is_remembered_of_one_caller_never_serves_another(gateway: Gateway) -> None:
    assert gateway.client.get("/api/orders", headers=KEY).status_code == 200

    for other in (
        {**KEY, "apca-api-secret-key": "wrong"},
        {**KEY, "apca-api-key-id": "other"},
        {**KEY, "authorization": "Basic good"},
        {"apca-api-key-id": "good"},
        {"apca-api-key-id": "good key"},
        {"apca-api-secret-key": "good key"},
        {"authorization": "good", "apca-api-key-id": "key"},
        {"authorization": "good", "apca-api-secret-key": "key"},
        {"authorization": "good key"},
    ):
        answer = gateway.client.get("/api/orders", headers=other)
        assert is_problem(answer, 401, "not_signed_in"), other


@pytest.mark.parametrize("path", ["/api/auth/login", "/api/auth/jwks", "/ws"])
def test_what_needs_no_token_is_sent_no_credentials(gateway: Gateway, path: str) -> None:
    forged = {**GOOD, **KEY, "x-access-token": "good"}

    heard = heard_headers(gateway.client.post(path, headers=forged))

    assert not {"authorization", *KEY, "x-access-token"} & heard.keys()
