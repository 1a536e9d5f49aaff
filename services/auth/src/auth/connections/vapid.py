"""Says to push services who sends (RFC 8292): to nobody else do they send on."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from auth.connections.encryption import point_of
from chassis.tokens import ALGORITHM

SEED_BYTES_MIN = 40
"""64 bits more than the curve's order has: no key is likelier than others (FIPS 186-5, A.2.1)."""
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256 (SEC 2, 2.4.2)."""
TOKEN_LIFE = timedelta(hours=12)
"""A day is the most that push services accept."""


class Sender:
    """One key pair for ever: a browser's subscription is good for this key and no other."""

    def __init__(self, seed: bytes, subject: str) -> None:
        assert len(seed) >= SEED_BYTES_MIN  # noqa: S101  # it is derived, to this length
        self._private = ec.derive_private_key(
            int.from_bytes(seed) % (ORDER - 1) + 1, ec.SECP256R1()
        )
        self._subject = subject
        self.public_key = urlsafe_b64encode(point_of(self._private.public_key())).decode()[:-1]
        """What browsers subscribe with: a point in base64url, without padding."""

    def authorization(self, endpoint: str, now: datetime) -> str:
        """The ``Authorization`` header of a request to the push service of ``endpoint``."""
        parts = urlsplit(endpoint)
        claims: dict[str, object] = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int((now + TOKEN_LIFE).timestamp()),
        }
        if self._subject:
            claims["sub"] = self._subject
        token = jwt.encode(claims, self._private, ALGORITHM)
        return f"vapid t={token}, k={self.public_key}"
