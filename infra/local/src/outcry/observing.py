"""Prometheus and its exporters as programs beside a stack, on this machine and without Docker."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from outcry.databases import MONITOR
from outcry.errors import Problem
from outcry.fingerprint import mark_of
from outcry.ownership import give, make_folder, user_for, write_private
from outcry.program import Probe, Program, path_of
from outcry.readiness import http_probe
from outcry.scraping import HOST, RULES, configuration_here

RETENTION = "7d"
NAMES = frozenset({"prometheus", "postgres-exporter", "redis-exporter", "nginx-exporter"})
SYSTEM = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


def prepare_observers(folder: Path, values: Mapping[str, str]) -> list[Program]:
    """Write what they read; return the programs, none of which anything else waits for.

    Raises:
        Problem: one is not installed, or a variable is missing.
    """
    user = user_for("prometheus")
    make_folder(folder, user)
    return [
        _exporter(folder, user, "postgres", values, _postgres(values)),
        _exporter(folder, user, "redis", values, _redis(values)),
        _exporter(folder, user, "nginx", values, _gateway(values)),
        _prometheus(folder, user, values),
    ]


def _postgres(values: Mapping[str, str]) -> tuple[str, dict[str, str], str]:
    address = f"{values['POSTGRES_HOST']}:{values['POSTGRES_PORT']}/postgres?sslmode=disable"
    variables = {
        "DATA_SOURCE_URI": address,
        "DATA_SOURCE_USER": MONITOR,
        "DATA_SOURCE_PASS": values["OBSERVE_DATABASE_PASSWORD"],
    }
    return "OBSERVE_POSTGRES_PORT", variables, "databases"


def _redis(values: Mapping[str, str]) -> tuple[str, dict[str, str], str]:
    variables = {
        "REDIS_ADDR": f"redis://{HOST}:{values['REDIS_PORT']}",
        "REDIS_PASSWORD": values["REDIS_PASSWORD"],
    }
    return "OBSERVE_REDIS_PORT", variables, "redis"


def _gateway(values: Mapping[str, str]) -> tuple[str, dict[str, str], str]:
    variables = {"SCRAPE_URI": f"http://{HOST}:{values['GATEWAY_STATUS_PORT']}/stub_status"}
    return "OBSERVE_GATEWAY_PORT", variables, "gateway"


def _exporter(
    folder: Path,
    user: str,
    name: str,
    values: Mapping[str, str],
    about: tuple[str, dict[str, str], str],
) -> Program:
    """``about`` is the variable with its port, what it is told, and what must be there first."""
    variable, variables, after = about
    port = int(values[variable])
    return Program(
        name=f"{name}-exporter",
        command=(
            str(_installed(f"prometheus-{name}-exporter")),
            f"{'-' if name != 'postgres' else '--'}web.listen-address={HOST}:{port}",
        ),
        directory=folder,
        environment={**SYSTEM, **variables},
        after=(after,),
        probe=_answers(http_probe(port, "/metrics")),
        user=user,
    )


def _prometheus(folder: Path, user: str, values: Mapping[str, str]) -> Program:
    text, rules = configuration_here(values), make_folder(folder / "rules", user)
    write_private(folder / "prometheus.yml", text, user)
    for old in rules.glob("*.yml"):
        old.unlink()
    for rule in sorted(RULES.glob("*.yml")):  # copied: its user may be unable to read the tree
        give(Path(shutil.copy(rule, rules)), user)
    port = int(values["OBSERVE_PROMETHEUS_PORT"])
    return Program(
        name="prometheus",
        command=(
            str(_installed("prometheus")),
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--storage.tsdb.retention.time={RETENTION}",
            f"--web.listen-address={HOST}:{port}",
        ),
        directory=folder,
        environment=SYSTEM,
        probe=http_probe(port, "/-/ready"),
        user=user,
        revision=mark_of(text, *(one.read_text() for one in sorted(RULES.glob("*.yml")))),
        reload_signal="SIGHUP",
    )


def _answers(probe: Probe) -> Probe:
    """With HTTP of any version."""
    return probe.model_copy(update={"expect": "HTTP/1."})


def _installed(name: str) -> Path:
    executable = path_of(name)
    if executable is None:
        raise Problem(f"{name} is not installed")
    return executable
