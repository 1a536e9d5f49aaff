"""The ``outcry`` command: run a stack on this machine, look at it, look after it."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from outcry import ccxt, display
from outcry.audit_commands import commands as audit_commands
from outcry.backup_commands import commands as backup_commands
from outcry.check_commands import check_command
from outcry.dead_letter_commands import commands as dead_letter_commands
from outcry.debian import BROWSERS, OBSERVERS, PROGRAMS, install_missing
from outcry.demo.cli import commands as demo_commands
from outcry.errors import Problem
from outcry.figures_commands import commands as figures_commands
from outcry.follow import logs_of, read_logs
from outcry.import_commands import commands as import_commands
from outcry.keys_commands import commands as keys_commands
from outcry.launcher import bring_down, bring_up
from outcry.ledger_commands import commands as ledger_commands
from outcry.observe_commands import commands as observe_commands
from outcry.parked_commands import commands as parked_commands
from outcry.places import Places
from outcry.replay_commands import replay_fills_command
from outcry.state import Phase, is_supervised, read_plan, read_state
from outcry.trace_commands import trace_command
from outcry.upkeep import Json, upkeep

app = typer.Typer(
    help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
app.add_typer(upkeep)
app.add_typer(keys_commands)
app.add_typer(backup_commands)
app.add_typer(parked_commands)
app.add_typer(dead_letter_commands)
app.add_typer(audit_commands)
app.add_typer(figures_commands)
app.add_typer(ledger_commands)
app.add_typer(import_commands)
app.add_typer(demo_commands)
app.add_typer(observe_commands)
app.command("replay-fills")(replay_fills_command)
app.command("check")(check_command)
app.command("trace")(trace_command)


def main() -> None:
    """Run the command; a problem is one message and exit code 1."""
    try:
        app()
    except Problem as problem:
        display.complain(str(problem))
        sys.exit(1)


@app.command()
def up(
    *,
    feed: Annotated[str, typer.Option(help="simulator, csv, alpaca, massive or ccxt.")] = "",
    replay: Annotated[Path | None, typer.Option(help="What the csv feed replays.")] = None,
    symbols: Annotated[str, typer.Option(help="Only these, for example IBM,BAC.")] = "",
    speed: Annotated[str, typer.Option(help="How fast recorded prices pass: 1, 10, max.")] = "",
    json: Json = False,
) -> None:
    """Start what is not running yet, and wait until all of it is ready."""
    options = {
        "MARKET_DATA_FEED": feed or ("csv" if replay else ""),
        "MARKET_DATA_REPLAY_PATH": str(replay.resolve()) if replay else "",
        "MARKET_DATA_SYMBOLS": symbols,
        "MARKET_DATA_SPEED": speed,
    }
    if feed == "ccxt":
        ccxt.install()
    with display.ProgressDisplay(Phase.READY, Phase.DONE, Phase.FAILED) as progress:
        given = {name: value for name, value in options.items() if value}
        values = bring_up(Places.from_environment(), given, progress)
    if json:
        display.print_json(display.addresses(values))
    else:
        display.print_addresses(values)


@app.command()
def down() -> None:
    """Stop all of it: services first, then the servers. Data is kept."""
    with display.ProgressDisplay(Phase.STOPPED) as progress:
        anything = bring_down(Places.from_environment(), progress)
    display.complaints.print("stopped" if anything else "nothing was running")


@app.command()
def status(*, json: Json = False) -> None:
    """Show every process, and whether it is ready. Exit code 1 unless all are."""
    places = Places.from_environment()
    state = read_state(places)
    if not is_supervised(places) or state is None:
        raise Problem("nothing is running: start it with `make up`")
    rows = display.rows_of(state, read_plan(places))
    if json:
        display.print_json(rows)
    else:
        display.print_status(rows)
    if not all(row["ready"] for row in rows):
        raise typer.Exit(1)


@app.command()
def logs(
    names: Annotated[list[str] | None, typer.Argument(help="Which; all by default.")] = None,
    *,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as they grow.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", help="How many of each.")] = 20,
) -> None:
    """Show the end of the logs."""
    chosen = logs_of(Places.from_environment(), names or [])
    try:
        for name, line in read_logs(chosen, lines, follow=follow):
            typer.echo(f"{typer.style(f'{name:12}', fg='cyan')} {line}")
    except KeyboardInterrupt:
        raise typer.Exit from None


@app.command()
def packages(
    *, tests: Annotated[bool, typer.Option("--tests", help="And what the tests need.")] = False
) -> None:
    """Install the Debian packages that a stack needs, or say what to install."""
    installed = install_missing(PROGRAMS | OBSERVERS | BROWSERS if tests else PROGRAMS)
    display.complaints.print(f"installed: {', '.join(installed) or 'nothing was missing'}")


@app.command()
def clean() -> None:
    """Stop the stack and delete its data and logs. The configuration is kept."""
    places = Places.from_environment()
    bring_down(places, lambda _: None)
    if places.run.exists():
        shutil.rmtree(places.run)
    (places.home / ".run").unlink(missing_ok=True)  # a link, if it was elsewhere
