"""What only one device can read: aes128gcm (RFC 8188) under a key agreed on by RFC 8291."""

import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SALT_BYTES = 16
RECORD_BYTES = 4096
LAST_RECORD = b"\x02"
KEY_BYTES, NONCE_BYTES, SEED_BYTES = 16, 12, 32


class NotAKey(ValueError):
    """These bytes are no point of P-256."""


def open_key(key: bytes) -> ec.EllipticCurvePublicKey:
    """The public key of a device.

    Raises:
        NotAKey: it is none.
    """
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    except ValueError as error:
        raise NotAKey("this is no point of P-256") from error


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """The inverse of :func:`open_key`: 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encrypt(text: bytes, key: bytes, secret: bytes) -> bytes:
    """One message to the device that has this public key and secret, 103 bytes longer than it.

    Raises:
        NotAKey: nothing can be encrypted for it.
    """
    return encrypt_with(
        text, key, secret, ec.generate_private_key(ec.SECP256R1()), os.urandom(SALT_BYTES)
    )


def encrypt_with(
    text: bytes, key: bytes, secret: bytes, own: ec.EllipticCurvePrivateKey, salt: bytes
) -> bytes:
    """The same with a key pair and salt that must never be used again.

    Raises:
        NotAKey: nothing can be encrypted for it.
    """
    shared = own.exchange(ec.ECDH(), open_key(key))
    point = point_of(own.public_key())
    seed = _derived(shared, secret, b"WebPush: info\0" + key + point, SEED_BYTES)
    content_key = _derived(seed, salt, b"Content-Encoding: aes128gcm\0", KEY_BYTES)
    nonce = _derived(seed, salt, b"Content-Encoding: nonce\0", NONCE_BYTES)
    header = salt + RECORD_BYTES.to_bytes(4) + len(point).to_bytes(1) + point
    return header + AESGCM(content_key).encrypt(nonce, text + LAST_RECORD, None)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=salt, info=info).derive(secret)
