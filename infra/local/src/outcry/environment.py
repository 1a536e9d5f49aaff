"""The one configuration, ``.env``: made from ``.env.example`` with secrets of its own."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from dotenv.main import DotEnv

from bus.message import PARTITIONS_MAX
from chassis.settings import spoken
from outcry.errors import Problem
from outcry.ownership import write_private
from outcry.places import ROOT
from outcry.roster import SERVICES, Service

EXAMPLE = ROOT / ".env.example"
SECRETS = ("_PASSWORD", "_SECRET")
SECRET_BYTES = 24
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
INHERITED = {"HOME", "TZ", "TMPDIR"}
INHERITED_GROUPS = ("PYTHON", "OTEL_", "SSL_CERT_")
LAUNCHER_ONLY = (
    *("POSTGRES_ADMIN_", "RABBITMQ_ADMIN_", "REDIS_PASSWORD"),
    *("GATEWAY_", "CORS_", "TLS_", "AUDITOR_", "OBSERVE_"),
)


class Values(dict[str, str]):
    """Variables; a missing one is a problem that somebody can do something about."""

    def __missing__(self, name: str) -> str:
        """Say what is missing."""
        raise Problem(f"{name} is not set, neither in .env nor in the environment")


def ensure_env_file(path: Path) -> list[str]:
    """Write the file on the first run; later add what the example has gained since.

    An empty variable whose name ends in ``_PASSWORD`` or ``_SECRET`` gets a random value.
    Returns the names that were added.
    """
    old = path.read_text() if path.exists() else ""
    known = _names(old)
    if not old:
        text = "\n".join(_with_secret(line) for line in EXAMPLE.read_text().splitlines())
        write_private(path, f"{text}\n")
        return sorted(_names(text))
    lines = [line for line in EXAMPLE.read_text().splitlines() if _name(line)]
    missing = [line for line in lines if _name(line) not in known]
    if missing:
        added = "\n".join(_with_secret(line) for line in missing)
        write_private(path, f"{old.rstrip()}\n\n# New in .env.example\n{added}\n")
    return sorted(_name(line) for line in missing)


def read_environment(path: Path) -> dict[str, str]:
    """The variables of the file, if there is one. The process environment goes before.

    Asking for a variable that nobody has set raises a :class:`Problem`.
    """
    if not path.exists():
        return Values(os.environ)
    values = DotEnv(path, override=False).dict()
    return settled({name: os.environ.get(name, value or "") for name, value in values.items()})


def settled(values: Mapping[str, str]) -> Values:
    """The variables, those of them that depend on others as these want it."""
    tls = values.get("TLS") == "1"
    origin = {name: spoken(values[name], tls=tls) for name in ("PUBLIC_ORIGIN",) if name in values}
    return Values({**values, **origin})


def environment_of(service: Service, values: Mapping[str, str]) -> dict[str, str]:
    """What one service is told: what is shared and its own, nobody else's secrets."""
    withheld = withheld_from(service, values)
    return process_environment({k: v for k, v in values.items() if k not in withheld})


def withheld_from(service: Service, values: Mapping[str, str]) -> set[str]:
    """The names of what a service is not told: what belongs to others, and to the launcher."""
    others = tuple(one.prefix for one in SERVICES if one is not service)
    return {
        name
        for name in values
        if name.startswith((*others, *LAUNCHER_ONLY)) and not name.startswith(service.prefix)
    }


def process_environment(values: Mapping[str, str]) -> dict[str, str]:
    """The variables, and of the caller's own environment only what is the same in every shell.

    Anything more would differ from one call to the next, and be a reason to start again.
    """
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name in INHERITED or name.startswith(INHERITED_GROUPS)
    }
    return {"PATH": SYSTEM_PATH, "LANG": "C.UTF-8", **inherited, **values}


def ports_of(values: Mapping[str, str]) -> dict[str, int]:
    """Every port that the stack listens on, by the variable that sets it.

    Raises:
        Problem: a value is not a port.
    """
    given = {name: value for name, value in values.items() if name.endswith("_PORT")}
    for name, value in given.items():
        if not value.isdecimal() or not 0 < int(value) < 65536:  # noqa: PLR2004
            raise Problem(f"{name} must be a port, not {value!r}")
    return {name: int(value) for name, value in given.items()}


def partitions_of(values: Mapping[str, str]) -> int:
    """How many partitions the deployment has.

    Raises:
        Problem: that is no number of partitions.
    """
    given = values["PARTITIONS"]
    if not given.isdecimal() or not 0 < int(given) <= PARTITIONS_MAX:
        raise Problem(f"PARTITIONS must be a number from 1 to {PARTITIONS_MAX}, not {given!r}")
    return int(given)


def assignments(text: str) -> dict[str, str]:
    """The variables that a text like ``.env.example`` sets, references to others as they are."""
    return {name: line.partition("=")[2] for line in text.splitlines() if (name := _name(line))}


def random_secret() -> str:
    """A value that nobody guesses, of characters that need no quotes anywhere."""
    return secrets.token_urlsafe(SECRET_BYTES)


def _name(line: str) -> str:
    name, equals, _ = line.partition("=")
    return name.strip() if equals and not line.startswith("#") else ""


def _names(text: str) -> set[str]:
    return {name for line in text.splitlines() if (name := _name(line))}


def _with_secret(line: str) -> str:
    if line.endswith("=") and _name(line).endswith(SECRETS):
        return f"{line}{random_secret()}"
    return line
