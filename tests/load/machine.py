"""What a run was made on: figures say nothing without it."""

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path


def described() -> str:
    """Cores, memory, system and Python, and how busy the machine was before."""
    info = Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*:\s*(.+)", info)
    kibibytes = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())
    memory = f"{int(kibibytes[1]) / 2**20:.0f} GiB" if kibibytes else "unknown memory"
    return (
        f"{os.cpu_count()} cores ({model[1].strip() if model else platform.machine()}), {memory},"
        f" Linux {platform.release()}, Python {platform.python_version()};"
        f" the load generator shares them. Load average before: {os.getloadavg()[0]:.1f}"
    )


def today() -> str:
    """When it was, by the clock of the machine."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
