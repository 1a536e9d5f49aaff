"""Device cookies: how an account knows a browser in which its owner has signed in before.

They open nothing. Whoever guesses an account's password from elsewhere is made to wait, and its
owner is not, because the attempts of a known device are counted by themselves (OWASP,
"Device cookies"). They end together, when their user's ``devices_since`` changes.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import UTC

from auth.domain.users import User

NONCE_BYTES = 16


class Devices:
    """Makes device cookies, and recognises its own. Each is good for one user only."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def cookie(self, user: User) -> str:
        """A cookie for the browser in which ``user`` has just signed in."""
        nonce = secrets.token_urlsafe(NONCE_BYTES)
        return f"{nonce}.{self._proof(nonce, _owner(user))}"

    def recognise(self, cookie: str, user: User | None) -> str | None:
        """Which device it is, if the cookie was made by us for this user and has not ended."""
        nonce, _, proof = cookie.partition(".")
        ours = self._proof(nonce, _owner(user) if user else "nobody")
        fits = hmac.compare_digest(proof.encode(), ours.encode())
        return nonce if user and fits else None

    def _proof(self, nonce: str, owner: str) -> str:
        proof = hmac.digest(self._key, f"{nonce} {owner}".encode(), hashlib.sha256)
        return urlsafe_b64encode(proof).rstrip(b"=").decode()


def _owner(user: User) -> str:
    """Whose device it is, and since when: before that, none of theirs is known."""
    since = user.devices_since.astimezone(UTC).isoformat() if user.devices_since else "ever"
    return f"{user.user_id} {since}"
