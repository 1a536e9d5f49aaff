"""``outcry check``: whether all services have the same money, shares and holds."""

import asyncio
from collections.abc import Iterator, Mapping
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Column, Table

from outcry import display
from outcry.upkeep import Json, environment

if TYPE_CHECKING:
    from outcry.agreement.rounds import Findings

PATIENCE_SECONDS = 30.0
SETTLED_SECONDS = 5.0
PAUSE_SECONDS = 1.0
SHOWN_MAX = 50


def check_command(
    *,
    patience: Annotated[
        float, typer.Option(help="Seconds to wait for what is on its way.")
    ] = PATIENCE_SECONDS,
    settled: Annotated[
        float, typer.Option(help="Seconds without a change after which an account is at rest.")
    ] = SETTLED_SECONDS,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on for ever, log what is found, serve metrics.")
    ] = False,
    json: Json = False,
) -> None:
    """Compare what all services know of every account. Exit code 1 if they do not say the same.

    What differs because it is on its way is waited for. Of accounts that trade all the time only
    the number of fills is compared.
    """
    if watch:
        from outcry.agreement import auditor

        asyncio.run(auditor.watch(environment(), settled))
    findings = asyncio.run(looked(environment(), patience, settled))
    if json:
        display.print_json(as_data(findings))
    else:
        _print(findings)
    if not findings.is_sound:
        raise typer.Exit(1)


async def looked(values: Mapping[str, str], patience: float, settled: float) -> "Findings":
    """Look until nothing is on its way, at most for so many seconds.

    An account is at rest that has not changed for ``settled`` seconds.

    Raises:
        Problem: a database cannot be reached.
    """
    from outcry.agreement.glance import glance
    from outcry.agreement.rounds import Rounds

    rounds, until = Rounds(settled), monotonic() + patience
    while True:
        findings = rounds.add(await glance(values), monotonic())
        if findings.is_final or monotonic() > until:
            return findings
        await asyncio.sleep(PAUSE_SECONDS)


def as_data(findings: "Findings") -> dict[str, object]:
    """For programs."""
    return {
        "sound": findings.is_sound,
        "accounts": findings.accounts,
        "differences": [
            {
                "account_id": one.difference.account_id,
                "figure": str(one.difference.figure),
                "verdict": one.verdict,
                "said": one.difference.said,
            }
            for one in findings.found
        ],
        "passing": len(findings.passing),
        "unbalanced": findings.unbalanced,
        "waiting": findings.waiting,
    }


def _print(findings: "Findings") -> None:
    if findings.found:
        account = Column("account", overflow="fold")  # whole, to be copied
        table = Table(account, "figure", "verdict", "said", box=None, header_style="bold")
        for one in findings.found[:SHOWN_MAX]:
            found = one.difference
            said = ", ".join(f"{name} {display.plainly(it)}" for name, it in found.said.items())
            table.add_row(str(found.account_id), str(found.figure), one.verdict, said)
        display.console.print(table)
    for line in _remarks(findings):
        typer.echo(line)


def _remarks(findings: "Findings") -> Iterator[str]:
    for what, amount in findings.unbalanced.items():
        yield f"the ledger does not balance: {what} is off by {display.plainly(amount)}"
    if (more := len(findings.found) - SHOWN_MAX) > 0:
        yield f"and {more} more"
    if findings.passing:
        moving = len({one.account_id for one in findings.passing})
        yield f"{moving} accounts are moving: what differs there may be on its way"
    if findings.found and findings.waiting:
        yield f"waiting: {', '.join(f'{name} ({n})' for name, n in findings.waiting.items())}"
    wrong = len({one.difference.account_id for one in findings.found})
    yield f"{findings.accounts} accounts, {wrong} of them different from service to service"
