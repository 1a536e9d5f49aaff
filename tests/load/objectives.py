"""The service level objectives, ``load-testing/slo.json``, and whether a run has met them."""

import json
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
HOME = ROOT / "load-testing"
AT_LEAST = frozenset({"orders_on_time"})
"""Everything else is to be small."""


@dataclass(frozen=True, slots=True)
class Objective:
    """What is promised: ``statistic`` of ``metric`` is below ``limit``, or at least that."""

    says: str
    metric: str
    statistic: str
    limit: float
    unit: str

    def is_met(self, value: float) -> bool:
        """Whether ``value`` keeps the promise. Nothing measured keeps none."""
        if self.metric in AT_LEAST:
            return value >= self.limit
        return (operator.le if self.statistic == "count" else operator.lt)(value, self.limit)

    @property
    def bound(self) -> str:
        """The promise in short: ``p(99) < 500 ms``."""
        sign = "≥" if self.metric in AT_LEAST else "=" if self.limit == 0 else "<"
        name = "" if self.statistic in {"rate", "value", "count"} else f"{self.statistic} "
        return f"{name}{sign} {self.shown(self.limit)}"

    def shown(self, value: float) -> str:
        """A measured value, as it is read."""
        if self.unit or self.statistic == "count":
            return (
                f"{value:,.0f} {self.unit}".strip()
                if value >= 10 or value == int(value)
                else (f"{value:.1f} {self.unit}".strip())
            )
        return f"{value:.2%}" if value != round(value, 2) else f"{value:.0%}"


@cache
def agreed() -> Mapping[str, Any]:
    """The file as it is."""
    found: dict[str, Any] = json.loads((HOME / "slo.json").read_text())
    return found


def objectives_of(scenario: str) -> list[Objective]:
    """What is promised of a scenario."""
    named = agreed()["objectives"]
    return [Objective(**named[name]) for name in agreed()["scenarios"][scenario]]


def table() -> str:
    """All objectives as they stand in the documentation: a table in Markdown."""
    shown = [name for name in agreed()["scenarios"] if name not in {"jmeter", "chaos"}]
    lines = ["| objective | bound | held in |", "|---|---|---|"]
    for name, fields in agreed()["objectives"].items():
        where = [one for one, names in agreed()["scenarios"].items() if name in names]
        said = "every scenario" if {*shown} <= {*where} else ", ".join(where)
        one = Objective(**fields)
        lines.append(f"| {one.says} | {one.bound} | {said} |")
    return "\n".join(lines)
