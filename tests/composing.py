"""Look at docker-compose.yml, and run it: the command line of Docker for a copy of the tree."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

ROOT = Path(__file__).parents[1]
COMPOSE_FILE = ROOT / "docker-compose.yml"
SECONDS_MAX = 900

Json = dict[str, Any]


def composition() -> Json:
    """The file as data; references to variables are as they are written."""
    return cast("Json", yaml.safe_load(COMPOSE_FILE.read_text()))


def containers() -> dict[str, Json]:
    """What is declared of each container, by the name of the Compose service."""
    return composition()["services"]


def is_task(container: Mapping[str, Any]) -> bool:
    """Whether it does something once, rather than serve."""
    return container["restart"] != "unless-stopped"


def working_tree(folder: Path) -> Path:
    """A copy of what a clone would have: no ``.env``, nothing that git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@dataclass(frozen=True)
class Stack:
    """The containers of one copy of the tree, apart from any other stack on this machine."""

    folder: Path
    port: int
    network: str
    tls: bool = False

    @property
    def origin(self) -> str:
        """Where its gateway is."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def compose(self, *arguments: str) -> str:
        """What a command of ``docker compose`` prints.

        Raises:
            AssertionError: it failed; the message is what it said.
        """
        done = self.attempt(*arguments)
        assert done.returncode == 0, f"{arguments}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def attempt(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The same, whether it fails or not."""
        mine = {
            "GATEWAY_PORT": str(self.port),
            "CONTAINER_NETWORK": self.network,
            "TLS": str(int(self.tls)),
        }
        return subprocess.run(  # noqa: S603  # our own arguments
            ["docker", "compose", "--project-name", f"outcry-test-{self.port}", *arguments],  # noqa: S607
            cwd=self.folder,
            env={**os.environ, **mine},
            check=False,
            capture_output=True,
            text=True,
            timeout=SECONDS_MAX,
        )
