"""``outcry dead-letters``: messages that the broker's queues gave up on."""

import asyncio
from typing import Annotated

import typer

from outcry import display
from outcry.errors import Problem
from outcry.upkeep import Json, environment

commands = typer.Typer(
    name="dead-letters",
    help="Messages that could not be read, or were delivered too often: list, requeue.",
    no_args_is_help=True,
)
Queue = Annotated[str, typer.Option("--queue", help="Only what died in this queue.")]


@commands.command("list")
def list_all(*, json: Json = False) -> None:
    """Show what the broker's queues gave up on, the oldest first, and why."""
    from outcry.dead_letters import list_dead_letters

    display.print_rows(asyncio.run(list_dead_letters(environment())), json=json)


@commands.command()
def requeue(*, queue: Queue = "", json: Json = False) -> None:
    """Put messages back to the queue where they died, as they were; mend the reason first."""
    from outcry.dead_letters import requeue as requeue_letters

    result = asyncio.run(requeue_letters(environment(), queue))
    display.print_rows(result.done, json=json)
    if result.left:
        gone = ", ".join(sorted({one.queue or "a queue without a name" for one in result.left}))
        raise Problem(f"{len(result.left)} stay among the dead letters: there is no {gone}")
