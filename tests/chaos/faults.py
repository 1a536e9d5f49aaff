"""What can break, one at a time: how it is brought about, and how it is made good again."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

from bench.stack import Stack

from chaos import clock, disk, network
from chaos.storm import PATIENCE_SECONDS, SERVICES, Say
from outcry.launcher import carry_out
from outcry.places import Places
from outcry.state import Plan, read_plan

AWAY_SECONDS = 15.0
BETWEEN_SECONDS = 12.0


@dataclass(frozen=True, slots=True)
class Strike:
    """Something broke. Times are of one monotonic clock."""

    what: str
    began: float
    gone: float
    """When the cause was gone, so that all could go on."""


@dataclass
class Scene:
    """The stack that things are done to, and what was done."""

    target: Stack
    say: Say
    strikes: list[Strike] = field(default_factory=list[Strike])

    @asynccontextmanager
    async def striking(self, what: str) -> AsyncGenerator[None]:
        """The cause lasts as long as the block."""
        began = monotonic()
        self.say(what)
        yield
        self.strikes.append(Strike(what, began, monotonic()))

    async def pid(self, name: str) -> int:
        """The process that runs as ``name``, as soon as one does."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while name not in self.target.pids():  # noqa: ASYNC110  # a file
                await asyncio.sleep(0.1)
        return self.target.pids()[name]

    async def kill(self, name: str, how: signal.Signals) -> None:
        """Send a signal, and let the supervisor see to it."""
        pid = await self.pid(name)
        async with self.striking(f"{how.name} to {name}"):
            os.kill(pid, how)

    @property
    def places(self) -> Places:
        """Where the files of the stack are."""
        return Places(self.target.home)

    async def carry_out(self, plan: Plan) -> None:
        """Have the supervisor run another plan."""
        await asyncio.to_thread(carry_out, self.places, plan, lambda _: None)


async def kill_one(scene: Scene) -> None:
    """Kill risk once."""
    await scene.kill("risk", signal.SIGKILL)


async def kill_services(scene: Scene) -> None:
    """Kill one service after the other."""
    for number, name in enumerate(SERVICES):
        if number:
            await asyncio.sleep(BETWEEN_SECONDS)
        await scene.kill(name, signal.SIGKILL)


async def restart_broker(scene: Scene) -> None:
    """Kill RabbitMQ; it comes back by itself."""
    await scene.kill("rabbitmq", signal.SIGKILL)


async def stop_postgres(scene: Scene) -> None:
    """Take PostgreSQL away, and bring it back."""
    plan = read_plan(scene.places)
    without = [one for one in plan.programs if one.name != "postgres"]
    async with scene.striking(f"PostgreSQL is away for {AWAY_SECONDS:.0f} s"):
        await scene.carry_out(plan.model_copy(update={"programs": without, "identity": "without"}))
        await asyncio.sleep(AWAY_SECONDS)
        await scene.carry_out(plan)


async def freeze(scene: Scene) -> None:
    """Stop the exchange in the middle of whatever it does, and let it go on."""
    pid = await scene.pid("order")
    async with scene.striking(f"order is frozen (SIGSTOP) for {AWAY_SECONDS:.0f} s"):
        os.kill(pid, signal.SIGSTOP)
        await asyncio.sleep(AWAY_SECONDS)
        os.kill(pid, signal.SIGCONT)


async def skew_clock(scene: Scene) -> None:
    """Let the clock of the order service be wrong, ahead and behind; then it is right again."""
    plan, library = read_plan(scene.places), clock.library()
    for seconds in (90, -90):
        async with scene.striking(f"the clock of order is {seconds:+d} s off"):
            await scene.carry_out(clock.skewed(plan, "order", seconds, library))
            await asyncio.sleep(AWAY_SECONDS)
            await scene.carry_out(plan.model_copy(update={"identity": f"right after {seconds}"}))
        await asyncio.sleep(BETWEEN_SECONDS)


async def fill_disk(scene: Scene) -> None:
    """Leave the databases no room, and give it back."""
    async with scene.striking(f"the disk of PostgreSQL is full for {AWAY_SECONDS:.0f} s"):
        ballast = await asyncio.to_thread(disk.fill, scene.places.run / "postgres")
        try:
            await asyncio.sleep(AWAY_SECONDS)
        finally:
            ballast.unlink()


async def cut_link(scene: Scene) -> None:
    """Cut every link between the processes of the stack; users still reach the gateway."""
    async with scene.striking(f"the network between all processes is cut for {AWAY_SECONDS:.0f} s"):
        network.cut(scene.target.within)
        await asyncio.sleep(AWAY_SECONDS)
        network.mend(scene.target.within)


Act = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Fault:
    """One scenario."""

    says: str
    act: Act
    needs_root: bool = False
    on_small_disk: bool = False
    in_namespace: bool = False


FAULTS = {
    "smoke": Fault("Risk is killed once.", kill_one),
    "kill-service": Fault("Every service is killed (SIGKILL), one after the other.", kill_services),
    "restart-broker": Fault("RabbitMQ is killed (SIGKILL) and starts again.", restart_broker),
    "stop-postgres": Fault("PostgreSQL is stopped, and started again.", stop_postgres),
    "disk-full": Fault(
        "The file system that holds all databases is full.",
        fill_disk,
        needs_root=True,
        on_small_disk=True,
    ),
    "link-cut": Fault(
        "In a network namespace, the link between all processes goes down.",
        cut_link,
        needs_root=True,
        in_namespace=True,
    ),
    "freeze": Fault("The order service is frozen (SIGSTOP), and goes on.", freeze),
    "clock-skew": Fault(
        "The clock of the order service is 90 s ahead, then 90 s behind (libfaketime).", skew_clock
    ),
}


def table() -> str:
    """All of them, as they stand in the documentation."""
    rows = [
        f"| `{name}` | {one.says}{' Only as root.' if one.needs_root else ''} |"
        for name, one in FAULTS.items()
    ]
    return "\n".join(["| scenario | |", "|---|---|", *rows])
