"""``outcry keys``: the keys that sign access tokens."""

import asyncio
from typing import Annotated

import typer

from outcry import display
from outcry.upkeep import Json, environment

commands = typer.Typer(
    name="keys",
    help="Keys that sign access tokens: list, rotate, withdraw.",
    no_args_is_help=True,
)


@commands.command("list")
def list_all(*, json: Json = False) -> None:
    """Show every key, how far it has come, and until when its tokens are accepted."""
    from outcry.keys import list_keys

    display.print_rows(asyncio.run(list_keys(environment())), json=json)


@commands.command()
def rotate(*, json: Json = False) -> None:
    """Add a key. It signs after ten minutes, when everybody knows it; nobody is signed out."""
    from outcry.keys import rotate as rotate_keys

    display.print_rows(asyncio.run(rotate_keys(environment())), json=json)


@commands.command()
def withdraw(
    kid: Annotated[str, typer.Argument(help="The id of the key.")], *, json: Json = False
) -> None:
    """Take a key away that others have: what it signed is worth nothing within six minutes."""
    from outcry.keys import withdraw as withdraw_key

    display.print_rows(asyncio.run(withdraw_key(environment(), kid)), json=json)
