"""A private Redis: a cache, so nothing is written to disk and memory is bounded."""

from pathlib import Path

from outcry.errors import Problem
from outcry.fingerprint import mark_of
from outcry.ownership import make_folder, user_for, write_private
from outcry.program import Probe, Program, path_of

CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
save ""
appendonly no
maxmemory 256mb
maxmemory-policy allkeys-lru
daemonize no
"""


def prepare_redis(folder: Path, port: int, password: str) -> Program:
    """Write the configuration; return the program that serves it on 127.0.0.1.

    Raises:
        Problem: Redis is not installed.
    """
    executable = path_of("redis-server")
    if executable is None:
        raise Problem("Redis is not installed")
    user = user_for("redis")
    make_folder(folder, user)
    text = CONFIGURATION.format(port=port, password=password, folder=folder)
    configuration = write_private(folder / "redis.conf", text, user)
    return Program(
        name="redis",
        command=(str(executable), str(configuration)),
        directory=folder,
        environment={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder)},
        probe=Probe(port=port, say="PING\r\n", expect="-NOAUTH"),
        user=user,
        revision=mark_of(text),
    )
