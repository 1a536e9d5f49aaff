"""What an authenticator app is given, and how we keep our half of it."""

import secrets
from base64 import b32encode
from dataclasses import dataclass

import segno
from pyotp.totp import TOTP

from auth.credentials.sealing import Seal
from auth.domain.second_factor import (
    RECOVERY_CODE_BYTES,
    RECOVERY_CODES,
    SECRET_BYTES,
    SecondFactor,
    recovery_code,
)
from vocabulary import UserId

ISSUER = "Outcry"
PIXELS_PER_SQUARE = 4


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A new secret: sealed, for us to keep, and in the three forms in which an app takes it."""

    sealed: bytes
    secret: str
    """Base32, to type."""
    uri: str
    """To open on the phone itself."""
    qr: str
    """To take a picture of: an SVG as a data URI."""


class SecondFactors:
    """Makes secrets and recovery codes. A secret is sealed for the one user it was made for."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def enrol(self, user_id: UserId, email: str) -> Enrolment:
        """A new secret for this user, whom the app shows by e-mail."""
        secret = secrets.token_bytes(SECRET_BYTES)
        letters = b32encode(secret).decode()
        uri = TOTP(letters).provisioning_uri(name=email, issuer_name=ISSUER)
        picture = segno.make_qr(uri).svg_data_uri(scale=PIXELS_PER_SQUARE, light="white")
        return Enrolment(self._seal.close(secret, _label(user_id)), letters, uri, picture)

    def secret_of(self, factor: SecondFactor) -> bytes:
        """What the app computes codes from.

        Raises:
            WrongSecret: it was sealed under another ``AUTH_KEY_SECRET``, or for another user.
        """
        return self._seal.open(factor.sealed, _label(factor.user_id))


def new_recovery_codes() -> list[str]:
    """Ten codes, as they are shown. Only their digests are kept."""
    return [recovery_code(secrets.token_bytes(RECOVERY_CODE_BYTES)) for _ in range(RECOVERY_CODES)]


def _label(user_id: UserId) -> str:
    return f"second factor of {user_id}"
