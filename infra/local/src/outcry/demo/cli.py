"""The ``outcry demo`` command."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from outcry import display
from outcry.certificate import CERTIFICATE
from outcry.demo import report
from outcry.demo.day import Outcome, play
from outcry.demo.history import give_history
from outcry.entrance import origin_here, speaks_tls
from outcry.environment import read_environment
from outcry.errors import Problem
from outcry.launcher import bring_up
from outcry.places import Places
from outcry.trust import trusting

commands = typer.Typer()
SYMBOLS = "IBM,BAC"


@commands.command()
def demo(
    *,
    origin: Annotated[
        str, typer.Option(help="A stack that runs already, for example http://localhost:8080.")
    ] = "",
    certificate: Annotated[
        Path | None, typer.Option(help="What it shows there, if it speaks TLS and made its own.")
    ] = None,
    replay: Annotated[Path | None, typer.Option(help="A folder of recorded ticks.")] = None,
    symbols: Annotated[str, typer.Option(help="What to trade.")] = SYMBOLS,
    speed: Annotated[str, typer.Option(help="How fast recorded prices pass.")] = "1",
    json: Annotated[bool, typer.Option("--json", help="Print data for programs.")] = False,
) -> None:
    """Trade through the gateway like a browser; fail if an event, a share or a cent is missing.

    With a recording, the market replays it for the time of the demo, and every fill must lie
    within the quote that was recorded. With an origin, nothing is started or changed: it may be
    in containers, or on another machine.
    """
    names = symbols.split(",")
    if origin and replay:
        raise typer.BadParameter("the stack at --origin has its own prices: leave out --replay")
    if origin:
        trust = trusting(certificate) if certificate else None
        outcome = asyncio.run(play(origin.rstrip("/"), names, None, trust))
    else:
        outcome = _play_here(names, replay, _recorded(replay, symbols, speed) if replay else {})
    _show(outcome, json=json)
    if not outcome.ok:
        raise Problem("the demo did not add up")


@commands.command()
def history(*, json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Have the demo trader trade a little, if he never did: `make up` does this."""
    places = Places.from_environment()
    values = read_environment(places.env_file)
    placed = 0
    if email := values["AUTH_DEMO_EMAIL"]:
        trust = trusting(places.gateway / CERTIFICATE) if speaks_tls(values) else None
        login = email, values["AUTH_DEMO_PASSWORD"]
        placed = asyncio.run(give_history(origin_here(values), *login, trust))
    if json:
        display.print_json({"placed": placed})
    elif placed:
        display.complaints.print(f"the demo trader has placed {placed} orders")


def _play_here(names: list[str], replay: Path | None, feed: dict[str, str]) -> Outcome:
    """On this machine's own stack, which is brought up; its prices come from ``feed`` meanwhile."""
    places = Places.from_environment()
    with display.ProgressDisplay() as progress:
        values = bring_up(places, feed, progress)
    try:
        trust = trusting(places.gateway / CERTIFICATE) if speaks_tls(values) else None
        return asyncio.run(play(origin_here(values), names, replay, trust))
    finally:
        if replay:
            with display.ProgressDisplay() as progress:
                bring_up(places, {}, progress)


def _recorded(folder: Path, symbols: str, speed: str) -> dict[str, str]:
    if not folder.is_dir():
        raise Problem(f"{folder} is not a folder of recorded ticks")
    return {
        "MARKET_DATA_FEED": "csv",
        "MARKET_DATA_REPLAY_PATH": str(folder.resolve()),
        "MARKET_DATA_SYMBOLS": symbols,
        "MARKET_DATA_SPEED": speed,
    }


def _show(outcome: Outcome, *, json: bool) -> None:
    if json:
        display.print_json(outcome.as_json())
    else:
        report.show(display.console, outcome)
