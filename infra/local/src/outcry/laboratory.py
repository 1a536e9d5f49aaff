"""Private servers for tests: real ones, started in a temporary folder and gone afterwards.

The same code as `outcry up` prepares them; only durability is switched off.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from outcry.definitions import ADMIN, declared, with_passwords
from outcry.errors import Problem
from outcry.ownership import give
from outcry.ports import free_ports
from outcry.postgres import prepare_postgres
from outcry.program import Program
from outcry.rabbitmq import RabbitPorts, prepare_rabbitmq
from outcry.readiness import wait_until_ready
from outcry.redis import prepare_redis

PASSWORD = "test"  # noqa: S105  # of every user, on servers that live for one test run
START_SECONDS = 180
STOP_SECONDS = 60
MEMORY = Path("/dev/shm")  # noqa: S108  # every folder made in it has a name that nobody can foresee
MEMORY_BYTES_MIN = 3 << 30
"""Enough of it to be free for all servers of a test run; a container often has next to none."""


@contextmanager
def private_postgres() -> Generator[str]:
    """PostgreSQL without databases: ``postgresql+asyncpg://postgres:test@127.0.0.1:port``."""
    (port,) = free_ports(1)
    with temporary_folder() as folder:
        program = prepare_postgres(folder / "postgres", port, PASSWORD, for_tests=True)
        with running(program):
            yield f"postgresql+asyncpg://postgres:{PASSWORD}@127.0.0.1:{port}"


@contextmanager
def private_rabbitmq() -> Generator[str]:
    """RabbitMQ with the project's exchanges and queues: the administrator's URL.

    Every service's user is there too, with the same password.
    """
    amqp, management, prometheus, distribution, epmd = free_ports(5)
    ports = RabbitPorts(
        amqp=amqp,
        management=management,
        prometheus=prometheus,
        distribution=distribution,
        epmd=epmd,
    )
    with temporary_folder() as folder:
        mapper, node = prepare_rabbitmq(
            folder / "rabbitmq", ports, definitions_for_tests(), plugins=False
        )
        with running(mapper), running(node):
            yield f"amqp://{ADMIN}:{PASSWORD}@127.0.0.1:{amqp}/"


@contextmanager
def private_redis() -> Generator[str]:
    """An empty Redis."""
    (port,) = free_ports(1)
    with temporary_folder() as folder, running(prepare_redis(folder / "redis", port, PASSWORD)):
        yield f"redis://:{PASSWORD}@127.0.0.1:{port}/0"


def definitions_for_tests() -> dict[str, object]:
    """The declared topology with :data:`PASSWORD` for everybody."""
    definitions = declared()
    return with_passwords(definitions, {user["name"]: PASSWORD for user in definitions["users"]})


@contextmanager
def running(program: Program) -> Generator[int]:
    """The program, ready, until the block ends; yields its process id.

    Raises:
        Problem: it did not become ready; the message has what it said.
    """
    log = program.directory / f"{program.name}.log"
    with log.open("w") as output:
        give(log, program.user)
        process = subprocess.Popen(
            program.full_command,
            cwd=program.directory,
            env=dict(program.environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        if program.probe:
            try:
                wait_until_ready(program.probe, START_SECONDS)
            except Problem as problem:
                raise Problem(f"{program.name}: {problem}\n{log.read_text()[-2000:]}") from None
        yield process.pid
    finally:
        _stop(process, program)


def _stop(process: subprocess.Popen[bytes], program: Program) -> None:
    process.send_signal(signal.Signals[program.stop_signal])
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def temporary_folder() -> Generator[Path]:
    """A folder that a server's user can enter, whoever that is; gone afterwards.

    In memory where that is possible: a database is three hundred files, and many tests have one.
    """
    spacious = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= MEMORY_BYTES_MIN
    folder = Path(tempfile.mkdtemp(prefix="outcry-", dir=MEMORY if spacious else None))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
