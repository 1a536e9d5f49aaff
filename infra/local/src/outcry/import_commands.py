"""``outcry import``: bars of the past, splits and dividends, from files."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from outcry import display
from outcry.import_display import ImportDisplay
from outcry.places import Places
from outcry.upkeep import Json, environment

if TYPE_CHECKING:
    from outcry.history_import import Imported, Wanted


class FilesUnlessSaid(TyperGroup):
    """What is no command is the path of what to import."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  # theirs is private
        """``FILE`` is short for ``files FILE``."""
        if args and args[0] not in {*self.commands, "--help"}:
            args = ["files", *args]
        return super().parse_args(ctx, args)


commands = typer.Typer(
    name="import",
    help="Bring in daily or minute bars: import FILE or FOLDER. Or the sample, or actions.",
    cls=FilesUnlessSaid,
    no_args_is_help=True,
)
Again = Annotated[bool, typer.Option("--again", help="Also what was imported before.")]


@commands.command()
def files(
    path: Annotated[Path, typer.Argument(help="A CSV file, gzipped or not, or a folder of them.")],
    *,
    symbol: Annotated[
        str, typer.Option(help="Whose bars a file without such a column holds; of others, take it.")
    ] = "",
    interval: Annotated[
        Literal["1Day", "1Min"] | None, typer.Option(help="By default, by the first line.")
    ] = None,
    again: Again = False,
    json: Json = False,
) -> None:
    """Import bars, and make the longer ones from them. What was killed goes on where it was."""
    from market_data.imports.bars import symbol_of
    from outcry.history_import import Wanted
    from vocabulary import BarInterval

    try:
        only = symbol_of(symbol) if symbol else None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    wanted = Wanted(only, BarInterval(interval) if interval else None, again=again)
    _print(_import(path, wanted), json=json)


@commands.command()
def sample(*, again: Again = False, json: Json = False) -> None:
    """Import thirteen years of AAPL, FB, GOOG, IBM and MSFT, by the day, as traded."""
    from outcry.history_import import Wanted
    from outcry.sample import sample_file

    places = Places.from_environment()
    _print(_import(sample_file(places), Wanted(again=again)), json=json)


@commands.command()
def actions(
    file: Annotated[Path, typer.Argument(help="A CSV file of splits and cash dividends.")],
    *,
    json: Json = False,
) -> None:
    """Import splits and dividends: symbol, ex_date, kind, new_shares, old_shares, cash, pay_date.

    What is new or corrected is announced to the other services. What has been effective in market
    time is not corrected any more; exit code 1 if that was wanted.
    """
    from outcry.history_import import import_action_file

    with ImportDisplay() as progress:
        outcome = asyncio.run(import_action_file(file, environment(), progress))
    late = [f"{one.symbol} {one.ex_date} {one.kind}" for one in outcome.too_late]
    counts = {"new": outcome.new, "corrected": outcome.corrected, "known": outcome.known}
    if json:
        display.print_json(counts | {"too_late": late})
    else:
        typer.echo(", ".join(f"{count} {what}" for what, count in counts.items()))
    for one in late:
        display.complain(f"{one}: is effective already, and stays as it was")
    if late:
        raise typer.Exit(1)


def _import(path: Path, wanted: "Wanted") -> "list[Imported]":
    from outcry.history_import import import_files

    with ImportDisplay() as progress:
        return asyncio.run(import_files(path, environment(), wanted, progress))


def _print(imported: "Sequence[Imported]", *, json: bool) -> None:
    display.print_rows(imported, json=json)
