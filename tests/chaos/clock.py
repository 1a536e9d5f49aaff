"""A wrong clock for one process: libfaketime, which only the process itself believes."""

import subprocess
from pathlib import Path

from outcry.debian import INSTALLER
from outcry.errors import Problem
from outcry.state import Plan

LIBRARIES = "lib/*/faketime/libfaketime.so.1"


def library() -> Path:
    """libfaketime, which is installed if need be.

    Raises:
        Problem: it is not there, and nobody here may install it.
    """
    if not _found():
        subprocess.run([INSTALLER, "faketime"], check=False)  # noqa: S603  # our own
    if not _found():
        raise Problem("libfaketime is missing: apt-get install faketime")
    return _found()[0]


def skewed(plan: Plan, name: str, seconds: int, library: Path) -> Plan:
    """The same plan, with one program whose clock is wrong. What only counts seconds is right."""
    wrong = {
        "LD_PRELOAD": str(library),
        "FAKETIME": f"{seconds:+d}s",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }
    programs = [
        one.model_copy(update={"environment": {**one.environment, **wrong}})
        if one.name == name
        else one
        for one in plan.programs
    ]
    return plan.model_copy(update={"programs": programs, "identity": f"{name} {seconds:+d}"})


def _found() -> list[Path]:
    return sorted(Path("/usr").glob(LIBRARIES))
