"""Requests byte by byte, as no client library would send them."""

import socket
import ssl
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic, sleep

HOST = "127.0.0.1"
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Heard:
    """What came back until the other side closed, and after how many seconds it did."""

    raw: bytes
    seconds: float

    @property
    def status(self) -> int:
        """Of the first answer; 0 if there was none."""
        return int(self.raw.split(b" ", 2)[1]) if self.raw.startswith(b"HTTP/") else 0

    @property
    def answers(self) -> int:
        """How many there were."""
        return self.raw.count(b"HTTP/1.1 ")


def knock(
    port: int,
    parts: bytes | Iterable[bytes],
    *,
    pause: float = 0,
    source: str = HOST,
    trust: ssl.SSLContext | None = None,
) -> Heard:
    """Send the parts, with a pause after each, and listen until the other side closes."""
    began = monotonic()
    with socket.create_connection((HOST, port), PATIENCE_SECONDS, (source, 0)) as plain:
        wire = trust.wrap_socket(plain, server_hostname=HOST) if trust else plain
        with wire:
            for part in [parts] if isinstance(parts, bytes) else parts:
                with suppress(OSError):  # closed while we were talking: listen to what it said
                    wire.sendall(part)
                if pause and _has_closed(wire, pause):
                    break
            return Heard(_all_of(wire), monotonic() - began)


def get(path: str, *headers: str, method: str = "GET") -> bytes:
    """A request as it stands on the wire."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _has_closed(wire: socket.socket, seconds: float) -> bool:
    """Whether the other side hangs up within so many seconds."""
    if isinstance(wire, ssl.SSLSocket):
        sleep(seconds)
        return False
    wire.settimeout(seconds)
    try:
        return wire.recv(1, socket.MSG_PEEK) == b""
    except TimeoutError:
        return False
    except OSError:
        return True
    finally:
        wire.settimeout(PATIENCE_SECONDS)


def _all_of(wire: socket.socket) -> bytes:
    said = b""
    with suppress(OSError):
        while chunk := wire.recv(65_536):
            said += chunk
    return said
