"""Ask a program whether it is ready: connect, say one thing, look at how the answer begins."""

import json
import socket
import time
from pathlib import Path
from typing import Any

from outcry.errors import Problem
from outcry.program import Probe
from outcry.trust import trusting

HOST = "127.0.0.1"
PATIENCE_SECONDS = 2.0
ANSWER_BYTES_MAX = 16_384


def http_probe(port: int, path: str, trusted: Path | None = None) -> Probe:
    """Ready when ``GET path`` is answered with 200, by who shows the ``trusted`` certificate."""
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n"
    return Probe(port=port, say=request, expect="HTTP/1.1 200", trusted=trusted)


def reason_not_ready(probe: Probe, host: str = HOST) -> str:
    """Why the program is not ready yet; empty if it is."""
    try:
        answer = _converse(probe, host)
    except ConnectionRefusedError:
        return f"nothing listens on port {probe.port}"
    except OSError as error:
        return f"port {probe.port}: {error}"
    if answer.startswith(probe.expect):
        return ""
    return _explanation(answer) or f"port {probe.port} is served, but it is not ready"


def wait_until_ready(probe: Probe, timeout_seconds: float) -> None:
    """Return as soon as the program is ready.

    Raises:
        Problem: it was not ready in time; the message has the last reason.
    """
    deadline = time.monotonic() + timeout_seconds
    while reason := reason_not_ready(probe):
        if time.monotonic() > deadline:
            raise Problem(f"not ready after {timeout_seconds:.0f} s: {reason}")
        time.sleep(0.05)


def _converse(probe: Probe, host: str) -> str:
    with _connected(probe, host) as connection:
        connection.sendall(probe.say.encode("latin-1"))
        answer = b""
        while chunk := connection.recv(ANSWER_BYTES_MAX):
            answer += chunk
            if not probe.say.startswith("GET ") or len(answer) > ANSWER_BYTES_MAX:
                break
    return answer.decode("latin-1")


def _connected(probe: Probe, host: str) -> socket.socket:
    plain = socket.create_connection((host, probe.port), timeout=PATIENCE_SECONDS)
    if probe.trusted is None:
        return plain
    with plain:  # wrapping takes it over, or fails
        return trusting(probe.trusted, by_any_name=True).wrap_socket(plain)


def _explanation(answer: str) -> str:
    """What a service says in the body of ``/readyz``: the checks that fail, and why."""
    try:
        body: dict[str, Any] = json.loads(answer.partition("\r\n\r\n")[2])
    except ValueError:
        return ""
    checks: dict[str, dict[str, Any]] = body.get("checks", {})
    return "; ".join(f"{name}: {one['detail']}" for name, one in checks.items() if not one["ok"])
