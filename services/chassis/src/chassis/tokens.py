"""What an access token looks like (RFC 9068), for the service that signs it and all that check it.

A token is read strictly: the algorithm is pinned, the header may hold three names and no other,
no name may come twice, and every claim has one type. What is not exactly ours is not ours.
"""

import json
from base64 import urlsafe_b64decode
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from pydantic import BaseModel, ConfigDict, Field

from chassis.errors import NotSignedIn
from vocabulary import AccountId, SessionId, UserId

ALGORITHM = "ES256"
ISSUER = "outcry"
AUDIENCE = "outcry"
TOKEN_TYPE = "at+jwt"  # noqa: S105  # RFC 9068, section 2.1

ACCESS_SECONDS = 15 * 60
LIFETIME_SECONDS_MAX = 60 * 60
"""A token that lives longer is not one that we make."""
SKEW_SECONDS = 5
"""How far ahead another machine's clock may be."""
TOKEN_CHARACTERS_MAX = 4096
SECOND_FACTOR = "otp"
"""How a one-time password is called in ``amr`` (RFC 8176)."""

_signatures = jwt.PyJWS(algorithms=[ALGORITHM])


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is calling, for which account, what they may do, and until when (Unix seconds)."""

    user_id: UserId
    account_id: AccountId
    session_id: SessionId
    roles: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    expires_at: int = field(default=0, compare=False)
    authenticated_at: int = field(default=0, compare=False)
    """When they last proved who they are (Unix seconds); 0 if a machine did so for them."""
    second_factor: bool = field(default=False, compare=False)
    """Whether they proved it by a second factor too."""


class _Header(BaseModel):
    """Three names and no other: nothing like ``jku`` or ``jwk`` says where to find a key."""

    model_config = ConfigDict(strict=True, extra="forbid")

    alg: Literal["ES256"]
    typ: Literal["at+jwt"]
    kid: Annotated[str, Field(min_length=1, max_length=64)]


class _Claims(BaseModel):
    model_config = ConfigDict(strict=True)

    iss: Literal["outcry"]
    aud: Literal["outcry"]
    sub: UUID
    account_id: UUID
    sid: UUID
    roles: list[str]
    scope: str
    iat: int
    exp: int
    nbf: int = 0
    auth_time: int = 0
    amr: list[str] = []
    jti: Annotated[str, Field(min_length=1)]

    def principal(self) -> Principal:
        """The caller that these claims describe."""
        return Principal(
            user_id=UserId(self.sub),
            account_id=AccountId(self.account_id),
            session_id=SessionId(self.sid),
            roles=frozenset(self.roles),
            scopes=frozenset(self.scope.split()),
            expires_at=self.exp,
            authenticated_at=self.auth_time,
            second_factor=SECOND_FACTOR in self.amr,
        )


def sign(
    principal: Principal, key: EllipticCurvePrivateKey, kid: str, issued_at: int, token_id: str
) -> str:
    """An access token for ``principal``, good for 15 minutes from ``issued_at`` (Unix seconds).

    It is good for less if ``principal.expires_at`` says so. Whom a machine vouches for has used no
    method of proving who they are, so none is named.
    """
    latest = issued_at + ACCESS_SECONDS
    methods = ["pwd", SECOND_FACTOR] if principal.second_factor else ["pwd"]
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(principal.user_id),
        "account_id": str(principal.account_id),
        "sid": str(principal.session_id),
        "roles": sorted(principal.roles),
        "scope": " ".join(sorted(principal.scopes)),
        "iat": issued_at,
        "exp": min(latest, principal.expires_at or latest),
        "jti": token_id,
        "auth_time": principal.authenticated_at,
        "amr": methods if principal.authenticated_at else [],
    }
    return jwt.encode(claims, key, ALGORITHM, {"kid": kid, "typ": TOKEN_TYPE})


def key_id_of(token: str) -> str:
    """Which key the token says it was signed with. Nothing is proven yet.

    Raises:
        NotSignedIn: the header is not that of an access token of ours.
    """
    if len(token) > TOKEN_CHARACTERS_MAX:
        raise NotSignedIn("the token is too long")
    try:
        header = urlsafe_b64decode(token.partition(".")[0] + "==")
        _refuse_repeated_names(header)
        return _Header.model_validate_json(header).kid
    except (ValueError, RecursionError) as error:
        raise NotSignedIn("sign in again") from error


def check(token: str, key: jwt.PyJWK, now: float) -> tuple[Principal, int]:
    """Who the token speaks for at ``now`` (Unix seconds), and the second at which it expires.

    Raises:
        NotSignedIn: it was not signed with ``key``, has expired, or a claim is missing or wrong.
    """
    try:
        payload: bytes = _signatures.decode(token, key, [ALGORITHM])
        _refuse_repeated_names(payload)
        claims = _Claims.model_validate_json(payload)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise NotSignedIn("sign in again") from error
    if claims.exp <= now or claims.exp - claims.iat > LIFETIME_SECONDS_MAX:
        raise NotSignedIn("the token has expired")
    if max(claims.iat, claims.nbf) > now + SKEW_SECONDS:
        raise NotSignedIn("the token is not valid yet")
    return claims.principal(), claims.exp


def _refuse_repeated_names(document: bytes) -> None:
    """Two readers may pick different ones of two claims with one name (RFC 7519, section 4)."""
    json.loads(document, object_pairs_hook=_named_once)


def _named_once(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name comes twice")
