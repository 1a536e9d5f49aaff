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


def workers(config: pytest.Config) -> int:
    """How many workers; none for a part of the tests, or on servers that are given.

    A worker and its servers take longer to start than a few tests. And tests empty a server and
    move its queues: the worker that started it is alone with it.
    """
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    chosen = named or config.option.keyword or config.option.lf
    return 0 if chosen or any(map(os.environ.get, GIVEN)) else WORKERS


class ByFile(LoadFileScheduling):
    """One worker tests a file, and one worker all files that go through the whole stack.

    Those come first, then those that need servers: what is left for the end is short.
    """

    @override
    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return THE_STACK if "from bench.stack import" in _text(file) else file

    @override
    def _assign_work_unit(self, node: WorkerController) -> None:
        self.workqueue.move_to_end(max(self.workqueue, key=_weight), last=False)
        super()._assign_work_unit(node)


def _weight(unit: str) -> int:
    return 2 if unit == THE_STACK else int("pytest.mark.real" in _text(unit))


@cache
def _text(file: str) -> str:
    return (ROOT / file).read_text()
