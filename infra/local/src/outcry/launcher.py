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
from outcry.state import Plan, State, Status, born_at, is_supervised, read_state

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
    if is_supervised(places) and state:
        check_free(_not_ours(ports_of(values), state))
        plan = _write_plan(places, values)
        os.kill(state.supervisor, signal.SIGHUP)
        _follow(places, plan, show, lambda: is_supervised(places))
        return values
    stop_leftovers(state)
    check_free(ports_of(values))
    plan = _write_plan(places, values)
    _first_start(places, plan, show)
    return values


def bring_down(places: Places, show: Progress) -> bool:
    """Stop everything that this stack started; return whether anything ran.

    Raises:
        Problem: something would not stop.
    """
    state = read_state(places)
    if not is_supervised(places) or state is None:
        return stop_leftovers(state)
    os.kill(state.supervisor, signal.SIGTERM)
    deadline = time.monotonic() + DOWN_SECONDS
    while is_supervised(places):
        if time.monotonic() > deadline:
            raise Problem(f"the supervisor (pid {state.supervisor}) does not stop")
        show(read_state(places) or state)
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


def _write_plan(places: Places, values: Mapping[str, str]) -> Plan:
    plan = make_plan(places, values)
    plan.write(places)
    return plan


def _first_start(places: Places, plan: Plan, show: Progress) -> None:
    with (places.logs / "supervisor.log").open("w") as log:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "outcry", "supervise"],
            env={**os.environ, "OUTCRY_HOME": str(places.home)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _follow(places, plan, show, lambda: supervisor.poll() is None)
    except KeyboardInterrupt:
        supervisor.terminate()
        supervisor.wait()
        raise Problem("interrupted: what had been started is stopped again") from None
    except Problem:
        supervisor.wait()
        raise


def _follow(places: Places, plan: Plan, show: Progress, is_alive: Callable[[], bool]) -> None:
    """Show the state until the supervisor has carried out the plan."""
    alive = True
    while alive:
        alive = is_alive()
        state = read_state(places)
        if state and state.plan == plan.identity:
            show(state)
            if state.settled and not state.error:
                return
            if state.settled:
                raise Problem(state.error)
        time.sleep(LOOK_AGAIN_SECONDS)
    said = (places.logs / "supervisor.log").read_text()[-LAST_BYTES:]
    raise Problem(f"the supervisor ended before everything was ready\n{said}")


def _not_ours(ports: Mapping[str, int], state: State) -> dict[str, int]:
    """The ports that no program of this stack has now."""
    ours = {port for one in state.programs if one.pid for port in one.ports}
    return {name: port for name, port in ports.items() if port not in ours}


def _is_alive(one: Status) -> bool:
    return one.pid is not None and born_at(one.pid) == one.born
