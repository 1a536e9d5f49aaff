"""Run a scenario with k6, and read what it says of it."""

import asyncio
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from load.objectives import HOME, ROOT

EXECUTABLE = ROOT / ".k6" / "bin" / "k6"
SCENARIOS = HOME / "k6" / "scenarios"
SAME_SCRIPT = {"smoke": "mixed-day", "soak": "steady", "spike": "ramp"}
API = "127.0.0.1:{port}"
THRESHOLDS_CROSSED = 99
FINE = frozenset({0, THRESHOLDS_CROSSED})


class K6Failed(Exception):
    """It did not run to the end; its last lines are the message."""


@dataclass(frozen=True, slots=True)
class Job:
    """What k6 is to do, where, and by whom."""

    scenario: str
    origin: str
    shape: Mapping[str, Any]
    crowd: Path
    folder: Path
    port: int
    """Where it can be asked how it goes."""

    @property
    def address(self) -> str:
        """The same as host and port."""
        return API.format(port=self.port)


def shape_of(scenario: str) -> dict[str, Any]:
    """How large a scenario is, if nothing else is asked for."""
    shapes: dict[str, dict[str, Any]] = json.loads((HOME / "k6/scenarios.json").read_text())
    return shapes[scenario]


def names() -> list[str]:
    """The scenarios that there are."""
    return list(json.loads((HOME / "k6/scenarios.json").read_text()))


async def run(job: Job) -> dict[str, Any]:
    """What the summary says of each metric, by name.

    Raises:
        K6Failed: it could not do it.
    """
    summary, log = job.folder / f"{job.scenario}.json", job.folder / f"{job.scenario}.log"
    script = SCENARIOS / f"{SAME_SCRIPT.get(job.scenario, job.scenario)}.js"
    environment = os.environ | {
        "SCENARIO": job.scenario,
        "ORIGIN": job.origin,
        "CROWD": str(job.crowd),
        "SHAPE": json.dumps(dict(job.shape)),
        "K6_NO_USAGE_REPORT": "true",
        "GOGC": "200",
    }
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *(EXECUTABLE, "run", "--quiet", "--address", job.address, "--insecure-skip-tls-verify"),
            *("--summary-export", summary, script),
            env=environment,
            stdout=output,
            stderr=output,
        )
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            process.kill()
            raise
    if code not in FINE:
        raise K6Failed(log.read_text()[-3000:])
    metrics: dict[str, Any] = json.loads(summary.read_text())["metrics"]
    return metrics
