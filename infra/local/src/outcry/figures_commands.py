"""``outcry analytics``: work the figures of all accounts out again."""

import asyncio
from collections.abc import Mapping

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from outcry import display
from outcry.upkeep import Json, environment

commands = typer.Typer(
    name="analytics", help="What accounts earned: work it out again.", no_args_is_help=True
)


@commands.callback()
def about() -> None:
    """What accounts earned: work it out again."""


@commands.command()
def rebuild(*, json: Json = False) -> None:
    """Work the figures of every account out again, from what was heard of it.

    They are the same as before, to the last character, unless somebody changed them by hand. Where
    some were not, restart the service: it remembers what it had.
    """
    accounts, different = asyncio.run(_rebuild(environment()))
    if json:
        display.print_json({"accounts": accounts, "different": different})
    else:
        typer.echo(f"{accounts} accounts, {different} of them different from before")


async def _rebuild(values: Mapping[str, str]) -> tuple[int, int]:
    from outcry.figures import rebuild as rebuild_all

    done = different = 0
    with Progress(
        TextColumn("accounts"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=display.complaints,
        disable=not display.complaints.is_terminal,
    ) as progress:
        task = progress.add_task("accounts", total=None)
        async for done, accounts, is_different in rebuild_all(values):
            different += is_different
            progress.update(task, completed=done, total=accounts)
    return done, different
