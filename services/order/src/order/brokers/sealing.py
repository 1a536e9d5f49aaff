"""The keys of people's accounts at brokers, locked with the one key of the deployment."""

import os
from hashlib import sha256

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from order.domain.routing.keys import BrokerKeys
from vocabulary import AccountId

_ID_BYTES = 4
_NONCE_BYTES = 12


class WrongKey(Exception):
    """What is stored was sealed with another ``ORDER_BROKER_KEY``, or for another account."""


class Seal:
    """Encrypts keys of brokers (AES-256-GCM), each bound to the account that it is for.

    What is sealed says with which key (four bytes of its SHA-256), then the nonce.
    """

    def __init__(self, key: bytes) -> None:
        self._id = sha256(key).digest()[:_ID_BYTES]
        self._cipher = AESGCM(key)

    def close(self, keys: BrokerKeys, account_id: AccountId) -> bytes:
        """The keys, so that only the same key opens them, and only for this account."""
        nonce = os.urandom(_NONCE_BYTES)
        content = orjson.dumps([keys.key_id, keys.secret])
        return self._id + nonce + self._cipher.encrypt(nonce, content, account_id.bytes)

    def open(self, sealed: bytes, account_id: AccountId) -> BrokerKeys:
        """The keys that were sealed.

        Raises:
            WrongKey: with another key, for another account, or they were changed since.
        """
        if sealed[:_ID_BYTES] != self._id:
            raise WrongKey(f"the broker keys of {account_id} were sealed with another key")
        nonce, content = sealed[_ID_BYTES:][:_NONCE_BYTES], sealed[_ID_BYTES + _NONCE_BYTES :]
        try:
            key_id, secret = orjson.loads(self._cipher.decrypt(nonce, content, account_id.bytes))
        except InvalidTag as error:
            raise WrongKey(
                f"the broker keys of {account_id} are not as they were sealed"
            ) from error
        return BrokerKeys(key_id, secret)
