"""Forged tokens: a table of everything we could think of, and not one gets in."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import ECAlgorithm

from chassis.errors import NotSignedIn
from chassis.security import KnownKeys, Principal, TokenVerifier
from chassis.tokens import ACCESS_SECONDS, SKEW_SECONDS, sign
from vocabulary import AccountId, SessionId, UserId

NOW = 1_800_000_000
KEY = ec.generate_private_key(ec.SECP256R1())
STRANGER = ec.generate_private_key(ec.SECP256R1())
JWK: dict[str, Any] = {**ECAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "k1"}
PEM = KEY.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)
ALICE = Principal(
    UserId(UUID(int=1)), AccountId(UUID(int=2)), SessionId(UUID(int=3)),
    roles=frozenset({"trader"}), scopes=frozenset({"read", "trade"}),
)  # fmt: skip
HEADER = {"alg": "ES256", "typ": "at+jwt", "kid": "k1"}
CLAIMS = {
    "iss": "outcry", "aud": "outcry", "sub": str(ALICE.user_id), "sid": str(ALICE.session_id),
    "account_id": str(ALICE.account_id), "roles": ["trader"], "scope": "read trade",
    "iat": NOW, "exp": NOW + ACCESS_SECONDS, "jti": "one",
}  # fmt: skip
HEADER_JSON, CLAIMS_JSON = json.dumps(HEADER).encode(), json.dumps(CLAIMS).encode()
Json = dict[str, Any]


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def es256(message: bytes, key: ec.EllipticCurvePrivateKey = KEY) -> bytes:
    return ECAlgorithm(ECAlgorithm.SHA256).sign(message, key)


def assemble(header: bytes, payload: bytes, signer: Callable[[bytes], bytes] = es256) -> str:
    message = f"{b64(header)}.{b64(payload)}"
    return f"{message}.{b64(signer(message.encode()))}"


def forged(header: Json, claims: Json, signer: Callable[[bytes], bytes] = es256) -> str:
    return assemble(json.dumps(header).encode(), json.dumps(claims).encode(), signer)


def with_header(**changes: object) -> str:
    return forged({**HEADER, **changes}, CLAIMS)


def with_claims(**changes: object) -> str:
    return forged(HEADER, {**CLAIMS, **changes})


def without(name: str) -> str:
    return forged(HEADER, {key: value for key, value in CLAIMS.items() if key != name})


def hs256(secret: bytes) -> Callable[[bytes], bytes]:
    return lambda message: hmac.digest(secret, message, hashlib.sha256)


def empty(_message: bytes) -> bytes:
    return b""


def in_der(message: bytes) -> bytes:
    return KEY.sign(message, ec.ECDSA(hashes.SHA256()))


def by_rsa(message: bytes) -> bytes:
    key = rsa.generate_private_key(65537, 2048)
    return jwt.get_algorithm_by_name("RS256").sign(message, key)


def repeated(name: str, first: object) -> str:
    return assemble(
        HEADER_JSON, f'{{"{name}":{json.dumps(first)},{CLAIMS_JSON.decode()[1:]}'.encode()
    )


WRONG: tuple[object, ...] = (None, True, 1.5, {})
GOOD = forged(HEADER, CLAIMS)
HEAD, BODY, SIGNATURE = GOOD.split(".")
HS_HEADER = {**HEADER, "alg": "HS256"}
PUBLIC_JWK = json.dumps(JWK).encode()

FORGED: dict[str, str] = {
    # signatures
    "no algorithm": forged({**HEADER, "alg": "none"}, CLAIMS, empty),
    "no algorithm, in capitals": forged({**HEADER, "alg": "NONE"}, CLAIMS, empty),
    "no algorithm, but signed": with_header(alg="none"),
    "HS256 with the public key as PEM": forged(HS_HEADER, CLAIMS, hs256(PEM)),
    "HS256 with the JWK as secret": forged(HS_HEADER, CLAIMS, hs256(PUBLIC_JWK)),
    "HS256 with an empty secret": forged(HS_HEADER, CLAIMS, hs256(b"")),
    "HS256 in disguise": forged(HEADER, CLAIMS, hs256(PEM)),
    "RS256": forged({**HEADER, "alg": "RS256"}, CLAIMS, by_rsa),
    "EdDSA": forged({**HEADER, "alg": "EdDSA"}, CLAIMS, ed25519.Ed25519PrivateKey.generate().sign),
    "ES384 in the header": with_header(alg="ES384"),
    "algorithm is a list": with_header(alg=["ES256"]),
    "signed by a stranger": forged(HEADER, CLAIMS, lambda message: es256(message, STRANGER)),
    "signature removed": f"{HEAD}.{BODY}.",
    "signature dropped with its dot": f"{HEAD}.{BODY}",
    "signature of zeros (CVE-2022-21449)": f"{HEAD}.{BODY}.{b64(bytes(64))}",
    "signature of another token": f"{HEAD}.{with_claims(jti='2').split('.')[1]}.{SIGNATURE}",
    "signature cut short": f"{HEAD}.{BODY}.{SIGNATURE[:-8]}",
    "signature in DER": forged(HEADER, CLAIMS, in_der),
    # where to find the key
    "unknown key id": with_header(kid="k2"),
    "no key id": forged({"alg": "ES256", "typ": "at+jwt"}, CLAIMS),
    "empty key id": with_header(kid=""),
    "key id is a path": with_header(kid="../../../../dev/null"),
    "key id is SQL": with_header(kid="k1' or '1'='1"),
    "key id is a number": with_header(kid=1),
    "key id is an object": with_header(kid={"k1": 1}),
    "key id is very long": with_header(kid="k" * 65),
    "jku": with_header(jku="https://evil.example/jwks.json"),
    "x5u": with_header(x5u="https://evil.example/cert.pem"),
    "x5c": with_header(x5c=["MIIB"]),
    "the stranger's key inside": forged(
        {**HEADER, "jwk": ECAlgorithm.to_jwk(STRANGER.public_key(), as_dict=True)}, CLAIMS,
        lambda message: es256(message, STRANGER),
    ),
    "critical extension": with_header(crit=["exp"], exp=NOW),
    "detached payload": with_header(b64=False, crit=["b64"]),
    "compressed": with_header(zip="DEF"),
    # kinds of token
    "plain JWT": with_header(typ="JWT"),
    "no type": forged({"alg": "ES256", "kid": "k1"}, CLAIMS),
    "refresh as access": with_header(typ="rt+jwt"),
    "opaque refresh token": b64(bytes(range(32))),
    "identity token": with_header(typ="id+jwt"),
    # claims
    "expired": with_claims(iat=NOW - 901, exp=NOW - 1),
    "expires this second": with_claims(exp=NOW),
    "issued in the future": with_claims(iat=NOW + SKEW_SECONDS + 1),
    "not valid before the future": with_claims(nbf=NOW + SKEW_SECONDS + 1),
    "not before is text": with_claims(nbf="0"),
    "another audience": with_claims(aud="outcry-internal"),
    "several audiences": with_claims(aud=["outcry", "evil"]),
    "another issuer": with_claims(iss="https://evil.example"),
    "issuer with a slash": with_claims(iss="outcry/"),
    "subject is not an id": with_claims(sub="alice"),
    "subject is a number": with_claims(sub=1),
    "account is a list": with_claims(account_id=[str(ALICE.account_id)]),
    "roles are text": with_claims(roles="admin"),
    "roles are numbers": with_claims(roles=[1]),
    "scope is a list": with_claims(scope=["trade"]),
    "expiry is text": with_claims(exp=str(NOW + 60)),
    "expiry is infinite": with_claims(exp=float("inf")),
    "expiry is not a number": with_claims(exp=float("nan")),
    "issued at is negative infinity": with_claims(iat=float("-inf")),
    "token id is empty": with_claims(jti=""),
    **{f"{name} is missing": without(name) for name in CLAIMS},
    **{f"{name} is {wrong}": with_claims(**{name: wrong}) for name in CLAIMS for wrong in WRONG},
    "a claim twice": repeated("sub", str(UUID(int=9))),
    "the expiry twice": repeated("exp", NOW + 10**9),
    "the algorithm twice": assemble(
        b'{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"k1"}', CLAIMS_JSON
    ),
    "claims are a list": assemble(HEADER_JSON, b"[]"),
    "claims are not JSON": assemble(HEADER_JSON, b"{'sub': 1}"),
    "lives for two hours": with_claims(exp=NOW + 7200),
    "a number of 2,000 digits": with_claims(exp=10**2000),
    # shapes
    "empty": "",
    "dots": "..",
    "one dot": ".",
    "four parts": f"{GOOD}.{SIGNATURE}",
    "five parts, like JWE": f"{HEAD}.{BODY}.{SIGNATURE}.{BODY}.{SIGNATURE}",
    "garbage": "Bearer of bad news",
    "not ASCII": f"{HEAD}.{BODY}.\u00e9\u4e2d",
    "half a character": f"{HEAD}.{BODY}.\ud800",
    "a zero byte": f"{GOOD}\0",
    "a blank before": f" {GOOD}",
    "a line break after": f"{GOOD}\n",
    "standard alphabet": f"{HEAD}.{BODY}.{SIGNATURE[:-2]}+/",
    "header is a list": assemble(b"[]", CLAIMS_JSON),
    "header is nested deeply": assemble(b"[" * 2000, CLAIMS_JSON),
    "claims are nested deeply": assemble(HEADER_JSON, b"[" * 2000),
    "JSON instead of compact form": json.dumps(
        {"protected": HEAD, "payload": BODY, "signature": SIGNATURE}
    ),
    "huge": f"{HEAD}.{'A' * 10_000_000}.{SIGNATURE}",
    "huge claim": with_claims(padding="x" * 5000),
}  # fmt: skip


@pytest.fixture
def verifier() -> TokenVerifier:
    return TokenVerifier(KnownKeys(json.dumps({"keys": [JWK]})), clock=lambda: NOW)


def test_the_corpus_is_large_enough() -> None:
    assert len(FORGED) >= 60


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED.keys())
async def test_a_forged_token_is_refused(verifier: TokenVerifier, token: str) -> None:
    await verifier.verify(GOOD)  # what was remembered must not help it

    with pytest.raises(NotSignedIn):
        await verifier.verify(token)


async def test_a_good_token_says_who_is_calling(verifier: TokenVerifier) -> None:
    assert await verifier.verify(GOOD) == ALICE
    assert await verifier.verify(sign(ALICE, KEY, "k1", NOW, "two")) == ALICE


async def test_a_claim_that_we_do_not_know_is_ignored(verifier: TokenVerifier) -> None:
    assert await verifier.verify(with_claims(theme="dark")) == ALICE


async def test_a_clock_may_be_a_little_ahead(verifier: TokenVerifier) -> None:
    assert await verifier.verify(with_claims(iat=NOW + SKEW_SECONDS)) == ALICE


@given(st.text() | st.lists(st.text(st.characters(codec="ascii")), max_size=4).map(".".join))
async def test_any_text_is_refused_and_never_an_error(text: str) -> None:
    verifier = TokenVerifier(KnownKeys(json.dumps({"keys": [JWK]})), clock=lambda: NOW)

    with pytest.raises(NotSignedIn):
        await verifier.verify(text)


@given(st.integers(0, len(GOOD) - 1), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZabc012-_.="))
async def test_a_token_with_one_character_changed_is_refused(at: int, character: str) -> None:
    verifier = TokenVerifier(KnownKeys(json.dumps({"keys": [JWK]})), clock=lambda: NOW)
    changed = GOOD[:at] + character + GOOD[at + 1 :]

    if changed != GOOD:
        with pytest.raises(NotSignedIn):
            await verifier.verify(changed)
