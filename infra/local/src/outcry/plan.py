"""The whole stack as programs, in the order in which they can be started."""

import sys
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from outcry.definitions import declared, of_people, with_passwords
from outcry.environment import environment_of, partitions_of, ports_of, process_environment
from outcry.fingerprint import mark_of, mark_of_sources
from outcry.nginx import prepare_nginx
from outcry.observing import prepare_observers
from outcry.places import ROOT, Places
from outcry.postgres import prepare_postgres
from outcry.program import Program
from outcry.rabbitmq import RabbitPorts, prepare_rabbitmq
from outcry.readiness import http_probe
from outcry.redis import prepare_redis
from outcry.roster import SERVICES, Service
from outcry.speedups import speedups_of
from outcry.state import Plan

METRICS_ANSWER = "HTTP/1.0 200"
"""Of the small server that comes with the Prometheus client."""
SHARED_SOURCES = [*ROOT.glob("messaging/*/src"), ROOT / "services/chassis/src"]


def make_plan(places: Places, values: Mapping[str, str]) -> Plan:
    """Write every server's files; return what should run.

    A program is started again when its part of the configuration or its source code changed.

    Raises:
        Problem: a server is not installed, or a variable is missing or wrong.
    """
    ports = ports_of(values)
    is_observed = places.observed.exists()
    partitions_of(values)  # said now, and not by a task that fails
    return Plan(
        identity=uuid4().hex,
        programs=[
            prepare_postgres(
                places.run / "postgres",
                ports["POSTGRES_PORT"],
                values["POSTGRES_ADMIN_PASSWORD"],
            ),
            *_broker(places, values, ports),
            prepare_redis(places.run / "redis", ports["REDIS_PORT"], values["REDIS_PASSWORD"]),
            _task(places, values, "databases", "configure --only databases", ("postgres",)),
            _task(places, values, "topology", "configure --only broker", ("rabbitmq", "databases")),
            _task(places, values, "migrations", "migrate", ("databases",)),
            *(_service(one, values, ports) for one in SERVICES),
            _auditor(places, values, ports),
            prepare_nginx(places.gateway, values).model_copy(
                update={"after": tuple(one.name for one in SERVICES)}
            ),
            *(prepare_observers(places.run / "prometheus", values) if is_observed else ()),
        ],
    )


def passwords_of(values: Mapping[str, str]) -> dict[str, str]:
    """The RabbitMQ password of every user."""
    own = {one.package: values[f"{one.prefix}RABBITMQ_PASSWORD"] for one in SERVICES}
    return {"admin": values["RABBITMQ_ADMIN_PASSWORD"], **own}


def _broker(
    places: Places, values: Mapping[str, str], ports: Mapping[str, int]
) -> tuple[Program, Program]:
    where = RabbitPorts(
        amqp=ports["RABBITMQ_PORT"],
        management=ports["RABBITMQ_MANAGEMENT_PORT"],
        prometheus=ports["RABBITMQ_PROMETHEUS_PORT"],
        distribution=ports["RABBITMQ_DISTRIBUTION_PORT"],
        epmd=ports["RABBITMQ_EPMD_PORT"],
    )
    definitions = with_passwords(of_people(declared()), passwords_of(values))
    return prepare_rabbitmq(places.run / "rabbitmq", where, definitions)


def _task(
    places: Places, values: Mapping[str, str], name: str, command: str, after: tuple[str, ...]
) -> Program:
    """One of our own commands, run again when what it works from has changed."""
    return Program(
        name=name,
        command=(sys.executable, "-m", "outcry", *command.split()),
        directory=ROOT,
        environment={**process_environment(values), "OUTCRY_HOME": str(places.home)},
        after=after,
        revision=mark_of(str(declared()), mark_of_sources(ROOT.glob("services/*/src"))),
    )


def _service(service: Service, values: Mapping[str, str], ports: Mapping[str, int]) -> Program:
    own = _source_of(service)
    return Program(
        name=service.name,
        command=(sys.executable, "-m", "chassis", service.package),
        directory=ROOT,
        environment=environment_of(service, values) | speedups_of(service),
        after=("migrations", "topology", "redis"),
        probe=http_probe(ports[f"{service.prefix}PORT"], "/readyz"),
        revision=mark_of_sources([*SHARED_SOURCES, own]),
    )


def _auditor(places: Places, values: Mapping[str, str], ports: Mapping[str, int]) -> Program:
    """It looks into every service's database, as the operator may; no service does."""
    probe = http_probe(ports["AUDITOR_PORT"], "/metrics")
    return Program(
        name="auditor",
        command=(sys.executable, "-m", "outcry", "check", "--watch"),
        directory=ROOT,
        environment={**process_environment(values), "OUTCRY_HOME": str(places.home)},
        after=("migrations", "topology"),
        probe=probe.model_copy(update={"expect": METRICS_ANSWER}),
        revision=mark_of_sources([*ROOT.glob("*/*/src")]),
    )


def _source_of(service: Service) -> Path:
    parent = "gateway" if service.name == "stream" else "services"
    return ROOT / parent / service.name / "src"
