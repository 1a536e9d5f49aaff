"""The same servers from container images, where a Docker engine has or can get the image."""

import json
import os
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from testcontainers.core.container import DockerContainer

from outcry.definitions import ADMIN
from outcry.laboratory import PASSWORD, START_SECONDS, definitions_for_tests
from outcry.postgres import FOR_TESTS, ready_probe
from outcry.program import Probe
from outcry.readiness import wait_until_ready

POSTGRES = "postgres:17"
TIMESCALE = "timescale/timescaledb:latest-pg17"
RABBITMQ = "rabbitmq:4-management"
REDIS = "redis:8"
ASK_SECONDS = 5
PULL_SECONDS = 30
os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")  # it is an image of its own


def obtainable(image: str) -> bool:
    """Whether a container of ``image`` can be started: it is here, or can be pulled soon."""
    return _docker("image", "inspect", image, seconds=ASK_SECONDS) or (
        _docker("info", seconds=ASK_SECONDS) and _docker("pull", image, seconds=PULL_SECONDS)
    )


@contextmanager
def postgres(image: str = POSTGRES, **more: str) -> Generator[str]:
    """PostgreSQL without databases, with ``more`` settings."""
    options = [f"--{name}={value}" for name, value in (FOR_TESTS | more).items()]
    container = (
        DockerContainer(image)
        .with_env("POSTGRES_PASSWORD", PASSWORD)
        .with_command(["postgres", *options, "--max_connections=200"])
    )
    with _serving(container, ready_probe(5432)) as port:
        yield f"postgresql+asyncpg://postgres:{PASSWORD}@127.0.0.1:{port}"


@contextmanager
def rabbitmq() -> Generator[str]:
    """RabbitMQ with the project's exchanges, queues and users: the administrator's URL."""
    with tempfile.TemporaryDirectory(prefix="outcry-") as folder:
        Path(folder).chmod(0o755)
        definitions = Path(folder) / "definitions.json"
        definitions.write_text(json.dumps(definitions_for_tests()))
        configuration = Path(folder) / "20-definitions.conf"
        configuration.write_text("load_definitions = /etc/rabbitmq/definitions.json\n")
        container = (
            DockerContainer(RABBITMQ)
            .with_volume_mapping(str(definitions), "/etc/rabbitmq/definitions.json")
            .with_volume_mapping(str(configuration), "/etc/rabbitmq/conf.d/20-definitions.conf")
        )
        probe = Probe(port=5672, say="AMQP\0\0\x09\x01", expect="\x01\0\0")
        with _serving(container, probe) as port:
            yield f"amqp://{ADMIN}:{PASSWORD}@127.0.0.1:{port}/"


@contextmanager
def redis() -> Generator[str]:
    """An empty Redis."""
    container = DockerContainer(REDIS).with_command(["redis-server", "--requirepass", PASSWORD])
    with _serving(container, Probe(port=6379, say="PING\r\n", expect="-NOAUTH")) as port:
        yield f"redis://:{PASSWORD}@127.0.0.1:{port}/0"


@contextmanager
def _serving(container: DockerContainer, probe: Probe) -> Generator[int]:
    with container.with_exposed_ports(probe.port) as started:
        port = int(started.get_exposed_port(probe.port))
        wait_until_ready(probe.model_copy(update={"port": port}), START_SECONDS)
        yield port


def _docker(*arguments: str, seconds: float) -> bool:
    try:
        done = subprocess.run(  # noqa: S603  # our own arguments
            ["docker", *arguments],  # noqa: S607
            check=False,
            capture_output=True,
            timeout=seconds,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
