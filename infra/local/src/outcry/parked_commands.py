"""``outcry parked``: events that no handler could take."""

import asyncio
from typing import Annotated
from uuid import UUID

import typer

from outcry import display
from outcry.upkeep import Json, environment

commands = typer.Typer(
    name="parked",
    help="Events that no handler could take: list, show, redrive, discard.",
    no_args_is_help=True,
)
EventIds = Annotated[list[UUID], typer.Argument(help="The ids of the events.")]
Note = Annotated[str, typer.Option("--note", help="Why; it is written down beside the event.")]


@commands.command("list")
def list_all(*, json: Json = False) -> None:
    """Show what is parked in every service, in the order in which it will be handled."""
    from outcry.parked import list_parked

    display.print_rows(asyncio.run(list_parked(environment())), json=json)


@commands.command()
def show(event_id: UUID) -> None:
    """Show one event: its envelope, what went wrong, and what was done to it."""
    from outcry.parked import show_parked

    display.print_json(asyncio.run(show_parked(environment(), event_id)))


@commands.command()
def redrive(
    event_ids: EventIds = [],  # noqa: B006  # typer copies it
    *,
    everything: Annotated[bool, typer.Option("--all", help="All that is parked.")] = False,
    note: Note = "",
    json: Json = False,
) -> None:
    """Have events tried again, each with all that waits behind it; the service does it at once."""
    from outcry.parked import redrive as redrive_events

    if bool(event_ids) == everything:
        raise typer.BadParameter("name the events, or say --all")
    display.print_rows(asyncio.run(redrive_events(environment(), event_ids, note)), json=json)


@commands.command()
def discard(event_ids: EventIds, *, note: Note = "", json: Json = False) -> None:
    """Give events up for good. Later ones of the same key wait until they are redriven."""
    from outcry.parked import discard as discard_events

    display.print_rows(asyncio.run(discard_events(environment(), event_ids, note)), json=json)
