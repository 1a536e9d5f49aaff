"""What Prometheus asks and where: one description for this machine and for containers."""

from collections.abc import Mapping

from outcry.environment import EXAMPLE, assignments
from outcry.places import ROOT
from outcry.roster import SERVICES
from outcry.template import render

FOLDER = ROOT / "observability/prometheus"
TEMPLATE = FOLDER / "prometheus.yml.template"
IN_CONTAINERS = FOLDER / "prometheus.yml"
RULES = FOLDER / "rules"
HOST = "127.0.0.1"


def configuration_here(values: Mapping[str, str]) -> str:
    """For the processes of a stack on this machine.

    Raises:
        Problem: a variable is missing.
    """
    ports = {
        **{_name(one.package): values[f"{one.prefix}PORT"] for one in SERVICES},
        "AUDITOR": values["AUDITOR_PORT"],
        "RABBITMQ": values["RABBITMQ_PROMETHEUS_PORT"],
        "POSTGRES": values["OBSERVE_POSTGRES_PORT"],
        "REDIS": values["OBSERVE_REDIS_PORT"],
        "GATEWAY": values["OBSERVE_GATEWAY_PORT"],
        "PROMETHEUS": values["OBSERVE_PROMETHEUS_PORT"],
    }
    targets = {name: f"{HOST}:{port}" for name, port in ports.items()}
    return _rendered(values["OBSERVE_SECONDS"], targets)


def configuration_in_containers() -> str:
    """For the containers of docker-compose.yml."""
    targets = {
        **{_name(one.package): f"{one.name}:8000" for one in SERVICES},
        "AUDITOR": "auditor:8000",
        "RABBITMQ": "rabbitmq:15692",
        "POSTGRES": "postgres-exporter:9187",
        "REDIS": "redis-exporter:9121",
        "GATEWAY": "gateway-exporter:9113",
        "PROMETHEUS": "localhost:9090",
    }
    return _rendered(assignments(EXAMPLE.read_text())["OBSERVE_SECONDS"], targets)


def _rendered(seconds: str, targets: Mapping[str, str]) -> str:
    return render(TEMPLATE.read_text(), {"SCRAPE_INTERVAL": f"{seconds}s", **targets})


def _name(package: str) -> str:
    return package.upper()
