"""Access tokens that nobody should accept, made with the stack's own signing key where it helps."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from time import time
from typing import Any

import jwt
from bench.stack import Stack
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import text

from auth.credentials.sealing import Seal, derive_key
from outcry.databases import connected

HOUR = 3600
Claims = Mapping[str, Any]


@dataclass(frozen=True)
class SigningKey:
    """The private key that the stack signs with, and what it is called."""

    kid: str
    private: ec.EllipticCurvePrivateKey

    def token(self, claims: Claims, **header: str) -> str:
        """A token with a good signature."""
        names = {"kid": self.kid, "typ": "at+jwt", **header}
        return jwt.encode(dict(claims), self.private, "ES256", names)

    def public_pem(self) -> bytes:
        """What everybody knows, and may not be taken for a secret."""
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )


async def signing_key(target: Stack, token: str) -> SigningKey:
    """The key that ``token`` was signed with, out of the auth service's database."""
    kid = jwt.get_unverified_header(token)["kid"]
    names = ("AUTH_DATABASE_PASSWORD", "POSTGRES_HOST", "POSTGRES_PORT")
    async with connected("auth", {name: target.value(name) for name in names}) as connection:
        query = text("select sealed from keys where kid = :kid")
        sealed = await connection.scalar(query, {"kid": kid})
    seal = Seal(derive_key(target.value("AUTH_KEY_SECRET"), "signing keys"))
    private = serialization.load_pem_private_key(seal.open(sealed, kid), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    return SigningKey(kid, private)


def forgeries(key: SigningKey, good: str) -> dict[str, str]:
    """What to send in place of the token ``good``, by what is wrong with it."""
    claims = jwt.decode(good, options={"verify_signature": False})
    now = int(time())
    stranger = SigningKey(key.kid, ec.generate_private_key(ec.SECP256R1()))
    expired = {"iat": now - HOUR, "exp": now - 1}
    return {
        "nothing": "",
        "no token": "x",
        "expired": key.token({**claims, **expired}),
        "of the future": key.token({**claims, "iat": now + HOUR, "exp": now + 2 * HOUR}),
        "for a year": key.token({**claims, "exp": now + 365 * 24 * HOUR}),
        "another audience": key.token({**claims, "aud": "somebody-else"}),
        "another issuer": key.token({**claims, "iss": "somebody-else"}),
        "another type": key.token(claims, typ="JWT"),
        "a key of its own": stranger.token(claims),
        "an unknown key": SigningKey("../../etc/passwd", key.private).token(claims),
        "a key to be fetched": key.token(claims, jku="http://127.0.0.1:1/jwks.json"),
        "no signature": _unsigned(claims, {"alg": "none", "typ": "at+jwt", "kid": key.kid}),
        "the public key as a secret": _symmetric(claims, key),
        "a signature of other claims": _grafted(good, {**claims, "roles": ["admin", "trader"]}),
    }


def _unsigned(claims: Claims, header: Mapping[str, str]) -> str:
    return f"{_part(header)}.{_part(claims)}."


def _symmetric(claims: Claims, key: SigningKey) -> str:
    body = f"{_part({'alg': 'HS256', 'typ': 'at+jwt', 'kid': key.kid})}.{_part(claims)}"
    digest = hmac.digest(key.public_pem(), body.encode(), hashlib.sha256)
    return f"{body}.{_base64(digest)}"


def _grafted(good: str, claims: Claims) -> str:
    header, _, signature = good.split(".")
    return f"{header}.{_part(claims)}.{signature}"


def _part(content: Mapping[str, Any]) -> str:
    return _base64(json.dumps(content).encode())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
