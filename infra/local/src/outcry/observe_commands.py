"""``outcry observe``: Prometheus beside the stack; ``outcry dashboards``: what is made for it."""

from collections.abc import Mapping
from typing import Annotated
from uuid import uuid4

import typer

from outcry import display
from outcry.debian import OBSERVERS, install_missing
from outcry.environment import ports_of, read_environment
from outcry.errors import Problem
from outcry.launcher import carry_out, not_ours
from outcry.observing import NAMES, prepare_observers
from outcry.places import Places
from outcry.ports import check_free
from outcry.program import Program
from outcry.state import Phase, Plan, is_supervised, read_plan, read_state
from outcry.upkeep import Json

commands = typer.Typer()


@commands.command()
def observe(
    *,
    stop: Annotated[bool, typer.Option("--stop", help="Stop it again.")] = False,
    json: Json = False,
) -> None:
    """Run Prometheus and its exporters beside the stack; `down` stops them with it."""
    places = Places.from_environment()
    if not is_supervised(places):
        raise Problem("nothing is running: start it with `make up`")
    values = read_environment(places.env_file)
    if stop:
        places.observed.unlink(missing_ok=True)
        _carry_out(places, [])
        display.complaints.print("stopped")
        return
    install_missing(OBSERVERS)
    ports = {name: port for name, port in ports_of(values).items() if name.startswith("OBSERVE_")}
    check_free(not_ours(ports, read_state(places)))
    observers = prepare_observers(places.run / "prometheus", values)
    _carry_out(places, observers)
    places.observed.touch()  # from now on `up` includes it
    _tell(values, json=json)


@commands.command()
def dashboards(
    *, write: Annotated[bool, typer.Option("--write", help="Write them anew.")] = False
) -> None:
    """Compare Grafana's dashboards, and what Prometheus asks of containers, with the code."""
    from outcry import dashboards as made

    names = made.write() if write else made.stale()
    display.print_result({"written" if write else "stale": names}, json=False)
    if names and not write:
        raise typer.Exit(1)


def _carry_out(places: Places, observers: list[Program]) -> None:
    """Have these run beside what runs already, which is left as it is."""
    others = [one for one in read_plan(places).programs if one.name not in NAMES]
    plan = Plan(identity=uuid4().hex, programs=[*others, *observers])
    with display.ProgressDisplay(Phase.READY, Phase.FAILED) as progress:
        carry_out(places, plan, progress)


def _tell(values: Mapping[str, str], *, json: bool) -> None:
    address = f"http://127.0.0.1:{values['OBSERVE_PROMETHEUS_PORT']}/"
    if json:
        display.print_json({"Prometheus": address})
    else:
        display.console.print(f"[bold]Prometheus[/]  {address}")
