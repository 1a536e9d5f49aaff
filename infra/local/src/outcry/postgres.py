"""A private PostgreSQL server: its cluster is made on the first start and kept."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from outcry.errors import Problem
from outcry.ownership import make_folder, user_for, write_private
from outcry.program import Probe, Program

ADMIN = "postgres"
VERSIONS = Path("/usr/lib/postgresql")
TUNING = {
    "shared_buffers": "256MB",
    "max_connections": "200",
    "wal_compression": "lz4",
    "default_toast_compression": "lz4",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FOR_TESTS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_wal_size": "256MB",  # what is not kept for long may well be kept in memory
}


def prepare_postgres(
    folder: Path, port: int, admin_password: str, *, for_tests: bool = False
) -> Program:
    """Make the cluster if there is none; return the program that serves it on 127.0.0.1.

    ``for_tests`` trades durability for speed.

    Raises:
        Problem: PostgreSQL is not installed, or the cluster cannot be made.
    """
    user = user_for("postgres")
    make_folder(folder, user)
    data = folder / "data"
    options = {
        **TUNING,
        **(FOR_TESTS if for_tests else {}),
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
    }
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder)}
    if not data.exists():
        _make_cluster(data, user, environment, admin_password)
    return Program(
        name="postgres",
        command=(
            str(binaries(data) / "postgres"),
            *("-D", str(data)),
            *(f"--{name}={value}" for name, value in options.items()),
        ),
        directory=folder,
        environment=environment,
        probe=ready_probe(port),
        stop_signal="SIGINT",  # "fast": roll back what is open, do not wait for clients to leave
        user=user,
    )


def ready_probe(port: int) -> Probe:
    """Ready when the server asks for a password, rather than saying that it is starting up."""
    parameters = f"user\0{ADMIN}\0\0"
    length = 8 + len(parameters)
    protocol_3 = "\0\x03\0\0"
    return Probe(port=port, say=f"\0\0\0{chr(length)}{protocol_3}{parameters}", expect="R")


def _make_cluster(
    data: Path, user: str, environment: Mapping[str, str], admin_password: str
) -> None:
    draft = data.with_name("data.new")  # renamed when it is complete
    shutil.rmtree(draft, ignore_errors=True)
    password_file = write_private(data.with_name("password"), admin_password, user)
    command = (
        str(binaries(data) / "initdb"),
        *("--pgdata", str(draft), "--username", ADMIN, "--pwfile", str(password_file)),
        *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8"),
        "--data-checksums",
    )
    initdb = Program(
        name="initdb", command=command, directory=data.parent, environment=environment, user=user
    )
    try:
        initdb.run()
    except subprocess.CalledProcessError as error:
        raise Problem(f"PostgreSQL could not make its cluster in {data}:\n{error.stdout}") from None
    finally:
        password_file.unlink()
    draft.rename(data)


def binaries(data: Path) -> Path:
    """The programs of the version that made the cluster, or of the newest one.

    Raises:
        Problem: PostgreSQL is not installed, or not in that version.
    """
    version_file = data / "PG_VERSION"
    version = version_file.read_text().strip() if version_file.exists() else "*"
    folders = sorted(VERSIONS.glob(f"{version}/bin"), key=lambda one: float(one.parent.name))
    if not folders:
        wanted = "PostgreSQL" if version == "*" else f"PostgreSQL {version} (it made {data})"
        raise Problem(f"{wanted} is not installed")
    return folders[-1]
