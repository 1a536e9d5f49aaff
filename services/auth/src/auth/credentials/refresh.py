"""Refresh tokens: 256 bits that mean nothing to whoever holds them."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

TOKEN_BYTES = 32


class RefreshTokens:
    """Makes tokens, and the token that follows from a token.

    The successor is computed and not drawn: a browser whose two tabs refresh at once, or that lost
    the first answer, is told the same successor twice, although only digests are stored.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def first(self) -> str:
        """A token that nobody can guess."""
        return _text(secrets.token_bytes(TOKEN_BYTES))

    def successor(self, token: str) -> str:
        """The token that takes the place of ``token``. Only we can compute it."""
        return _text(hmac.digest(self._key, token.encode(), hashlib.sha256))


def digest(token: str) -> bytes:
    """The form in which a token is stored. Tokens are random, so a plain hash will do."""
    return hashlib.sha256(token.encode()).digest()


def _text(token: bytes) -> str:
    return urlsafe_b64encode(token).rstrip(b"=").decode()
