"""What is written into a token of ours."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import jwt
import pytest

from chassis.testing import KEY_ID, SIGNING_KEY
from chassis.tokens import ACCESS_SECONDS, Principal, sign
from vocabulary import AccountId, SessionId, UserId

NOW = 1_800_000_000
ALICE = Principal(UserId(UUID(int=1)), AccountId(UUID(int=2)), SessionId(UUID(int=3)))


def claims_of(principal: Principal) -> dict[str, Any]:
    token = sign(principal, SIGNING_KEY, KEY_ID, NOW, "one")
    return jwt.decode(token, options={"verify_signature": False})


@pytest.mark.parametrize(
    ("ends", "good_for"),
    [(0, ACCESS_SECONDS), (NOW + 10**6, ACCESS_SECONDS), (NOW + 60, 60), (NOW - 60, -60)],
)
def test_a_token_ends_with_what_it_is_made_from(ends: int, good_for: int) -> None:
    claims = claims_of(replace(ALICE, expires_at=ends))

    assert claims["exp"] - claims["iat"] == good_for


@pytest.mark.parametrize(
    ("when", "second", "methods"),
    [(0, False, []), (0, True, []), (NOW, False, ["pwd"]), (NOW, True, ["pwd", "otp"])],
)
def test_a_token_says_how_its_bearer_was_recognised(
    when: int, *, second: bool, methods: list[str]
) -> None:
    claims = claims_of(replace(ALICE, authenticated_at=when, second_factor=second))

    assert (claims["auth_time"], claims["amr"]) == (when, methods)
