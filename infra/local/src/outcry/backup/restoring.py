"""``outcry restore``: a new server with what the backup has, and a broker that knows nothing."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from outcry.backup import dumps
from outcry.backup.manifest import Manifest, check_fits, read_manifest
from outcry.databases import owners
from outcry.debian import install_missing
from outcry.errors import Problem
from outcry.launcher import Progress, bring_down, carry_out
from outcry.places import Places
from outcry.plan import make_plan
from outcry.state import is_supervised

SERVERS = ("postgres", "rabbitmq", "redis")
NEEDED = frozenset({"postgres", "databases"})
Say = Callable[[str], None]


async def restore(
    places: Places, values: Mapping[str, str], folder: Path, show: Progress, say: Say
) -> tuple[Manifest, Path]:
    """Give the stack, which must be down, the data of the backup; all that it had is set aside.

    Returns the manifest, and where what was there before is now. Databases have no newer tables
    than they were backed up with: the next start migrates them.

    Raises:
        Problem: the backup is damaged or belongs to another stack, or the stack runs. Then, and
            if anything fails on the way, the data are those of before.
    """
    if is_supervised(places):
        raise Problem("the stack is running: stop it first with `make down`")
    manifest = read_manifest(folder)
    check_fits(manifest, values, {one.package for one in owners(values)})
    install_missing()
    places.create()
    aside = places.run / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    _move(places.run, aside)
    try:
        await _fill(places, values, manifest, folder, show=show, say=say)
    except BaseException:
        bring_down(places, show)
        _move(places.run, places.run / f"{aside.name}-failed")
        _move(aside, places.run)
        raise
    return manifest, aside


async def _fill(
    places: Places,
    values: Mapping[str, str],
    manifest: Manifest,
    folder: Path,
    *,
    show: Progress,
    say: Say,
) -> None:
    plan = make_plan(places, values)
    chosen = [one for one in plan.programs if one.name in NEEDED]
    say("starting an empty server")
    carry_out(places, plan.model_copy(update={"programs": chosen}), show)
    for name, dump in manifest.databases.items():
        say(f"restoring {name}")
        data = places.run / "postgres" / "data"
        await dumps.load(name, dump, folder=folder, values=values, data=data)
    bring_down(places, show)


def _move(source: Path, target: Path) -> None:
    """What the servers keep; of the rest there is nothing that a restore could change."""
    target.mkdir(exist_ok=True)
    for name in SERVERS:
        if (source / name).exists():
            (source / name).rename(target / name)
