"""The demo's story on a terminal, or as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from outcry.demo.session import Heard, Json
from outcry.demo.story import Placed, Story
from outcry.demo.verdict import Check

SHOWN = ("side", "quantity", "price", "counterparty", "open_quantity", "rule", "cash", "cost")


def show(
    console: Console, story: Story, portfolio: Json, ledger: Sequence[Json], checks: Sequence[Check]
) -> None:
    """Print the timeline of every order, what the trader owns, the ledger and the verdict."""
    for placed in story.placed:
        console.print(_timeline(story, placed))
    console.print(_positions(portfolio))
    console.print(_ledger(ledger))
    for check in checks:
        mark = "[green]ok[/green]" if check.ok else "[red]WRONG[/red]"
        console.print(f"  {mark}  {check.name}: {check.found}")


def as_json(story: Story, portfolio: Json, checks: Sequence[Check]) -> Json:
    """The same, for programs."""
    return {
        "orders": [
            {"title": one.title, "order_id": one.order_id, "events": list(_rows(story, one))}
            for one in story.placed
        ],
        "portfolio": portfolio,
        "checks": [{"name": one.name, "ok": one.ok, "found": one.found} for one in checks],
    }


def _timeline(story: Story, placed: Placed) -> Table:
    table = Table(title=placed.title, title_justify="left", expand=False)
    for name, style in (("ms", "cyan"), ("event", "bold"), ("caused by", "dim"), ("facts", "")):
        table.add_column(name, style=style, justify="right" if name == "ms" else "left")
    for row in _rows(story, placed):
        table.add_row(f"{row['milliseconds']:.1f}", row["event"], row["cause"], row["facts"])
    return table


def _rows(story: Story, placed: Placed) -> Iterator[dict[str, Any]]:
    names = {one.id: one.type for one in story.session.heard}
    for heard in story.events_of(placed):
        yield {
            "milliseconds": round((heard.at - placed.at) * 1000, 1),
            "event": heard.type,
            "cause": names.get(heard.causationid, ""),
            "facts": _facts(heard),
        }


def _facts(heard: Heard) -> str:
    return "  ".join(f"{name} {heard.data[name]}" for name in SHOWN if heard.data.get(name))


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
