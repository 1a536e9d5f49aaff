"""The certificate that the gateway shows: made here, or somebody's own."""

import socket
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from outcry.errors import Problem

LIFE = timedelta(days=397)
"""No browser takes one that lives longer."""
RENEWED_BEFORE = timedelta(days=30)
SLOW_CLOCKS = timedelta(hours=1)
NAME = "Outcry, made on this machine"
ALWAYS = ("localhost", "127.0.0.1", "::1")
CERTIFICATE = "certificate.pem"
KEY = "key.pem"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A chain, the server's own certificate first, and the private key of that; both as PEM."""

    chain: str
    key: str


def made(before: Certificate | None, names: Collection[str], now: datetime) -> Certificate:
    """The one from ``before`` as long as it is good, else a new one, signed by itself."""
    wanted = {*ALWAYS, *names}
    if before is not None and _is_good(before, wanted, now):
        return before
    key = ec.generate_private_key(ec.SECP256R1())
    signed = _described(key.public_key(), wanted, now).sign(key, hashes.SHA256())
    return Certificate(
        signed.public_bytes(serialization.Encoding.PEM).decode(),
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
    )


def read_own(chain: Path, key: Path, now: datetime) -> Certificate:
    """Somebody's own certificate.

    Raises:
        Problem: a file cannot be read, the two do not belong together, or it has expired.
    """
    try:
        own = Certificate(chain.read_text(), key.read_text())
        certificate, matches = _parsed(own)
    except (OSError, ValueError, TypeError) as error:
        raise Problem(f"TLS_CERTIFICATE or TLS_KEY cannot be used: {error}") from error
    if not matches:
        raise Problem(f"the key in {key} is not that of the certificate in {chain}")
    if certificate.not_valid_after_utc <= now:
        raise Problem(f"the certificate in {chain} expired on {certificate.not_valid_after_utc}")
    return own


def host_name() -> str:
    """What this machine calls itself."""
    return socket.gethostname().lower()


def _is_good(one: Certificate, wanted: Collection[str], now: datetime) -> bool:
    try:
        certificate, matches = _parsed(one)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, TypeError, x509.ExtensionNotFound):
        return False
    lives = certificate.not_valid_after_utc - now > RENEWED_BEFORE
    return matches and lives and {_as_name(name) for name in wanted} <= set(names)


def _parsed(one: Certificate) -> tuple[x509.Certificate, bool]:
    """The server's own certificate, and whether the key is its."""
    certificate = x509.load_pem_x509_certificates(one.chain.encode())[0]
    key = serialization.load_pem_private_key(one.key.encode(), None)
    return certificate, key.public_key() == certificate.public_key()


def _described(
    key: ec.EllipticCurvePublicKey, names: Collection[str], now: datetime
) -> x509.CertificateBuilder:
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False
    ) | dict.fromkeys(("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)
    return (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SLOW_CLOCKS)
        .not_valid_after(now + LIFE - SLOW_CLOCKS)
        .add_extension(x509.SubjectAlternativeName(map(_as_name, sorted(names))), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, **usage), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _as_name(name: str) -> x509.GeneralName:
    address = _address(name)
    return x509.IPAddress(address) if address else x509.DNSName(name)


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)
