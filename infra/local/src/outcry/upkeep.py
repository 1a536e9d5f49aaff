"""Commands that look after a stack: its databases and its broker."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import typer

from outcry import display
from outcry.entrance import demo_link
from outcry.environment import read_environment
from outcry.errors import Problem
from outcry.places import Places

upkeep = typer.Typer()
Json = Annotated[bool, typer.Option("--json", help="Print data for programs.")]
Part = Literal["databases", "broker"]


def environment() -> Mapping[str, str]:
    """The configuration of the stack."""
    return read_environment(Places.from_environment().env_file)


@upkeep.command()
def configure(
    *,
    only: Annotated[Part | None, typer.Option(help="Just one of the two.")] = None,
    json: Json = False,
) -> None:
    """Make the services' roles, databases, exchanges and queues. Doing it again does no harm."""
    from outcry.broker import configure_broker
    from outcry.databases import configure_databases

    values = environment()
    made = asyncio.run(configure_databases(values)) if only != "broker" else []
    if only != "databases":
        asyncio.run(configure_broker(values))
    display.print_result({"new_databases": made}, json=json)


@upkeep.command()
def migrate(*, json: Json = False) -> None:
    """Bring every service's database up to date."""
    from outcry.migrations import migrate as migrate_all

    display.print_result({"up_to_date": asyncio.run(migrate_all(environment()))}, json=json)


@upkeep.command(hidden=True)
def provision(folder: Path) -> None:
    """Lay out what each container needs: `setup` of docker-compose.yml does this, nobody else."""
    from outcry.provision import provision as lay_out

    for name in lay_out(folder, os.environ):
        display.complaints.print(
            f"{name} is not the one in .env: what was settled at the first start stays."
            " To start over with empty data: docker compose down --volumes",
            soft_wrap=True,
        )


@upkeep.command()
def login(*, json: Json = False) -> None:
    """Show where to go, and how to sign in as the demo trader."""
    values = environment()
    facts = {
        "address": values["PUBLIC_ORIGIN"],
        "email": values["AUTH_DEMO_EMAIL"],
        "password": values["AUTH_DEMO_PASSWORD"],
        "demo": demo_link(values),
    }
    if grafana := values.get("OBSERVE_GRAFANA_PASSWORD"):  # of the profile `observability`
        facts["grafana"] = f"admin {grafana}"
    if json:
        display.print_json(facts)
    else:
        typer.echo("\n".join(f"{what:10}{fact}" for what, fact in facts.items()))


@upkeep.command()
def topology(
    *,
    write: Annotated[bool, typer.Option("--write", help="Write the file.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Fail if the file is stale.")] = False,
) -> None:
    """Print, write or check messaging/rabbitmq/definitions.json: what the consumers need."""
    from outcry import topology as definitions
    from outcry.declarations import declarations

    declared = declarations()
    if check and not definitions.is_current(declared):
        raise Problem("messaging/rabbitmq/definitions.json is stale: run `make schemas`")
    if write:
        definitions.write(declared)
    if not check and not write:
        typer.echo(definitions.as_text(declared), nl=False)
