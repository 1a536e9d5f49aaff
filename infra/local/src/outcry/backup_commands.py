"""``outcry backup`` and ``outcry restore``."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from outcry import display
from outcry.places import Places
from outcry.state import Phase
from outcry.upkeep import Json, environment

commands = typer.Typer()
LeaveDeadLetters = Annotated[
    bool, typer.Option("--leave-dead-letters", help="Go on although these are not in it.")
]


@commands.command()
def backup(
    folder: Annotated[Path | None, typer.Argument(help="A new one; backups/… if left out.")] = None,
    *,
    leave_dead_letters: LeaveDeadLetters = False,
    json: Json = False,
) -> None:
    """Write all databases into a folder, as they were at one position of all events.

    Nobody can trade while the stack comes to rest, about half a minute; then it goes on, and what
    it was is written.
    """
    from outcry.backup.taking import back_up

    places = Places.from_environment()
    chosen = folder or places.home / "backups" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    with display.ProgressDisplay(Phase.FAILED) as progress:
        taken = asyncio.run(
            back_up(
                places,
                environment(),
                chosen.resolve(),
                progress,
                display.complaints.print,
                leave_dead_letters=leave_dead_letters,
            )
        )
    facts = {
        "folder": str(taken.folder),
        "bytes": sum(one.bytes for one in taken.manifest.databases.values()),
        "closed_seconds": round(taken.closed_seconds, 1),
        "taken_at": taken.manifest.taken_at.isoformat(),
    }
    _print(facts, json=json)


@commands.command()
def restore(folder: Path, *, json: Json = False) -> None:
    """Give a stack that is down the data of a backup. What it had is set aside, not deleted."""
    from outcry.backup.restoring import restore as bring_back

    places = Places.from_environment()
    with display.ProgressDisplay(Phase.FAILED) as progress:
        say = display.complaints.print
        manifest, aside = asyncio.run(
            bring_back(places, environment(), folder.resolve(), progress, say)
        )
    facts = {
        "restored": manifest.taken_at.isoformat(),
        "databases": ", ".join(sorted(manifest.databases)),
        "before": str(aside),
        "next": "make up, then make check-books",
    }
    _print(facts, json=json)


def _print(facts: Mapping[str, object], *, json: bool) -> None:
    if json:
        display.print_json(facts)
    else:
        for what, fact in facts.items():
            typer.echo(f"{what.replace('_', ' '):15}{fact}")
