"""Where things are: the working tree, and the folder that holds one running stack."""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

ROOT = Path(os.environ.get("OUTCRY_ROOT") or Path(__file__).resolve().parents[4])
"""The working tree; in an image, the folder with what is needed of it."""

SHARED_STATE = Path("/var/lib/outcry")


@dataclass(frozen=True, slots=True)
class Places:
    """The files of one stack. Several stacks can live on one machine, each in its own home."""

    home: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Places":
        """``OUTCRY_HOME`` if given, else the working tree."""
        return cls(Path(environment.get("OUTCRY_HOME") or ROOT).resolve())

    @property
    def env_file(self) -> Path:
        """The configuration, with the secrets of this machine."""
        return self.home / ".env"

    @property
    def run(self) -> Path:
        """Data, logs and state of this stack; all of it can be deleted while it is down."""
        return (self.home / ".run").resolve()

    @property
    def logs(self) -> Path:
        """One file per process."""
        return self.run / "log"

    @property
    def gateway(self) -> Path:
        """What the gateway reads and writes."""
        return self.run / "nginx"

    @property
    def observed(self) -> Path:
        """Is there while Prometheus belongs to what should run."""
        return self.run / "observed"

    @property
    def plan_file(self) -> Path:
        """What should run; read by the supervisor. It holds secrets."""
        return self.run / "plan.json"

    @property
    def state_file(self) -> Path:
        """What does run; written by the supervisor."""
        return self.run / "state.json"

    @property
    def lock_file(self) -> Path:
        """Held by the supervisor as long as it lives."""
        return self.run / "supervisor.lock"

    def create(self) -> None:
        """Make the folders.

        As root, PostgreSQL runs as another user, who may be unable to enter the working tree
        (``/root`` is closed to everyone else): then ``.run`` is a link to a folder it can enter.
        """
        link = self.home / ".run"
        if os.geteuid() == 0 and not link.exists() and not _open_to_all(self.home):
            elsewhere = SHARED_STATE / f"{crc32(bytes(self.home)):08x}"
            elsewhere.mkdir(parents=True, exist_ok=True)
            link.symlink_to(elsewhere)
        self.run.mkdir(exist_ok=True)
        self.run.chmod(0o711)
        self.logs.mkdir(exist_ok=True)


def _open_to_all(folder: Path) -> bool:
    """Whether every user can pass through ``folder`` and all above it."""
    return all(one.stat().st_mode & stat.S_IXOTH for one in (folder, *folder.parents))
