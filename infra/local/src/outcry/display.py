"""What people see: progress while things start, a table of what runs, and where to go next."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from json import dumps
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.spinner import Spinner
from rich.table import Table

from outcry.entrance import demo_link
from outcry.program import Probe
from outcry.readiness import reason_not_ready
from outcry.replay_progress import replay_progress
from outcry.state import Phase, Plan, State, Status

WHOLE_WIDTH = 10_000
console = Console(width=None if sys.stdout.isatty() else WHOLE_WIDTH)
"""Who reads a pipe or a file has no width: no line of a table is broken or cut there."""
complaints = Console(stderr=True)

STYLES = {
    Phase.READY: "green",
    Phase.DONE: "green",
    Phase.RESTARTING: "yellow",
    Phase.FAILED: "bold red",
}
FEEDER = "market-data"
"""The process that knows how far a replay is."""
SETTLED = {Phase.READY, Phase.DONE, Phase.FAILED, Phase.STOPPED}
AT_WORK = {Phase.STARTING, Phase.STOPPING, Phase.RESTARTING}


class ProgressDisplay:
    """Each program as it comes up: a live table on a terminal, plain lines elsewhere."""

    def __init__(self, *phases: Phase) -> None:
        self._worth_a_line = phases
        self._seen: dict[str, Phase] = {}
        self._live = Live(console=complaints, transient=True) if complaints.is_terminal else None

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live:
            self._live.stop()

    def __call__(self, state: State) -> None:
        """Show the state."""
        if self._live:
            self._live.update(_progress_table(state))
            return
        for one in state.programs:
            if self._seen.get(one.name) != one.phase and one.phase in self._worth_a_line:
                sys.stderr.write(f"{one.phase:8} {one.name}\n")
            self._seen[one.name] = one.phase


def _progress_table(state: State) -> Table:
    table = Table.grid(padding=(0, 2))
    for one in state.programs:
        mark = Spinner("dots") if one.phase in AT_WORK else ("✔" if one.phase in SETTLED else " ")
        style = STYLES.get(one.phase, "dim")
        table.add_row(mark, one.name, f"[{style}]{one.phase}[/]", one.reason)
    return table


def rows_of(state: State, plan: Plan) -> list[dict[str, Any]]:
    """Each process with its answer to the question whether it is ready, asked now."""
    probes = {one.name: one.probe for one in plan.programs}
    return [
        _row(one, probe) for one in state.programs if (probe := probes.get(one.name)) is not None
    ]


def _row(one: Status, probe: Probe) -> dict[str, Any]:
    reason = reason_not_ready(probe) if one.phase is Phase.READY else one.reason
    replayed = replay_progress(probe.port) if one.name == FEEDER and not reason else None
    return {
        "name": one.name,
        "pid": one.pid,
        "port": probe.port,
        "phase": str(one.phase),
        "ready": one.phase is Phase.READY and not reason,
        "reason": reason,
        "replayed": replayed,
        "uptime_seconds": one.uptime_seconds(),
        "restarts": one.restarts,
    }


def print_status(rows: list[dict[str, Any]]) -> None:
    """The table of processes."""
    table = Table(box=None, header_style="bold")
    for heading in ("process", "pid", "port", "state", "up", "restarts", "remarks"):
        table.add_column(heading, justify="right" if heading in {"pid", "port"} else "left")
    for row in rows:
        style = "green" if row["ready"] else "red"
        state = row["phase"] if row["ready"] or row["phase"] != "ready" else "not ready"
        table.add_row(
            row["name"],
            str(row["pid"] or ""),
            str(row["port"]),
            f"[{style}]{state}[/]",
            _duration(row["uptime_seconds"]),
            str(row["restarts"]),
            row["reason"] or _share(row["replayed"]),
        )
    console.print(table)


def print_addresses(values: Mapping[str, str]) -> None:
    """Where to go now, and how to sign in."""
    for what, where in addresses(values).items():
        line = f" [bold]{what:20}[/] {escape(where)}"
        console.print(line, highlight=False, soft_wrap=True)  # a link in two halves is none


def addresses(values: Mapping[str, str]) -> dict[str, str]:
    """Everything that a person may want to open."""
    origin = values["PUBLIC_ORIGIN"]
    management = f"http://127.0.0.1:{values['RABBITMQ_MANAGEMENT_PORT']}/"
    return {
        "Outcry": f"{origin}/",
        "Demo, in one click": demo_link(values),
        "What runs": f"{origin}/status/",
        "API documentation": f"{origin}/docs/",
        "Demo login": f"{values['AUTH_DEMO_EMAIL']}  {values['AUTH_DEMO_PASSWORD']}",
        "RabbitMQ": f"{management}  admin",
    }


def complain(problem: str) -> None:
    """Say what went wrong, as it is."""
    complaints.print(f"[bold red]✘[/] {escape(problem)}", highlight=False, soft_wrap=True)


def print_rows(rows: Sequence[Any], *, json: bool) -> None:
    """Things of one kind, one per line; the fields of a dataclass are the columns."""
    facts = [asdict(row) for row in rows]
    if json:
        print_json(facts)
    elif facts:
        table = Table(*facts[0], box=None, header_style="bold")
        for fact in facts:
            table.add_row(*(escape(plainly(value)) for value in fact.values()))
        console.print(table)
    else:
        complaints.print("none")


def print_result(result: Mapping[str, list[str]], *, json: bool) -> None:
    """What a command has done, as data or in words."""
    if json:
        print_json(result)
    else:
        for what, names in result.items():
            complaints.print(f"{what.replace('_', ' ')}: {', '.join(names) or 'none'}")


def print_json(data: object) -> None:
    """Data for programs."""
    sys.stdout.write(dumps(data, indent=2, default=plainly) + "\n")


def plainly(value: object) -> str:
    """A number without an exponent, and without zeros that say nothing."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _share(replayed: float | None) -> str:
    return "" if replayed is None else f"{replayed:.0%} of the recording"


def _duration(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
