"""``outcry backup``: a moment of rest, then everything out of the snapshots of that moment."""

import asyncio
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from sqlalchemy import text

from outcry.backup import dumps, rest
from outcry.backup.manifest import FILE, Manifest, mark_of_keys
from outcry.databases import connected, owners
from outcry.environment import partitions_of
from outcry.errors import Problem
from outcry.launcher import Progress
from outcry.ownership import make_folder, write_private
from outcry.places import Places
from outcry.state import is_supervised

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that was made."""

    folder: Path
    manifest: Manifest
    closed_seconds: float
    """How long nobody could trade."""


async def back_up(
    places: Places,
    values: Mapping[str, str],
    folder: Path,
    show: Progress,
    say: Say,
    *,
    leave_dead_letters: bool = False,
) -> Taken:
    """Write all databases of a running stack into ``folder``, which must not exist yet.

    Raises:
        Problem: it cannot be done; then there is no such folder, and the stack runs as before.
    """
    if await asyncio.to_thread(folder.exists):
        raise Problem(f"{folder} exists already: name another folder")
    if not is_supervised(places):
        raise Problem("nothing is running here: `make up` first; in containers, see docs/backup.md")
    if not leave_dead_letters and await rest.dead_letters(values):
        raise Problem(
            "there are dead letters, which only the broker has: `outcry dead-letters requeue`"
            " first, or leave them out with --leave-dead-letters"
        )
    draft = make_folder(folder.with_name(f"{folder.name}.partial"))
    try:
        manifest, closed = await _written(places, values, draft, show, say)
        write_private(draft / FILE, manifest.model_dump_json(indent=2))
    except BaseException:
        shutil.rmtree(draft)
        raise
    draft.rename(folder)
    return Taken(folder, manifest, closed)


async def _written(
    places: Places, values: Mapping[str, str], draft: Path, show: Progress, say: Say
) -> tuple[Manifest, float]:
    began = monotonic()
    async with rest.at_rest(places, values, show, say) as go_on, dumps.snapshots(values) as found:
        taken_at = datetime.now(UTC)
        say("every event is in the databases: snapshots taken, opening again")
        go_on()
        closed = monotonic() - began
        data = places.run / "postgres" / "data"
        written = {
            name: await dumps.dump(name, snapshot, position, folder=draft, values=values, data=data)
            for name, (snapshot, position) in found.items()
        }
    return (
        Manifest(
            taken_at=taken_at,
            server=await _version(values),
            partitions=partitions_of(values),
            keys=mark_of_keys(values),
            databases=written,
        ),
        closed,
    )


async def _version(values: Mapping[str, str]) -> str:
    async with connected(owners(values)[0].package, values) as connection:
        return str(await connection.scalar(text("show server_version")))
