"""Lay out in a folder what each container needs, so that none can read what another one needs.

The folder is a volume: it is made on the first start and holds all secrets of the stack. A
container is a member of the group that may read its part, and of no other.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from outcry.certificate import CERTIFICATE, KEY, Certificate, made, utc_now
from outcry.definitions import declared, of_people, with_passwords
from outcry.entrance import check_origins, own_certificate, public_host, speaks_tls
from outcry.environment import (
    EXAMPLE,
    SECRETS,
    assignments,
    random_secret,
    settled,
    withheld_from,
)
from outcry.errors import Problem
from outcry.ownership import write_private
from outcry.places import ROOT
from outcry.plan import passwords_of
from outcry.postgres import TUNING
from outcry.rabbitmq import SHARED_CONFIGURATION, SHARED_PLUGINS
from outcry.redis import CONFIGURATION as REDIS_CONFIGURATION
from outcry.roster import SERVICES
from outcry.template import render

DIFFERENT_IN_CONTAINERS = ROOT / "infra/docker/containers.env"
MOUNTED_AT = Path("/run/outcry")
RESIDENTS = ("AUTH_ADMIN", "AUTH_DEMO")
GROUPS = {
    "operator": 10_000,
    "postgres": 10_001,
    "rabbitmq": 10_002,
    "redis": 10_003,
    "gateway": 10_004,
    "observe": 10_005,
    **{service.package: 10_010 + number for number, service in enumerate(SERVICES)},
}
"""Who may read which part, by its name. A service has the number of its group itself."""


def provision(folder: Path, given: Mapping[str, str]) -> list[str]:
    """Write every container's files; secrets are made once, and stay as long as the folder.

    ``given`` is the configuration by hand: what ``.env`` says. Returns the names of the secrets
    in it that are others than those in force, which belong to data that was made with them.

    Raises:
        Problem: a variable of the gateway is wrong.
    """
    secrets = settle_secrets(folder / "operator/secrets", given)
    values = values_in_containers(given, secrets)
    check_origins(values)
    for name, group in GROUPS.items():
        for file, text in _files_of(name, values).items():
            _lay_out(folder / name / file, text, group)
    if speaks_tls(values):
        _lay_out_certificate(folder / "gateway", values)
    (folder / "postgres").chmod(0o755)  # the server has left the group when it reads its settings
    (folder / "postgres/postgresql.conf").chmod(0o444)
    return [name for name, secret in secrets.items() if given.get(name) not in {None, "", secret}]


def settle_secrets(file: Path, given: Mapping[str, str]) -> dict[str, str]:
    """Every secret: as it was settled before, else as given, else random."""
    before = assignments(file.read_text()) if file.exists() else {}
    names = [name for name in assignments(EXAMPLE.read_text()) if name.endswith(SECRETS)]
    settled = {name: before.get(name) or given.get(name) or random_secret() for name in names}
    _lay_out(file, _as_lines(settled), GROUPS["operator"])
    return settled


def values_in_containers(given: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]:
    """The whole configuration: secrets, what is given, the defaults, and where everything is."""
    values: dict[str, str] = {}
    for name, default in assignments(EXAMPLE.read_text()).items():
        chosen = {**given, **secrets}.get(name)
        values[name] = render(default, values) if chosen is None else chosen
    for name, text in assignments(DIFFERENT_IN_CONTAINERS.read_text()).items():
        values[name] = render(text, values)
    for resident in RESIDENTS:
        if not values[f"{resident}_EMAIL"]:  # nobody: then there is nobody to have a password
            values[f"{resident}_PASSWORD"] = ""
    return settled(values)


def _files_of(name: str, values: Mapping[str, str]) -> dict[str, str]:
    if name == "gateway":  # the image of nginx fills in the templates itself
        return {}
    servers = {"postgres": _postgres, "rabbitmq": _rabbitmq, "redis": _redis, "observe": _observe}
    if name in servers:
        return servers[name](values)
    service = next((one for one in SERVICES if one.package == name), None)
    withheld = withheld_from(service, values) if service else set[str]()
    return {"variables": _as_lines({k: v for k, v in values.items() if k not in withheld})}


def _postgres(values: Mapping[str, str]) -> dict[str, str]:
    settings = {**TUNING, "listen_addresses": "*"}
    return {
        "password": values["POSTGRES_ADMIN_PASSWORD"],
        "postgresql.conf": "".join(f"{name} = '{value}'\n" for name, value in settings.items()),
    }


def _rabbitmq(values: Mapping[str, str]) -> dict[str, str]:
    imported = MOUNTED_AT / "rabbitmq/definitions.json"
    return {
        "definitions.json": json.dumps(with_passwords(of_people(declared()), passwords_of(values))),
        "rabbitmq.conf": f"{SHARED_CONFIGURATION.read_text()}\nload_definitions = {imported}\n",
        "enabled_plugins": SHARED_PLUGINS.read_text(),
    }


def _redis(values: Mapping[str, str]) -> dict[str, str]:
    text = REDIS_CONFIGURATION.format(port=6379, password=values["REDIS_PASSWORD"], folder="/data")
    return {"redis.conf": f"{text}bind 0.0.0.0\n"}  # the last word on where to listen


def _observe(values: Mapping[str, str]) -> dict[str, str]:
    """What exporters sign in with, and Grafana's administrator."""
    return {
        "postgres-password": values["OBSERVE_DATABASE_PASSWORD"],
        "redis-passwords.json": json.dumps({"redis://redis:6379": values["REDIS_PASSWORD"]}),
        "grafana-password": values["OBSERVE_GRAFANA_PASSWORD"],
    }


def _lay_out_certificate(folder: Path, values: Mapping[str, str]) -> None:
    """The certificate of before as long as it is good."""
    if own_certificate(values):
        raise Problem("containers make a certificate of their own: leave TLS_CERTIFICATE empty")
    chain, key = folder / CERTIFICATE, folder / KEY
    before = Certificate(chain.read_text(), key.read_text()) if key.exists() else None
    certificate = made(before, {public_host(values)}, utc_now())
    _lay_out(chain, certificate.chain, GROUPS["gateway"])
    _lay_out(key, certificate.key, GROUPS["gateway"])


def _as_lines(values: Mapping[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in values.items())


def _lay_out(file: Path, text: str, group: int) -> None:
    """A file that its owner and ``group`` can read."""
    file.parent.mkdir(exist_ok=True)
    os.chown(file.parent, -1, group)
    file.parent.chmod(0o750)
    write_private(file, text)
    os.chown(file, -1, group)
    file.chmod(0o440)
