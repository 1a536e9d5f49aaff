"""What a backup says of itself."""

import hashlib
import hmac
from collections.abc import Mapping
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ValidationError

from outcry.errors import Problem

FILE = "manifest.json"
FORMAT = 1
KEYS = ("AUTH_KEY_SECRET", "ORDER_BROKER_KEY")
"""What something in the databases is encrypted with: without it, nobody can read that any more."""
CHUNK_BYTES = 1 << 20


class Position(BaseModel, frozen=True):
    """How far a service had come: messages it has said, and events it has handled."""

    said: int
    handled: int


class Dump(BaseModel, frozen=True):
    """One database."""

    file: str
    bytes: int
    sha256: str
    position: Position


class Manifest(BaseModel, frozen=True):
    """The whole backup."""

    format: int = FORMAT
    taken_at: AwareDatetime
    server: str
    """The version of PostgreSQL that wrote it; an older one may be unable to read it."""
    partitions: int
    """Messages that wait in an outbox are packed for so many."""
    keys: dict[str, str]
    """Marks of the keys, to be compared and of no other use."""
    databases: dict[str, Dump]


def mark_of_keys(values: Mapping[str, str]) -> dict[str, str]:
    """Something that is the same if a key is, and that tells nothing about it."""
    return {
        name: hmac.digest(values.get(name, "").encode(), name.encode(), "sha256").hex()
        for name in KEYS
    }


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            found.update(chunk)
    return found.hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest, when all of the backup is there and nothing in it was changed.

    Raises:
        Problem: it is no backup, or damaged.
    """
    try:
        found = Manifest.model_validate_json((folder / FILE).read_text())
    except (OSError, ValidationError) as error:
        raise Problem(f"{folder} is not a backup that this version can read: {error}") from None
    for name, dump in found.databases.items():
        path = folder / dump.file
        if not path.is_file() or digest_of(path) != dump.sha256:
            raise Problem(f"{path} is missing, or not what was written: {name} cannot be restored")
    return found


def check_fits(manifest: Manifest, values: Mapping[str, str], names: set[str]) -> None:
    """Make sure that a stack with this configuration can go on from the backup.

    Raises:
        Problem: it cannot; the message says what has to be set.
    """
    if manifest.format != FORMAT:
        raise Problem(f"the backup has format {manifest.format}; this version reads {FORMAT}")
    if {*manifest.databases} != names:
        there, wanted = sorted(manifest.databases), sorted(names)
        raise Problem(f"the backup has databases {there}, and this stack has {wanted}")
    if str(manifest.partitions) != values["PARTITIONS"]:
        raise Problem(f"set PARTITIONS={manifest.partitions} in .env: the backup was made with it")
    mine = mark_of_keys(values)
    other = [name for name in KEYS if mine[name] != manifest.keys.get(name)]
    if other:
        raise Problem(
            f"{', '.join(other)} in .env is not what the backup was made with, and what is"
            " encrypted with it could not be read: bring back the .env of that stack"
        )
