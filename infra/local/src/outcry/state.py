"""What is running: written by the supervisor, read by whoever wants to know."""

import fcntl
import os
from datetime import UTC, datetime
from enum import StrEnum, auto
from pathlib import Path

from pydantic import AwareDatetime, BaseModel

from outcry.ownership import write_private
from outcry.places import Places
from outcry.program import Program


class Phase(StrEnum):
    """Where a program is in its life."""

    WAITING = auto()
    STARTING = auto()
    READY = auto()
    DONE = auto()
    RESTARTING = auto()
    FAILED = auto()
    STOPPING = auto()
    STOPPED = auto()


class Status(BaseModel):
    """One program as the supervisor sees it."""

    name: str
    ports: tuple[int, ...] = ()
    phase: Phase = Phase.WAITING
    pid: int | None = None
    born: int | None = None
    """When the process began, in clock ticks since boot: a pid alone may be somebody else's."""
    since: AwareDatetime | None = None
    restarts: int = 0
    reason: str = ""

    def uptime_seconds(self) -> int:
        """How long the process has been there."""
        return int((datetime.now(UTC) - self.since).total_seconds()) if self.since else 0


class State(BaseModel):
    """The whole stack. Once ``settled``, everything is ready, or ``error`` says why it is not."""

    supervisor: int
    plan: str = ""
    settled: bool = False
    error: str = ""
    programs: list[Status] = []

    def write(self, places: Places) -> None:
        """Replace the state file."""
        write_private(places.state_file, self.model_dump_json(indent=1))


class Plan(BaseModel):
    """What should run. The supervisor makes it so."""

    identity: str
    programs: list[Program]

    def write(self, places: Places) -> None:
        """Replace the plan file."""
        write_private(places.plan_file, self.model_dump_json())


def read_state(places: Places) -> State | None:
    """The state as last written, if there is one."""
    try:
        return State.model_validate_json(places.state_file.read_text())
    except FileNotFoundError:
        return None


def read_plan(places: Places) -> Plan:
    """The plan as last written."""
    return Plan.model_validate_json(places.plan_file.read_text())


def take_lock(places: Places) -> int | None:
    """Become the one supervisor; None if there is one already.

    The lock belongs to the returned file descriptor, wherever it is handed on to, until every
    process that has it is gone.
    """
    lock = os.open(places.lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def is_supervised(places: Places) -> bool:
    """Whether a supervisor is at work."""
    if not places.lock_file.exists():
        return False
    lock = take_lock(places)
    if lock is None:
        return True
    os.close(lock)
    return False


def born_at(pid: int) -> int | None:
    """When the process began, in clock ticks since boot; None if it is gone."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = facts.rpartition(")")[2].split()  # the name before the bracket may hold anything
    return None if fields[0] == "Z" else int(fields[19])
