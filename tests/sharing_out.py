"""How the tests of a whole run are shared out among processes that test side by side."""

import os
from functools import cache
from pathlib import Path

import pytest
from typing_extensions import override
from xdist.scheduler import LoadFileScheduling  # pyright: ignore[reportMissingTypeStubs]
from xdist.workermanage import WorkerController  # pyright: ignore[reportMissingTypeStubs]

ROOT = Path(__file__).parents[1]
WORKERS = 2
GIVEN = ("POSTGRES_URL", "RABBITMQ_URL", "REDIS_URL")
"""Servers that are not started for this run. Every worker starts all others for itself."""
THE_STACK = "the whole stack"
SLOW = {2: "pytest.mark.timeout(", 1: "pytest.mark.real"}
"""How one sees that a file takes long, by how long that may be."""


def workers(config: pytest.Config) -> int:
    """How many workers; none for a part of the tests, or on servers that are given.

    A worker and its servers take longer to start than a few tests. And tests empty a server and
    move its queues: the worker that started it is alone with it.
    """
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    chosen = named or config.option.keyword or config.option.lf
    return 0 if chosen or any(map(os.environ.get, GIVEN)) else WORKERS


def unit_of(file: str) -> str:
    """What one worker tests: a file, or all files that go through the whole stack."""
    return THE_STACK if "from bench.stack import" in _text(file) else file


def weight(unit: str) -> int:
    """The heavier, the earlier: what is left for the end is short, and nobody waits for long."""
    if unit == THE_STACK:
        return max(SLOW) + 1
    return next((weight for weight, mark in SLOW.items() if mark in _text(unit)), 0)


class ByFile(LoadFileScheduling):
    """Gives the next unit to whoever has nothing left to do."""

    @override
    def _split_scope(self, nodeid: str) -> str:
        return unit_of(super()._split_scope(nodeid))

    @override
    def _reschedule(self, node: WorkerController) -> None:
        if node in self.registered_collections:  # who takes a dead worker's place reads them first
            super()._reschedule(node)

    @override
    def _assign_work_unit(self, node: WorkerController) -> None:
        self.workqueue.move_to_end(max(self.workqueue, key=weight), last=False)
        super()._assign_work_unit(node)


@cache
def _text(file: str) -> str:
    return (ROOT / file).read_text()
