"""Device cookies: how an account knows a browser in which its owner has signed in before.

They open nothing. Whoever guesses an account's password from elsewhere is made to wait, and its
owner is not, because the attempts of a known device are counted by themselves (OWASP,
"Device cookies").
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

NONCE_BYTES = 16


class Devices:
    """Makes device cookies, and recognises its own. Each is good for one e-mail only."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def cookie(self, email: str) -> str:
        """A cookie for the browser in which ``email`` has just signed in."""
        nonce = secrets.token_urlsafe(NONCE_BYTES)
        return f"{nonce}.{self._proof(nonce, email)}"

    def recognise(self, cookie: str, email: str) -> str | None:
        """Which device it is, if the cookie was made by us for this e-mail."""
        nonce, _, proof = cookie.partition(".")
        ours = self._proof(nonce, email)
        return nonce if hmac.compare_digest(proof.encode(), ours.encode()) else None

    def _proof(self, nonce: str, email: str) -> str:
        proof = hmac.digest(self._key, f"{nonce} {email}".encode(), hashlib.sha256)
        return urlsafe_b64encode(proof).rstrip(b"=").decode()
