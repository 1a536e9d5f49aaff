"""A private RabbitMQ node, with its own port mapper: it shares nothing with a broker beside it."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outcry.errors import Problem
from outcry.fingerprint import mark_of
from outcry.ownership import make_folder, user_for, write_private
from outcry.places import ROOT
from outcry.program import Probe, Program, path_of

SHARED_CONFIGURATION = ROOT / "messaging/rabbitmq/rabbitmq.conf"
SHARED_PLUGINS = ROOT / "messaging/rabbitmq/enabled_plugins"
RELEASES = Path("/usr/lib/rabbitmq/lib")
NODE = "outcry@localhost"
LOCAL_CONFIGURATION = """\
listeners.tcp.1 = 127.0.0.1:{amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = {management}
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = {prometheus}
load_definitions = {definitions}
"""
VIRTUAL_MACHINE = (
    "+sbwt none +sbwtdcpu none +sbwtdio none"  # idle schedulers sleep: the cores are shared
    " -kernel inet_dist_use_interface {127,0,0,1}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RabbitPorts:
    """Where one node listens."""

    amqp: int
    management: int
    prometheus: int
    distribution: int
    epmd: int


def prepare_rabbitmq(
    folder: Path, ports: RabbitPorts, definitions: Mapping[str, Any], *, plugins: bool = True
) -> tuple[Program, Program]:
    """Write the node's files; return the port mapper and the node, to be started in this order.

    Raises:
        Problem: RabbitMQ is not installed.
    """
    user = user_for("rabbitmq")
    make_folder(folder, user)
    home = make_folder(folder / "home", user)
    cookie = home / ".erlang.cookie"
    if not cookie.exists():
        write_private(cookie, secrets.token_hex(20), user).chmod(0o400)
    imported = write_private(folder / "definitions.json", json.dumps(definitions), user)
    values = {"definitions": imported, "amqp": ports.amqp, "management": ports.management}
    local = LOCAL_CONFIGURATION.format(**values, prometheus=ports.prometheus)
    configuration = SHARED_CONFIGURATION.read_text() + (local if plugins else _without_web(local))
    write_private(folder / "rabbitmq.conf", configuration, user)
    enabled = SHARED_PLUGINS.read_text() if plugins else "[].\n"
    write_private(folder / "enabled_plugins", enabled, user)
    return _epmd(folder, ports, user), _node(folder, ports, user)


def _without_web(configuration: str) -> str:
    lines = configuration.splitlines(keepends=True)
    return "".join(one for one in lines if not one.startswith(("management.", "prometheus.")))


def _epmd(folder: Path, ports: RabbitPorts, user: str) -> Program:
    executable = path_of("epmd")
    if executable is None:
        raise Problem("RabbitMQ is not installed")
    names_request, own_port = "\0\x01n", ports.epmd.to_bytes(4, "big").decode("latin-1")
    return Program(
        name="epmd",
        command=(str(executable), "-port", str(ports.epmd), "-address", "127.0.0.1"),
        directory=folder,
        environment=_environment(folder, ports),
        probe=Probe(port=ports.epmd, say=names_request, expect=own_port),
        user=user,
    )


def _node(folder: Path, ports: RabbitPorts, user: str) -> Program:
    servers = sorted(RELEASES.glob("rabbitmq_server-*/sbin/rabbitmq-server"))
    if not servers:
        raise Problem("RabbitMQ is not installed")
    protocol_header, connection_start = "AMQP\0\0\x09\x01", "\x01\0\0"
    return Program(
        name="rabbitmq",
        command=(str(servers[-1]),),
        directory=folder,
        environment=_environment(folder, ports),
        after=("epmd",),
        more_ports=(ports.management, ports.prometheus, ports.distribution),
        revision=mark_of((folder / "rabbitmq.conf").read_text()),
        probe=Probe(port=ports.amqp, say=protocol_header, expect=connection_start),
        user=user,
    )


def _environment(folder: Path, ports: RabbitPorts) -> dict[str, str]:
    return {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(folder / "home"),
        "ERL_EPMD_PORT": str(ports.epmd),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RUNNING_UNDER_SYSTEMD": "true",  # become the server instead of a shell that waits for it
        "RABBITMQ_NODENAME": NODE,
        "RABBITMQ_DIST_PORT": str(ports.distribution),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_GENERATED_CONFIG_DIR": str(folder / "config"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": VIRTUAL_MACHINE,
    }
