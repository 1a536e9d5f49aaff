"""A stack of its own for a bench: other ports, other data, no rate limit."""

import json
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from ssl import SSLContext
from typing import Any

from outcry.trust import trusting

ROOT = Path(__file__).parents[2]
HOMES = ROOT / ".run"
PORT_SHIFT = 1_000
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
UTIME, STIME = 11, 12
LIMITS = ("RATE", "BURST")
LIFTED = (
    *(f"GATEWAY_{what}{how}" for what in ("", "CREDENTIAL_", "SECRET_") for how in LIMITS),
    *("GATEWAY_CONNECTIONS", "ORDER_RATE_PER_SECOND", "ORDER_RATE_BURST"),
    "AUTH_FAILURES_PER_ADDRESS",  # tests of one address fail on purpose
)
SETTINGS = {
    **dict.fromkeys(LIFTED, "60000"),  # nginx counts no more than 65,535 connections
    "MARKET_DATA_SEED": "7",
}


@dataclass(frozen=True)
class Stack:
    """A running stack: where its gateway is, and which processes it consists of."""

    origin: str
    environment: dict[str, str]
    home: Path
    trust: SSLContext | None = None
    """Whom to take for the gateway, if it speaks TLS."""
    within: tuple[str, ...] = ()
    """What a command has to begin with to be where the stack is; empty if it is simply here."""

    def value(self, name: str) -> str:
        """A variable of the stack: from its environment, else from its ``.env``."""
        lines = (self.home / ".env").read_text().splitlines()
        known = dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")
        return self.environment.get(name) or known[name]

    def pids(self) -> dict[str, int]:
        """Every program that runs, by name."""
        state: dict[str, Any] = json.loads((self.home / ".run" / "state.json").read_text())
        return {one["name"]: one["pid"] for one in state["programs"] if one["pid"]}

    def cpu_seconds(self) -> dict[str, float]:
        """CPU time that each program has used so far, its children included."""
        children = _children()
        return {name: sum(map(_cpu, _family(pid, children))) for name, pid in self.pids().items()}


@contextmanager
def running(
    name: str = "bench",
    port_shift: int = PORT_SHIFT,
    *,
    is_fresh: bool = False,
    host: str = "127.0.0.1",
    namespace: str = "",
    **settings: str,
) -> Generator[Stack]:
    """Start a stack, and stop it at the end of the block. Two at once need two names and shifts.

    One that is fresh has no data of before. One that is started in a network
    namespace is reached at another ``host``.
    """
    home = HOMES / name
    if is_fresh:
        clean(name)
    home.mkdir(parents=True, exist_ok=True)
    environment = os.environ | _ports(port_shift) | SETTINGS | settings
    environment["OUTCRY_HOME"] = str(home)
    within = ("ip", "netns", "exec", namespace) if namespace else ()
    _run("up", environment, within)
    trusted = home / ".run/nginx/certificate.pem"
    scheme, trust = ("https", trusting(trusted)) if settings.get("TLS") == "1" else ("http", None)
    try:
        origin = f"{scheme}://{host}:{environment['GATEWAY_PORT']}"
        yield Stack(origin, environment, home, trust, within)
    finally:
        _run("down", environment)


def clean(name: str) -> Path:
    """Delete the data of a stack; where it will have its next."""
    home = HOMES / name
    home.mkdir(parents=True, exist_ok=True)
    _run("clean", os.environ | {"OUTCRY_HOME": str(home)})
    return home


def _run(task: str, environment: dict[str, str], within: tuple[str, ...] = ()) -> None:
    command = [*within, Path(sys.executable).parent / "outcry", task]
    subprocess.run(command, env=environment, check=True, stdout=sys.stderr)  # noqa: S603


def _ports(shift: int) -> dict[str, str]:
    """Every port out of the way of a stack that may run already."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    given = [line.split("=", 1) for line in lines if "=" in line]
    return {
        name: str(int(value) + shift)
        for name, value in given
        if name.endswith("_PORT") and value.isdecimal()
    }


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found.setdefault(int(fields[1]), []).append(int(path.parent.name))
    return found


def _family(pid: int, children: dict[int, list[int]]) -> list[int]:
    return [pid, *(one for child in children.get(pid, []) for one in _family(child, children))]


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[UTIME]) + int(fields[STIME])) / TICKS_PER_SECOND
