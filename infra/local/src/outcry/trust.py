"""Whom our own programs believe to be the gateway: who shows the very certificate it was given."""

import ssl
from pathlib import Path


def trusting(certificate: Path, *, by_any_name: bool = False) -> ssl.SSLContext:
    """Believe who holds the key of the certificate, and nobody whom the system trusts besides.

    ``by_any_name`` is for asking at an address that the certificate need not have in it.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(certificate)
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # it need not be that of an authority
    context.check_hostname = not by_any_name
    return context
