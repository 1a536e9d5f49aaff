"""A stack of tiny programs, brought up and down as a real one is."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from outcry.errors import Problem
from outcry.laboratory import temporary_folder
from outcry.launcher import bring_down, carry_out, stop_leftovers
from outcry.places import Places
from outcry.ports import free_ports
from outcry.program import Probe, Program
from outcry.readiness import http_probe, reason_not_ready
from outcry.state import Phase, Plan, State, born_at, is_supervised, read_state, take_lock

SERVE = """
import http.server, sys
where = {"port": int(sys.argv[1]), "bind": "127.0.0.1", "protocol": "HTTP/1.1"}
http.server.test(http.server.SimpleHTTPRequestHandler, **where)
"""
SERVE_IN_TWO = """
import http.server, os, sys
handler = http.server.SimpleHTTPRequestHandler
handler.protocol_version = "HTTP/1.1"
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), handler)
os.fork()
server.serve_forever()
"""
WAIT_SECONDS = 60


@pytest.fixture
def places() -> Iterator[Places]:
    with temporary_folder() as folder:
        places = Places(folder)
        places.create()
        yield places
        bring_down(places, ignore)


def ignore(_state: State) -> None:
    pass


def a_program(name: str, *command: str, probe: Probe | None = None, after: str = "") -> Program:
    return Program(
        name=name,
        command=(sys.executable, "-c", *command),
        directory=Path.cwd(),
        environment={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"},
        probe=probe,
        after=(after,) if after else (),
    )


def a_server(name: str, port: int = 0, after: str = "") -> Program:
    port = port or free_ports(1)[0]
    return a_program(name, SERVE, str(port), probe=http_probe(port, "/"), after=after)


def a_plan(*programs: Program) -> Plan:
    return Plan(identity=str(time.monotonic_ns()), programs=list(programs))


def pid_of(places: Places, name: str) -> int:
    state = read_state(places)
    assert state
    return next(one.pid or 0 for one in state.programs if one.name == name)


def phases(places: Places) -> dict[str, Phase]:
    state = read_state(places)
    return {one.name: one.phase for one in state.programs} if state else {}


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_everything_runs_when_up_returns_and_nothing_after_down(places: Places) -> None:
    first, second = a_server("first"), a_server("second", after="first")
    carry_out(places, a_plan(first, second), ignore)
    pids = [pid_of(places, name) for name in ("first", "second")]
    assert first.probe
    assert not reason_not_ready(first.probe)

    assert bring_down(places, ignore)

    assert phases(places) == {"first": Phase.STOPPED, "second": Phase.STOPPED}
    assert [born_at(pid) for pid in pids] == [None, None]
    assert not is_supervised(places)
    assert not bring_down(places, ignore)


def test_a_program_starts_after_what_it_needs(places: Places) -> None:
    mark = places.home / "mark"
    task = a_program("task", f"import time; time.sleep(0.3); open({str(mark)!r}, 'w')")
    needy = a_program(
        "needy", f"import os; assert os.path.exists({str(mark)!r})\n{SERVE}", "0", after="task"
    )
    port = free_ports(1)[0]
    command = (*needy.command[:-1], str(port))
    needy = needy.model_copy(update={"command": command, "probe": http_probe(port, "/")})

    carry_out(places, a_plan(task, needy), ignore)

    assert phases(places) == {"task": Phase.DONE, "needy": Phase.READY}


def test_a_second_up_leaves_alone_what_runs(places: Places) -> None:
    kept = a_server("kept")
    carry_out(places, a_plan(kept), ignore)
    pid = pid_of(places, "kept")

    carry_out(places, a_plan(kept, a_server("new")), ignore)

    assert pid_of(places, "kept") == pid
    assert phases(places) == {"kept": Phase.READY, "new": Phase.READY}


def test_a_changed_program_is_started_again_and_an_unwanted_one_stopped(places: Places) -> None:
    changed, unwanted = a_server("changed"), a_server("unwanted")
    carry_out(places, a_plan(changed, unwanted), ignore)
    old, gone = pid_of(places, "changed"), pid_of(places, "unwanted")

    carry_out(places, a_plan(changed.model_copy(update={"revision": "2"})), ignore)

    assert pid_of(places, "changed") not in {old, 0}
    assert born_at(gone) is None
    assert phases(places) == {"changed": Phase.READY}


def test_a_program_that_can_read_its_files_again_goes_on_while_it_does(places: Places) -> None:
    mark = places.home / "mark"
    heeding = f"""
import pathlib, signal
signal.signal(signal.SIGHUP, lambda *_: pathlib.Path({str(mark)!r}).touch())
{SERVE}"""
    program = a_server("careful").model_copy(update={"reload_signal": "SIGHUP", "revision": "1"})
    program = program.model_copy(
        update={"command": (*program.command[:2], heeding, *program.command[3:])}
    )
    carry_out(places, a_plan(program), ignore)
    pid = pid_of(places, "careful")
    carry_out(places, a_plan(program), ignore)
    assert not mark.exists()

    carry_out(places, a_plan(program.model_copy(update={"revision": "2"})), ignore)

    wait_until(mark.exists)
    assert pid_of(places, "careful") == pid
    elsewhere = {"directory": places.home, "revision": "2"}
    carry_out(places, a_plan(program.model_copy(update=elsewhere)), ignore)
    assert pid_of(places, "careful") not in {pid, 0}


def test_a_program_that_dies_is_started_again_and_leaves_no_worker(places: Places) -> None:
    port = free_ports(1)[0]
    mortal = a_program("mortal", SERVE_IN_TWO, str(port), probe=http_probe(port, "/"))
    carry_out(places, a_plan(mortal), ignore)
    pid = pid_of(places, "mortal")
    [worker] = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()

    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: pid_of(places, "mortal") not in {pid, 0})
    wait_until(lambda: phases(places) == {"mortal": Phase.READY})

    state = read_state(places)
    assert state
    assert state.programs[0].restarts == 1
    assert born_at(int(worker)) is None


def test_a_program_that_dies_at_its_start_takes_all_down_with_its_last_words(
    places: Places,
) -> None:
    fine = a_server("fine")
    doomed = a_program("doomed", "import sys; sys.exit('no such luck')", probe=a_server("").probe)

    with pytest.raises(Problem, match=r"(?s)doomed ended with exit code 1.*no such luck"):
        carry_out(places, a_plan(fine, doomed.model_copy(update={"after": ("fine",)})), ignore)

    assert not is_supervised(places)
    assert phases(places) == {"fine": Phase.STOPPED, "doomed": Phase.FAILED}
    assert fine.probe
    assert "nothing listens" in reason_not_ready(fine.probe)


def test_a_program_that_is_never_ready_is_a_problem_with_the_reason(places: Places) -> None:
    deaf = a_program("deaf", "import time; time.sleep(60)", probe=a_server("other").probe)

    with pytest.raises(Problem, match=r"deaf was not ready after 0\.5 s: nothing listens on port"):
        carry_out(places, a_plan(deaf.model_copy(update={"ready_seconds": 0.5})), ignore)


def test_a_new_program_that_dies_leaves_the_others_running(places: Places) -> None:
    fine = a_server("fine")
    carry_out(places, a_plan(fine), ignore)

    with pytest.raises(Problem, match="doomed ended with exit code 3"):
        carry_out(places, a_plan(fine, a_program("doomed", "exit(3)")), ignore)

    assert phases(places) == {"fine": Phase.READY, "doomed": Phase.FAILED}
    carry_out(places, a_plan(fine), ignore)
    assert phases(places) == {"fine": Phase.READY}


def test_nothing_survives_a_supervisor_that_is_killed(places: Places) -> None:
    carry_out(places, a_plan(a_server("child")), ignore)
    state, pid = read_state(places), pid_of(places, "child")
    assert state

    os.kill(state.supervisor, signal.SIGKILL)
    wait_until(lambda: not is_supervised(places))
    stop_leftovers(state)

    assert born_at(pid) is None
    carry_out(places, a_plan(a_server("child")), ignore)
    assert phases(places) == {"child": Phase.READY}


def test_a_program_that_ignores_being_told_to_stop_is_killed(places: Places) -> None:
    stubborn = a_server("stubborn")
    deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n{SERVE}"
    command = (*stubborn.command[:2], deaf, *stubborn.command[3:])
    changes = {"command": command, "stop_seconds": 0.5}
    carry_out(places, a_plan(stubborn.model_copy(update=changes)), ignore)
    pid = pid_of(places, "stubborn")

    bring_down(places, ignore)

    assert born_at(pid) is None


def test_there_is_one_supervisor_at_a_time(places: Places) -> None:
    carry_out(places, a_plan(a_server("only")), ignore)

    assert take_lock(places) is None
