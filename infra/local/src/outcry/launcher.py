"""Bring a stack up and down: prepare its files, then leave the work to its supervisor."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

from outcry.debian import install_missing
from outcry.environment import ensure_env_file, ports_of, read_environment
from outcry.errors import Problem
from outcry.places import Places
from outcry.plan import make_plan
from outcry.ports import check_free
from outcry.state import (
    Plan,
    State,
    Status,
    born_at,
    is_supervised,
    read_state,
    take_lock,
)

LOOK_AGAIN_SECONDS = 0.1
DOWN_SECONDS = 90.0
LAST_BYTES = 2000

Progress = Callable[[State], None]


def bring_up(places: Places, options: Mapping[str, str], show: Progress) -> dict[str, str]:
    """Make everything run that the configuration asks for; return the configuration.

    What runs already and has not changed is left alone.

    Raises:
        Problem: a package is missing, a port is taken, or a program died at its start.
    """
    install_missing()
    places.create()
    ensure_env_file(places.env_file)
    values = {**read_environment(places.env_file), **options}
    state = read_state(places)
    if not is_supervised(places):
        stop_leftovers(state)
        state = None
    check_free(not_ours(ports_of(values), state))
    carry_out(places, make_plan(places, values), show)
    return values


def carry_out(places: Places, plan: Plan, show: Progress) -> None:
    """Have the supervisor make what runs equal to the plan; there will be one if there is none.

    Raises:
        Problem: a program died at its start, or was not ready in time.
    """
    plan.write(places)
    lock = take_lock(places)
    if lock is None:
        _tell_supervisor(places, signal.SIGHUP)
        _follow(places, plan, show, first=False)
    else:
        _first_start(places, plan, lock, show)


def bring_down(places: Places, show: Progress) -> bool:
    """Stop everything that this stack started; return whether anything ran.

    Raises:
        Problem: something would not stop.
    """
    places.observed.unlink(missing_ok=True)
    if not is_supervised(places):
        return stop_leftovers(read_state(places))
    _tell_supervisor(places, signal.SIGTERM)
    deadline = time.monotonic() + DOWN_SECONDS
    while is_supervised(places):
        if time.monotonic() > deadline:
            raise Problem("the supervisor does not stop: see `outcry status`")
        if state := read_state(places):
            show(state)
        time.sleep(LOOK_AGAIN_SECONDS)
    return True


def stop_leftovers(state: State | None) -> bool:
    """Stop what a supervisor that was killed has left behind; return whether there was any."""
    left = [one for one in state.programs if _is_alive(one)] if state else []
    for number in (signal.SIGTERM, signal.SIGKILL):
        for one in left:
            if one.pid and _is_alive(one):
                os.kill(one.pid, number)
        deadline = time.monotonic() + DOWN_SECONDS / 3
        while any(_is_alive(one) for one in left) and time.monotonic() < deadline:
            time.sleep(LOOK_AGAIN_SECONDS)
    return bool(left)


def _first_start(places: Places, plan: Plan, lock: int, show: Progress) -> None:
    """Leave a supervisor behind that holds the lock, and see it through the start."""
    places.state_file.unlink(missing_ok=True)
    with (places.logs / "supervisor.log").open("w") as log:
        subprocess.run(
            ["setsid", "--fork", sys.executable, "-m", "outcry.supervisor"],
            check=True,
            env={**os.environ, "OUTCRY_HOME": str(places.home)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[lock],
        )
    os.close(lock)
    try:
        _follow(places, plan, show, first=True)
    except KeyboardInterrupt:
        bring_down(places, show)
        raise Problem("interrupted: what had been started is stopped again") from None


def _follow(places: Places, plan: Plan, show: Progress, *, first: bool) -> None:
    """Show the state until the plan is carried out, or a first start that failed is undone."""
    while is_supervised(places):
        state = read_state(places)
        if state and state.plan == plan.identity:
            show(state)
            if state.settled and not (state.error and first):
                break
        time.sleep(LOOK_AGAIN_SECONDS)
    state = read_state(places)
    if state is None or state.plan != plan.identity or not state.settled:
        said = (places.logs / "supervisor.log").read_text()[-LAST_BYTES:]
        raise Problem(f"the supervisor ended before everything was ready\n{said}")
    if state.error:
        raise Problem(state.error)


def _tell_supervisor(places: Places, number: signal.Signals) -> None:
    """Send a signal, as soon as the supervisor has told its process id."""
    while is_supervised(places):
        if state := read_state(places):
            os.kill(state.supervisor, number)
            return
        time.sleep(LOOK_AGAIN_SECONDS)


def not_ours(ports: Mapping[str, int], state: State | None) -> dict[str, int]:
    """The ports that no program of this stack has now."""
    programs = state.programs if state else []
    ours = {port for one in programs if one.pid for port in one.ports}
    return {name: port for name, port in ports.items() if port not in ours}


def _is_alive(one: Status) -> bool:
    return one.pid is not None and born_at(one.pid) == one.born
