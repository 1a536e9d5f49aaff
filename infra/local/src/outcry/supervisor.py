"""The process behind a running stack: it makes what runs equal to the plan, and keeps it so.

It is told nothing but the plan file. ``SIGHUP`` means that the plan is new, ``SIGTERM`` that all
should stop. If it is killed, the kernel stops its children.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Iterable

from outcry.errors import Problem
from outcry.keeper import Keeper
from outcry.places import Places
from outcry.program import Program
from outcry.state import Plan, State, read_plan

LOG_BYTES_MAX = 64 * 1024 * 1024
LOG_CHECK_SECONDS = 30.0


async def supervise(places: Places) -> int:
    """Run the plan until told to stop; return the exit code.

    A program that fails during the first start takes everything down again. Later ones do not.
    """
    supervisor = Supervisor(places)
    rotation = asyncio.create_task(_keep_logs_small(places))
    try:
        return await supervisor.run()
    finally:
        rotation.cancel()


class Supervisor:
    """All keepers, and the state they are in."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._keepers: dict[str, Keeper] = {}
        self._state = State(supervisor=os.getpid())

    async def run(self) -> int:
        """Make it so, and again whenever the plan is new, until told to stop."""
        loop = asyncio.get_running_loop()
        if this := asyncio.current_task():
            loop.add_signal_handler(signal.SIGTERM, this.cancel)
        renewed = asyncio.Event()
        loop.add_signal_handler(signal.SIGHUP, renewed.set)
        try:
            while True:
                first = not self._keepers
                renewed.clear()
                await self._apply(read_plan(self._places))
                if first and self._state.error:
                    return 1
                await renewed.wait()
        except asyncio.CancelledError:
            return 0
        finally:
            loop.add_signal_handler(signal.SIGTERM, renewed.set)  # once is enough
            await self._stop(self._keepers.values())

    async def _apply(self, plan: Plan) -> None:
        """Start what is missing, renew what is different, stop what is too much."""
        self._update(plan=plan.identity, settled=False, error="")
        wanted = {program.name: program for program in plan.programs}
        for name, keeper in self._keepers.items():
            if keeper.is_well and name in wanted and keeper.program.becomes(wanted[name]):
                keeper.reload(wanted[name])
        kept = {
            name: keeper
            for name, keeper in self._keepers.items()
            if keeper.is_well and wanted.get(name) == keeper.program
        }
        await self._stop([one for name, one in self._keepers.items() if name not in kept])
        self._keepers = {
            name: kept.get(name) or self._keeper(program) for name, program in wanted.items()
        }
        new = [one for name, one in self._keepers.items() if name not in kept]
        try:
            async with asyncio.TaskGroup() as group:
                for keeper in new:
                    after = [self._keepers[name] for name in keeper.program.after]
                    group.create_task(keeper.start(after))
        except* Problem as problems:
            self._update(error=str(problems.exceptions[0]))
            await self._stop([one for one in new if not one.is_well])
        self._update(settled=True)

    async def _stop(self, keepers: Iterable[Keeper]) -> None:
        """Stop these, each after what depends on it."""
        chosen = list(keepers)
        async with asyncio.TaskGroup() as group:
            for one in chosen:
                name = one.program.name
                group.create_task(one.stop([it for it in chosen if name in it.program.after]))

    def _keeper(self, program: Program) -> Keeper:
        return Keeper(program, self._places.logs / f"{program.name}.log", self._update)

    def _update(self, **changes: object) -> None:
        statuses = [keeper.status for keeper in self._keepers.values()]
        self._state = self._state.model_copy(update={**changes, "programs": statuses})
        with contextlib.suppress(OSError):  # a full disk is no reason to stop looking after things
            self._state.write(self._places)


async def _keep_logs_small(places: Places) -> None:
    """Move what is in a long log aside. Its writer appends, so it goes on at the beginning."""
    while True:
        await asyncio.sleep(LOG_CHECK_SECONDS)
        for log in places.logs.glob("*.log"):
            if log.stat().st_size > LOG_BYTES_MAX:
                with contextlib.suppress(OSError):
                    await asyncio.to_thread(shutil.copyfile, log, log.with_suffix(".log.1"))
                    os.truncate(log, 0)


if __name__ == "__main__":
    sys.exit(asyncio.run(supervise(Places.from_environment())))
