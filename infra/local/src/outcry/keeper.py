"""One program under care: started, asked until ready, started again when it dies, stopped."""

import asyncio
import contextlib
import os
import signal
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from outcry.errors import Problem
from outcry.ownership import give
from outcry.program import Program
from outcry.readiness import reason_not_ready
from outcry.state import Phase, Status, born_at

ASK_AGAIN_SECONDS = 0.2
PAUSE_SECONDS_MIN = 0.5
PAUSE_SECONDS_MAX = 30.0
LAST_LINES = 15


class Keeper:
    """Looks after one program; tells ``changed`` whenever its status does."""

    def __init__(self, program: Program, log: Path, changed: Callable[[], None]) -> None:
        self.program = program
        self.status = Status(name=program.name, ports=program.ports)
        self.stopped = asyncio.Event()
        self._changed = changed
        self._log = log
        self._said_before = 0
        self._ready = asyncio.Event()
        self._process: Process | None = None
        self._guard: asyncio.Task[None] | None = None

    @property
    def is_well(self) -> bool:
        """Whether it has come up, so that nothing needs to be done about it now."""
        return self._guard is not None or self.status.phase is Phase.DONE

    async def start(self, after: Iterable["Keeper"] = ()) -> None:
        """Return once the program is ready, or done if it is a task.

        Raises:
            Problem: it ended, or was not ready in time; the message has its last lines.
        """
        for other in after:
            await other.wait_until_ready()
        try:
            await self._launch()
        except Problem as problem:
            self._enter(Phase.FAILED, str(problem))
            raise
        if self.program.probe:
            self._guard = asyncio.create_task(self._keep_alive())

    def reload(self, program: Program) -> None:
        """Have the process, if there is one just now, go on as ``program``, which it can become."""
        self.program = program
        process = self._process
        if process and process.returncode is None and program.reload_signal:
            process.send_signal(signal.Signals[program.reload_signal])

    async def wait_until_ready(self) -> None:
        """Wait for the first time the program is ready."""
        await self._ready.wait()

    async def stop(self, dependants: Iterable["Keeper"] = ()) -> None:
        """Stop the program once its dependants have stopped: politely, then without mercy."""
        for other in dependants:
            await other.stopped.wait()
        if self._guard:
            self._guard.cancel()
            await asyncio.wait({self._guard})  # it may be starting the program just now
            self._guard = None
        process = self._process
        if process and process.returncode is None:
            self._enter(Phase.STOPPING)
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.Signals[self.program.stop_signal])
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), self.program.stop_seconds)
            _end_all_of(process)
            await process.wait()
        if self.status.phase not in {Phase.FAILED, Phase.DONE}:
            self._enter(Phase.STOPPED)
        self.stopped.set()

    async def _launch(self) -> None:
        self._enter(Phase.STARTING)
        process = await self._spawn()
        if self.program.probe is None:
            if await process.wait():
                raise self._died(process)
            self._enter(Phase.DONE)
        else:
            await self._until_ready(process)
            self._enter(Phase.READY)
        self._ready.set()

    async def _spawn(self) -> Process:
        output = os.open(self._log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._said_before = os.fstat(output).st_size
        try:
            give(self._log, self.program.user)
            self._process = await asyncio.create_subprocess_exec(
                *self.program.full_command,
                cwd=self.program.directory,
                env=self.program.environment,
                stdin=DEVNULL,
                stdout=output,
                stderr=STDOUT,
                start_new_session=True,
            )
        finally:
            os.close(output)
        self.status.pid, self.status.since = self._process.pid, datetime.now(UTC)
        self.status.born = born_at(self._process.pid)
        self._changed()
        return self._process

    async def _until_ready(self, process: Process) -> None:
        probe = self.program.probe
        loop = asyncio.get_running_loop()
        patience = self.program.ready_seconds
        deadline = loop.time() + patience
        while probe and (reason := await asyncio.to_thread(reason_not_ready, probe)):
            if loop.time() > deadline:
                raise self._problem(f"was not ready after {patience:g} s: {reason}")
            if reason != self.status.reason:
                self._enter(self.status.phase, reason)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), ASK_AGAIN_SECONDS)
                raise self._died(process)
        if process.returncode is not None:
            raise self._died(process)  # it was another program that answered

    async def _keep_alive(self) -> None:
        """Start the program again whenever it dies, a little later each time."""
        pause = PAUSE_SECONDS_MIN
        while process := self._process:
            await process.wait()
            _end_all_of(process)
            lived_seconds = self.status.uptime_seconds()
            pause = PAUSE_SECONDS_MIN if lived_seconds > PAUSE_SECONDS_MAX else pause
            self.status.restarts += 1
            self._enter(Phase.RESTARTING, f"ended with {_ending(process)}")
            await asyncio.sleep(pause)
            pause = min(2 * pause, PAUSE_SECONDS_MAX)
            with contextlib.suppress(Problem, OSError):
                await self._launch()

    def _enter(self, phase: Phase, reason: str = "") -> None:
        self.status.phase, self.status.reason = phase, reason
        if phase in {Phase.DONE, Phase.RESTARTING, Phase.FAILED, Phase.STOPPED}:
            self.status.pid = self.status.born = self.status.since = None
        self._changed()

    def _died(self, process: Process) -> Problem:
        return self._problem(f"ended with {_ending(process)} at its start")

    def _problem(self, what: str) -> Problem:
        news = self._log.read_bytes()[self._said_before :].decode(errors="replace")
        lines = news.splitlines()[-LAST_LINES:]
        said = "\n".join(f"  {line}" for line in lines)
        return Problem(f"{self.program.name} {what}. The end of {self._log}:\n{said}")


def _end_all_of(process: Process) -> None:
    """Kill what is left of a program: a worker of its own may hold the port still."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _ending(process: Process) -> str:
    code = process.returncode or 0
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
