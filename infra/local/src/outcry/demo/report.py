"""The demo's story on a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from outcry.demo.day import Outcome
from outcry.demo.session import Json
from outcry.demo.story import Placed, Story


def show(console: Console, outcome: Outcome) -> None:
    """Print the timeline of every order, what the trader owns, the ledger and the verdict."""
    for placed in outcome.story.placed:
        console.print(_timeline(outcome.story, placed))
    console.print(_positions(outcome.portfolio))
    console.print(_ledger(outcome.ledger))
    for check in outcome.checks:
        mark = "[green]ok[/green]" if check.ok else "[red]WRONG[/red]"
        console.print(f"  {mark}  {check.name}: {check.found}")


def _timeline(story: Story, placed: Placed) -> Table:
    table = Table(title=placed.title, title_justify="left")
    for name, style in (("ms", "cyan"), ("event", "bold"), ("caused by", "dim"), ("facts", "")):
        table.add_column(name, style=style, justify="right" if name == "ms" else "left")
    for row in story.timeline(placed):
        table.add_row(str(row["milliseconds"]), row["event"], row["cause"], row["facts"])
    return table


def _positions(portfolio: Json) -> Table:
    table = Table(title=f"Cash {portfolio['cash']}", title_justify="left")
    for name in ("symbol", "quantity", "average price", "cost"):
        table.add_column(name, justify="left" if name == "symbol" else "right")
    for one in portfolio["positions"]:
        table.add_row(one["symbol"], one["quantity"], one["average_price"] or "", one["cost"])
    return table


def _ledger(ledger: Sequence[Json]) -> Table:
    table = Table(title="Ledger", title_justify="left")
    for name in ("booking", "account", "asset", "amount"):
        table.add_column(name, justify="right" if name == "amount" else "left")
    for booking in ledger:
        for n, entry in enumerate(booking["entries"]):
            kind = booking["kind"] if n == 0 else ""
            table.add_row(kind, entry["owner"], entry["asset"], entry["amount"])
    return table
