"""Files for programs that run as somebody else.

As root every server runs as the unprivileged user that its Debian package made; otherwise as
whoever called.
"""

import os
import shutil
from pathlib import Path


def user_for(name: str) -> str:
    """The user to become: ``name`` for root, nobody else otherwise."""
    return name if os.geteuid() == 0 else ""


def make_folder(path: Path, user: str = "") -> Path:
    """A private folder of ``user``; what is in it is kept."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    give(path, user)
    return path


def write_private(path: Path, text: str, user: str = "") -> Path:
    """Write a file that only its owner can read, all of it or nothing."""
    draft = path.with_name(f"{path.name}.new")
    draft.touch(mode=0o600)
    draft.chmod(0o600)
    draft.write_text(text)
    give(draft, user)
    draft.replace(path)
    return path


def give(path: Path, user: str) -> None:
    """Make ``user`` the owner, if there is one to become."""
    if user:
        shutil.chown(path, user, user)
