"""Whatever goes wrong, everything is right in the end; the same seed, the same end."""

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from uuid import uuid4

import pytest
from simulation import bugs_of_carriers, bugs_of_lives, bugs_of_services
from simulation.__main__ import lives
from simulation.clock import patched
from simulation.invariants import check, events
from simulation.world import run_seed

from bus.envelope import Origin
from chassis.context import enter

SEEDS, AT_ONCE = 500, 25
BUGS = {**bugs_of_carriers.BUGS, **bugs_of_services.BUGS, **bugs_of_lives.BUGS}
FOUND_WITHIN = 200
STEPS, STRIDE = 900, 30
HERE = Path(__file__).parent


@pytest.mark.parametrize("start", range(0, SEEDS, AT_ONCE))
def test_everything_is_right_in_the_end(start: int) -> None:
    wrong = [one for one in lives(range(start, start + AT_ONCE)) if one[2]]
    assert not wrong


@pytest.mark.parametrize("start", range(1, STEPS, STRIDE * 5))
def test_a_process_may_die_at_any_step(start: int) -> None:
    for step in range(start, start + STRIDE * 5, STRIDE):
        world = run_seed(step, check, level=0.0, crash_at=step)
        assert any("is killed" in line for line in world.trace)


def test_one_seed_always_has_the_same_trace() -> None:
    first, again = run_seed(3, check), run_seed(3, check)
    assert first.trace == again.trace
    assert first.digest != run_seed(4, check).digest
    assert {_digest_elsewhere(hashes) for hashes in ("1", "2")} == {first.digest}


def test_a_world_knows_nothing_of_what_was_done_before() -> None:
    def do_something_first() -> str:
        enter(Origin(uuid4()))
        return run_seed(3, check).digest

    assert copy_context().run(do_something_first) == run_seed(3, check).digest


def test_a_lot_goes_wrong() -> None:
    worlds = [run_seed(seed, check) for seed in range(8)]
    lines = [line for world in worlds for line in world.trace]
    assert sum("is killed" in line for line in lines) > 8
    assert any("is frozen" in line for line in lines)
    assert sum(world.broker.redelivered for world in worlds) > 80
    statuses = {
        str(row["status"]) for one in worlds for row in one.storages["order"].rows("orders")
    }
    assert {"filled", "canceled", "rejected"} <= statuses


def test_shares_are_split_and_earn_dividends() -> None:
    said = {one.type for seed in range(16, 32) for one in events(run_seed(seed, check))}
    assert {"ORDER_ADJUSTED", "POSITION_SPLIT", "DIVIDEND_PAID"} <= said


def test_it_is_not_over_while_nobody_can_look_for_holders() -> None:
    run_seed(86_992, check)  # the only process that does stands still when all else is done


@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_found(name: str) -> None:
    seed = 0
    with patched(BUGS[name]()), _found():
        for seed in range(FOUND_WITHIN):
            run_seed(seed, check)
    run_seed(seed, check)  # it is the bug that is found, and nothing else


def test_there_are_enough_planted_bugs() -> None:
    assert len(BUGS) >= 20


@contextmanager
def _found() -> Generator[None]:
    """Something is wrong by the end of the block, and it is not that the simulation is."""
    with pytest.raises(Exception) as wrong:  # noqa: PT011  # what a bug leads to, nobody knows
        yield
    assert not isinstance(wrong.value, NotImplementedError)


def _digest_elsewhere(hashes: str) -> str:
    """What the trace of seed 3 is in a process whose strings have other hashes."""
    paths = os.pathsep.join([str(HERE), *sys.path])
    command = [sys.executable, "-m", "simulation", "3", "--trace"]
    environment = {**os.environ, "PYTHONHASHSEED": hashes, "PYTHONPATH": paths}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    return run.stdout.splitlines()[-1]
