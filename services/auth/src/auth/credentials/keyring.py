"""The keys that sign access tokens: made once, stored sealed, shared by all replicas."""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from auth.credentials.sealing import Seal
from auth.domain.keys import KeyLife, published_keys, signing_key
from auth.repository import signing_keys as repository
from auth.repository.signing_keys import SealedKey
from chassis.tokens import ALGORITHM, Principal, sign
from chassis.transaction import Database

KID_BYTES = 8
PURPOSE = "signing keys"
"""What the key that seals them is derived for."""
Jwk = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Key:
    """A signing key, opened, and its public half for those who check."""

    private: ec.EllipticCurvePrivateKey
    jwk: Jwk
    public: jwt.PyJWK


class KeyRing:
    """Signs with the right key of the moment, and knows the public halves of all that count.

    It is a :class:`chassis.jwks.Keys`: the auth service checks tokens without asking itself.
    """

    def __init__(self, database: Database, seal: Seal, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._seal = seal
        self._clock = clock
        self._lives: Sequence[KeyLife] = ()
        self._keys: dict[str, Key] = {}

    async def load(self) -> None:
        """Read the keys again; the very first time of all, make one.

        Raises:
            WrongSecret: they were sealed under another secret.
        """
        async with self._database.engine.connect() as connection:
            stored = await repository.find_keys(connection)
        stored = stored or await self._first()
        known = self._keys
        self._keys = {
            one.life.kid: known.get(one.life.kid) or open_key(self._seal, one) for one in stored
        }
        self._lives = [one.life for one in stored]

    async def _first(self) -> list[SealedKey]:
        """The very first key; made by one of the replicas that start together."""
        async with self._database.transaction() as tx:
            stored = await repository.lock_keys(tx.connection)
            if not stored:
                stored = [new_key(self._seal, self._clock())]
                await repository.add_key(tx.connection, stored[0])
        return stored

    def sign(self, principal: Principal) -> str:
        """An access token, good from now."""
        now = self._clock()
        kid = signing_key(self._lives, now).kid
        token_id = secrets.token_urlsafe(12)
        return sign(principal, self._keys[kid].private, kid, int(now.timestamp()), token_id)

    async def find(self, kid: str) -> jwt.PyJWK | None:
        """The public half of a key whose signatures are accepted now."""
        published = {life.kid for life in published_keys(self._lives, self._clock())}
        return self._keys[kid].public if kid in published else None

    def published(self) -> list[Jwk]:
        """The public halves, as a JWK set lists them (RFC 7517)."""
        return [self._keys[life.kid].jwk for life in published_keys(self._lives, self._clock())]


def new_key(seal: Seal, now: datetime) -> SealedKey:
    """A key that nobody has seen."""
    life = KeyLife(secrets.token_hex(KID_BYTES), now)
    private = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return SealedKey(life, seal.close(private, life.kid))


def open_key(seal: Seal, key: SealedKey) -> Key:
    """The key behind the seal.

    Raises:
        WrongSecret: it was sealed under another secret.
    """
    kid = key.life.kid
    private = serialization.load_pem_private_key(seal.open(key.sealed, kid), None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise TypeError(f"key {kid} is not of an elliptic curve")
    public = json.loads(ECAlgorithm.to_jwk(private.public_key()))
    jwk = {**public, "kid": kid, "alg": ALGORITHM, "use": "sig"}
    return Key(private, jwk, jwt.PyJWK(jwk, ALGORITHM))
