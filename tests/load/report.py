"""A report of one run in Markdown, with charts beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from load.charts import chart
from load.machine import described, today
from load.objectives import Objective
from load.watch import Series, Watch

MEBIBYTE = 2**20
NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One objective and what was measured; nothing, if it cannot be on this stack."""

    objective: Objective
    value: float | None

    @property
    def is_met(self) -> bool:
        """Whether it holds. What was not measured does not."""
        return self.value is not None and self.objective.is_met(self.value)

    def row(self) -> list[str]:
        """A line of the table."""
        said = [self.objective.says, self.objective.bound]
        if self.value is None:
            return [*said, NOT_MEASURED, ""]
        return [*said, self.objective.shown(self.value), "yes" if self.is_met else "**no**"]


@dataclass
class Report:
    """What is written about one run."""

    name: str
    title: str
    says: str
    command: str
    verdicts: Sequence[Verdict]
    facts: list[str] = field(default_factory=list[str])
    """Sentences, each on a line."""
    tables: list[tuple[str, list[str], list[list[str]]]] = field(
        default_factory=list[tuple[str, list[str], list[list[str]]]]
    )
    """Heading, columns, rows."""
    charts: dict[str, str] = field(default_factory=dict[str, str])
    """SVG by the end of its file name."""
    machine: str = field(default_factory=described)
    made: str = field(default_factory=today)

    def draw(self, what: str, title: str, unit: str, lines: Mapping[str, Series]) -> None:
        """Add a chart, if there is anything to see."""
        if any(len(one.values) > 1 for one in lines.values()):
            self.charts[what] = chart(title, unit, lines)

    def add_processes(self, seen: Watch) -> None:
        """What each process used: charts, and a table of means."""
        if not seen.cpu:
            return
        cores, memory = seen.cores(), seen.memory
        self.draw("cpu", "CPU by process", "cores", cores)
        in_mebibytes = {
            name: Series(one.seconds, [value / MEBIBYTE for value in one.values])
            for name, one in memory.items()
        }
        self.draw("memory", "Memory by process", "MiB", in_mebibytes)
        rows = [
            [
                name,
                f"{_mean(one.values):.2f}",
                _mebibytes(memory, name, 0),
                _mebibytes(memory, name, -1),
            ]
            for name, one in sorted(cores.items(), key=lambda pair: -_mean(pair[1].values))
        ]
        columns = ["process", "cores, mean", "MiB at the start", "MiB at the end"]
        self.tables.append(("What each process used", columns, rows))

    def text(self) -> str:
        """The Markdown."""
        rows = [one.row() for one in self.verdicts]
        parts = [
            f"# {self.title}",
            self.says,
            f"`{self.command}`, {self.made}, on {self.machine}.",
            "\n".join(table(["objective", "bound", "measured", "met"], rows)),
            "\n".join(f"- {fact}" for fact in self.facts),
        ]
        for heading, columns, lines in self.tables:
            parts += [f"## {heading}", "\n".join(table(columns, lines))]
        parts += [f"![{what}]({self.name}-{what}.svg)" for what in self.charts]
        return "\n\n".join(part for part in parts if part) + "\n"

    def write(self, folder: Path) -> Path:
        """Write it and its charts; where it is."""
        folder.mkdir(parents=True, exist_ok=True)
        for what, drawn in self.charts.items():
            (folder / f"{self.name}-{what}.svg").write_text(drawn)
        path = folder / f"{self.name}.md"
        path.write_text(self.text())
        return path


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """The lines of a table in Markdown."""
    head = list(columns)
    lines = [head, ["---"] * len(head), *[list(row) for row in rows]]
    return [f"| {' | '.join(line)} |" for line in lines]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _mebibytes(memory: Mapping[str, Series], name: str, which: int) -> str:
    values = memory[name].values if name in memory else []
    return f"{values[which] / MEBIBYTE:.0f}" if values else ""
