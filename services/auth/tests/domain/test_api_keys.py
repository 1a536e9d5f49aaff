"""When an API key opens something, and what it was made to open."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from auth.domain.api_keys import USE_NOTED_EVERY, ApiKey, Scope, granted
from vocabulary import AccountId, SessionId, UserId

NOW = datetime(2030, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def a_key(expires_at: datetime | None = None, last_used_at: datetime | None = None) -> ApiKey:
    return ApiKey(
        key_id="OCAAAAAAAAAAAAAAAAAA",
        session_id=SessionId(UUID(int=1)),
        user_id=UserId(UUID(int=2)),
        account_id=AccountId(UUID(int=3)),
        name="bot",
        digest=b"",
        scopes=frozenset({Scope.READ}),
        created_at=NOW,
        expires_at=expires_at,
        last_used_at=last_used_at,
    )


@pytest.mark.parametrize(
    ("expires_at", "is_over"),
    [(None, False), (NOW + SECOND, False), (NOW, True), (NOW - SECOND, True)],
)
def test_a_key_is_over_when_it_expires(expires_at: datetime | None, *, is_over: bool) -> None:
    assert a_key(expires_at).is_over(NOW) is is_over


def test_a_key_that_was_revoked_is_over_and_stays_so() -> None:
    key = a_key()

    assert key.revoke(NOW)
    assert not key.revoke(NOW + SECOND)
    assert key.is_over(NOW)
    assert key.revoked_at == NOW


@pytest.mark.parametrize(
    ("last_used_at", "is_due"),
    [(None, True), (NOW - USE_NOTED_EVERY, True), (NOW - USE_NOTED_EVERY + SECOND, False)],
)
def test_use_is_noted_once_a_minute(last_used_at: datetime | None, *, is_due: bool) -> None:
    assert a_key(last_used_at=last_used_at).is_use_due(NOW) is is_due


@pytest.mark.parametrize(
    ("wanted", "scopes"),
    [({"read"}, {"read"}), ({"trade"}, {"read", "trade"}), ({"read", "trade"}, {"read", "trade"})],
)
def test_who_may_trade_may_also_read(wanted: set[str], scopes: set[str]) -> None:
    assert granted({Scope(one) for one in wanted}) == scopes
