"""``outcry ledger``: add up the books of everybody, and compare them with all that follows."""

import asyncio

import typer

from outcry import display
from outcry.errors import Problem
from outcry.upkeep import Json, environment

commands = typer.Typer(name="ledger", help="The books of everybody: whether they are right.")


@commands.callback(invoke_without_command=True)
def ledger(context: typer.Context, *, json: Json = False) -> None:
    """Add up the ledger. Exit code 1 unless every asset sums to zero and all cash is booked."""
    from outcry.ledger import trial_balance

    if context.invoked_subcommand is not None:
        return
    balance = asyncio.run(trial_balance(environment()))
    if json:
        display.print_json(balance.as_data())
    else:
        display.print_rows(balance.assets, json=False)
    if not balance.is_sound:
        wrong = (*balance.unbalanced_bookings, *balance.accounts_with_other_cash)
        raise Problem(f"the ledger does not add up: {', '.join(wrong) or 'a sum is not zero'}")


@commands.command()
def verify(*, json: Json = False) -> None:
    """Work all that is kept out again, from entries and fills. Exit code 1 if any differ."""
    from outcry.ledger import verify as compare

    found = asyncio.run(compare(environment()))
    if json:
        data = [one.as_data() for one in found.first]
        display.print_json({**found.extent, "different": found.different, "first": data})
    else:
        typer.echo(", ".join(f"{count} {name}" for name, count in found.extent.items()))
        if found.first:
            display.print_rows(found.first, json=False)
    if found.different:
        raise Problem(f"{found.different} figures do not follow from the ledger")
