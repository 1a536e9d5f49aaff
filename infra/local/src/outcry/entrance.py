"""What the gateway is told about who may come in, and how: checked before nginx reads it."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from outcry.errors import Problem

ORIGIN = re.compile(r"https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(:[1-9][0-9]{0,4})?")


def check_origins(values: Mapping[str, str]) -> None:
    """Make sure that the origins of the list are written as browsers write them.

    Raises:
        Problem: one is not; it would never be the one that a browser sends, or more than one.
    """
    listed = values["CORS_ORIGINS"]
    for origin in listed.split(",") if listed else []:
        if not ORIGIN.fullmatch(origin):
            raise Problem(
                f"CORS_ORIGINS has {origin!r}, which no browser sends as an origin:"
                " write them like https://a.example or http://localhost:3000,"
                " separated by commas and nothing else"
            )


def speaks_tls(values: Mapping[str, str]) -> bool:
    """Whether the gateway is to speak TLS.

    Raises:
        Problem: ``TLS`` is neither 0 nor 1.
    """
    given = values["TLS"] or "0"
    if given not in {"0", "1"}:
        raise Problem(f"TLS must be 1 or 0, not {given!r}")
    return given == "1"


def origin_here(values: Mapping[str, str]) -> str:
    """Where our own programs find the gateway: where browsers do, if it has to show who it is."""
    if speaks_tls(values):
        return values["PUBLIC_ORIGIN"]
    return f"http://127.0.0.1:{values['GATEWAY_PORT']}"


def own_certificate(values: Mapping[str, str]) -> tuple[Path, Path] | None:
    """The files of somebody's own certificate and its key; ``None`` if one is to be made.

    Raises:
        Problem: only one of the two is named.
    """
    certificate, key = values["TLS_CERTIFICATE"], values["TLS_KEY"]
    if bool(certificate) != bool(key):
        raise Problem("TLS_CERTIFICATE and TLS_KEY go together: set both, or neither")
    return (Path(certificate), Path(key)) if certificate else None


def public_host(values: Mapping[str, str]) -> str:
    """The name by which browsers know this machine.

    Raises:
        Problem: ``PUBLIC_ORIGIN`` has none.
    """
    host = urlsplit(values["PUBLIC_ORIGIN"]).hostname
    if not host:
        raise Problem(f"PUBLIC_ORIGIN is no origin: {values['PUBLIC_ORIGIN']!r}")
    return host


def demo_link(values: Mapping[str, str]) -> str:
    """The sign-in page, which then needs one click.

    What comes after the # stays in the browser: neither the gateway nor a log is told.
    """
    login = (values["AUTH_DEMO_EMAIL"], values["AUTH_DEMO_PASSWORD"])
    return f"{values['PUBLIC_ORIGIN']}/sign-in#demo=" + ":".join(quote(one, "") for one in login)
