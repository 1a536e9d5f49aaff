"""What the processes of a stack use while it is under load, second by second."""

import asyncio
import os
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from time import monotonic

import httpx
from bench.stack import Stack

PERIOD_SECONDS = 2.0
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
RESIDENT = 1
COUNTERS = ("orders_filled", "frames", "http_reqs")


@dataclass
class Series:
    """One figure over time: seconds since the start, and how much."""

    seconds: list[float] = field(default_factory=list[float])
    values: list[float] = field(default_factory=list[float])

    def add(self, second: float, value: float) -> None:
        """One more look."""
        self.seconds.append(second)
        self.values.append(value)

    def rates(self) -> "Series":
        """How fast it grew from look to look, a second."""
        pairs = list(zip(self.seconds, self.values, strict=True))
        found = Series()
        for (t0, v0), (t1, v1) in pairwise(pairs):
            found.add(t1, (v1 - v0) / (t1 - t0))
        return found


@dataclass
class Watch:
    """Everything that was seen, by name of the process or counter."""

    cpu: dict[str, Series] = field(default_factory=dict[str, Series])
    memory: dict[str, Series] = field(default_factory=dict[str, Series])
    counters: dict[str, Series] = field(default_factory=dict[str, Series])

    def cores(self) -> dict[str, Series]:
        """How many cores each process used."""
        return {name: series.rates() for name, series in self.cpu.items()}

    def growth(self) -> dict[str, float]:
        """By which part each process's memory is larger in the last third than in the first."""
        found: dict[str, float] = {}
        for name, series in self.memory.items():
            third = len(series.values) // 3
            if third:
                first, last = sum(series.values[:third]), sum(series.values[-third:])
                found[name] = last / first - 1 if first else 0.0
        return found


@asynccontextmanager
async def watching(target: Stack | None, k6: str = "") -> AsyncGenerator[Watch]:
    """Look every few seconds while the block lasts; only at k6 where the stack is not our own."""
    seen = Watch()
    task = asyncio.create_task(_look(target, k6, seen))
    try:
        yield seen
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _look(target: Stack | None, k6: str, seen: Watch) -> None:
    began = monotonic()
    async with httpx.AsyncClient(timeout=PERIOD_SECONDS) as http:
        while True:
            if target:
                _look_at_processes(target, monotonic() - began, seen)
            if k6:
                with suppress(httpx.HTTPError, KeyError, ValueError):
                    answer = await http.get(f"http://{k6}/v1/metrics")
                    _take_counters(answer.json(), monotonic() - began, seen)
            await asyncio.sleep(PERIOD_SECONDS)


def _look_at_processes(target: Stack, second: float, seen: Watch) -> None:
    for name, seconds in target.cpu_seconds().items():
        seen.cpu.setdefault(name, Series()).add(second, seconds)
    for name, pid in target.pids().items():
        seen.memory.setdefault(name, Series()).add(second, resident_bytes(pid))


def resident_bytes(pid: int) -> float:
    """Memory that a process has in RAM; 0 if it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[RESIDENT]) * PAGE_BYTES
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def _take_counters(
    answer: Mapping[str, list[dict[str, object]]], second: float, seen: Watch
) -> None:
    for one in answer["data"]:
        name, about = str(one["id"]), one["attributes"]
        if name in COUNTERS and isinstance(about, dict):
            sample = about["sample"]  # pyright: ignore[reportUnknownVariableType]
            count = float(sample["count"])  # pyright: ignore[reportUnknownArgumentType]
            seen.counters.setdefault(name, Series()).add(second, count)
