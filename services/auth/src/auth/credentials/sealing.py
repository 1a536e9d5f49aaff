"""Keys made from the service's one secret, each for one purpose, and what is locked with them."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12


class WrongSecret(Exception):
    """What is stored was sealed under another ``AUTH_KEY_SECRET``."""


def derive_key(secret: str, purpose: str) -> bytes:
    """A 256-bit key that nobody can compute without ``secret``; another one for each purpose."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(secret.encode())


class Seal:
    """Encrypts small things under one key (AES-256-GCM), each bound to its label."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def close(self, content: bytes, label: str) -> bytes:
        """``content``, so that only the same key and label open it."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, label.encode())

    def open(self, sealed: bytes, label: str) -> bytes:
        """What was sealed.

        Raises:
            WrongSecret: it was sealed under another key or label, or changed since.
        """
        nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, content, label.encode())
        except InvalidTag as error:
            raise WrongSecret(
                f"AUTH_KEY_SECRET does not open {label}: it was another then"
            ) from error
