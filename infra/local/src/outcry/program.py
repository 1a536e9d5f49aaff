"""What the supervisor runs: a command, what must be there first, and how to ask if it is ready."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

Signal = Literal["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP"]


class Probe(BaseModel, frozen=True):
    """A conversation that tells whether a port is served: what to say, how the answer begins."""

    port: int
    say: str = ""
    expect: str = ""
    trusted: Path | None = None
    """The certificate that it shows. Without one it is talked to in the clear."""


class Program(BaseModel, frozen=True):
    """One process of the stack. Without a probe it is a task: ready once it ended well."""

    name: str
    command: tuple[str, ...]
    directory: Path
    environment: Mapping[str, str]
    after: tuple[str, ...] = ()
    probe: Probe | None = None
    more_ports: tuple[int, ...] = ()
    """Where it listens besides the port of its probe."""
    ready_seconds: float = 180
    """How long it may take to become ready."""
    stop_signal: Signal = "SIGTERM"
    stop_seconds: float = 30
    """How long it may take to stop before it is killed."""
    user: str = ""
    """Whom to become; empty for the user who started it. Only root can become another."""
    revision: str = ""
    """What else it was made from: a change of this is a reason to start it again."""
    reload_signal: Signal | None = None
    """What makes it read its files again, while it goes on: instead of starting it again."""

    @property
    def ports(self) -> tuple[int, ...]:
        """Every port that it listens on, the one to know first."""
        return (self.probe.port, *self.more_ports) if self.probe else ()

    @property
    def full_command(self) -> tuple[str, ...]:
        """The command as the right user, told to stop when whoever started it dies."""
        become = ("--reuid", self.user, "--regid", self.user, "--init-groups") if self.user else ()
        return ("setpriv", *become, "--pdeathsig", "TERM", "--", *self.command)

    def becomes(self, other: "Program") -> bool:
        """Whether it is ``other``, which it is not now, once it has read its files again."""
        changed = self.model_copy(update={"revision": other.revision})
        return self.reload_signal is not None and self != other and changed == other

    def run(self) -> None:
        """Run to the end, quietly.

        Raises:
            subprocess.CalledProcessError: it failed; ``stdout`` says why.
        """
        subprocess.run(
            self.full_command,
            check=True,
            cwd=self.directory,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def path_of(executable: str, *folders: str) -> Path | None:
    """Where ``executable`` is; system folders count even if they are not in ``PATH``."""
    search = ":".join((*folders, "/usr/local/sbin", "/usr/sbin", "/usr/local/bin", "/usr/bin"))
    found = shutil.which(executable) or shutil.which(executable, path=search)
    return Path(found) if found else None
