"""Debian packages that the stack needs: find out what is missing, install it where allowed."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from outcry.errors import Problem
from outcry.places import ROOT
from outcry.program import path_of

INSTALLER = ROOT / "infra/local/apt-install"
PROGRAMS = {
    "postgresql": "/usr/lib/postgresql/*/bin/postgres",
    "rabbitmq-server": "/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server",
    "redis-server": "/usr/bin/redis-server",
    "nginx-light": "/usr/sbin/nginx",
}
"""What each package is needed for."""
OBSERVERS = {
    "prometheus": "/usr/bin/prometheus",
    "prometheus-postgres-exporter": "/usr/bin/prometheus-postgres-exporter",
    "prometheus-redis-exporter": "/usr/bin/prometheus-redis-exporter",
    "prometheus-nginx-exporter": "/usr/bin/prometheus-nginx-exporter",
}
"""The same of what only `outcry observe` needs."""
BROWSERS = {"chromium": "/usr/bin/chromium"}
"""The same of what only tests of pages need."""


def missing_packages(programs: Mapping[str, str] | None = None) -> list[str]:
    """The packages whose programs are not here; of those that a stack needs, if none are named."""
    root, needed = Path("/"), PROGRAMS if programs is None else programs
    return [name for name, file in needed.items() if not any(root.glob(file.lstrip("/")))]


def install_missing(programs: Mapping[str, str] | None = None) -> list[str]:
    """Install what is missing, without starting any system service; return its names.

    Raises:
        Problem: only an administrator may install packages here, or it failed.
    """
    packages = missing_packages(programs)
    if not packages:
        return []
    become = () if os.geteuid() == 0 else ("sudo", "-n")
    if path_of("apt-get") is None or (become and not _may_become_root()):
        raise Problem(
            f"{', '.join(packages)} must be installed first. As an administrator, run"
            f"\n\n  sudo apt-get install --no-install-recommends {' '.join(packages)}\n"
        )
    if subprocess.run([*become, str(INSTALLER), *packages], check=False).returncode:
        raise Problem(f"apt-get could not install {', '.join(packages)}: see above")
    return packages


def _may_become_root() -> bool:
    """Whether sudo works without asking for a password."""
    if path_of("sudo") is None:
        return False
    return subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
