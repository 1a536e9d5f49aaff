"""Processes of services: the real thing, but for the wires to its database and to the broker."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncEngine

import analytics.main
import bus.outbox
import chassis.runner
import chassis.tape_runner
import order.main
import portfolio.main
import risk.main
from analytics.settings import AnalyticsSettings
from chassis.declaration import Service
from chassis.lifespan import assemble_parts, make_runners, start
from chassis.security import TokenVerifier
from chassis.testing import known_keys
from chassis.works import Running
from order.settings import OrderSettings
from portfolio.commands.watching import Watch
from portfolio.settings import PortfolioSettings
from risk.queries.following import Following
from risk.settings import RiskSettings
from simulation.broker import Broker, Wire
from simulation.sessions import Engine, Session
from simulation.storage import Storage
from simulation.trouble import Trouble

Create = Callable[[int], Service]
LOOK_SECONDS = 0.5
PACE: Sequence[tuple[Any, str, float]] = (
    (chassis.runner, "REDRIVE_SECONDS", 3.0),
    (chassis.tape_runner, "REDRIVE_SECONDS", 3.0),
    (chassis.runner, "STANDBY_SECONDS", 1.0),
    (bus.outbox, "RETRY_SECONDS", 3.0),
)
"""Who has nothing to do looks around less often than in life, or that would be most of a life."""
Note = Callable[[str], None]


def _service(settings: Any, create: Callable[[Any], Service]) -> Create:  # noqa: ANN401
    @cache
    def read(partitions: int) -> Any:  # noqa: ANN401
        base = {"port": 8100, "rabbitmq_password": "test", "partitions": partitions}
        return settings.model_validate(base)

    return lambda partitions: create(read(partitions))


SERVICES: dict[str, Create] = {
    "portfolio": _service(PortfolioSettings, portfolio.main.create_service),
    "risk": _service(RiskSettings, risk.main.create_service),
    "order": _service(OrderSettings, order.main.create_service),
    "analytics": _service(AnalyticsSettings, analytics.main.create_service),
}


@cache
def _tokens() -> TokenVerifier:
    return TokenVerifier(known_keys())


class Process:
    """One replica of a service. It works until it is killed, and then says nothing any more.

    What is killed stands still at its next step, whatever it was about to do: nothing of it is
    tidied away, as with a process that is gone.
    """

    def __init__(self, name: str, service: Service, storage: Storage, broker: Broker) -> None:
        self.name = name
        self.is_dead = False
        self.is_at_work = False
        self.sessions: dict[Session, None] = {}
        self.trouble: Trouble = broker.trouble
        self.storage = storage
        self._broker = broker
        self._thaws_at = 0.0
        self._note: Note = lambda _what: None
        self._loop = asyncio.get_running_loop()
        engine = cast("AsyncEngine", Engine(storage, self))
        self.running: Running = assemble_parts(service, Wire(broker, self), engine, _tokens())
        self._runners = make_runners(service, self.running)
        works: list[Any] = [getattr(one, "__self__", None) for one in service.works]
        self.watches = [one for one in works if isinstance(one, Watch)]
        self.followings = [one for one in works if isinstance(one, Following)]

    @property
    def watches_now(self) -> bool:
        """Whether it looks, at this moment, for holders who have to be told of something."""
        is_frozen = self._loop.time() < self._thaws_at
        return bool(self.watches) and self.is_at_work and not (self.is_dead or is_frozen)

    def begin(self, note: Note) -> None:
        """Set everything in motion."""
        self._note = note
        self.is_at_work = True
        start(self.running, self._runners)
        self.note("begins")

    async def begin_knowing(self, note: Note) -> None:
        """Read what companies do to their shares, then begin; and look after it from then on."""
        for one in (*self.watches, *self.followings):
            await self._tried(lambda one=one: one.read(self.running.database))
        self.begin(note)
        while (self.watches or self.followings) and not self.is_dead:
            await asyncio.sleep(LOOK_SECONDS)
            now = self.storage.clock.now()
            for one in self.followings:
                with suppress(Exception):
                    await one.read(self.running.database)
            for watch in self.watches:
                with suppress(Exception):
                    await watch.look(self.running.database, now)

    async def _tried(self, read: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                return await read()
            except Exception as error:
                if isinstance(error, NotImplementedError):
                    self.trouble.puzzles.append(error)
            await asyncio.sleep(LOOK_SECONDS)

    async def step(self) -> None:
        """Take some time; stand still for ever if the process is dead, or dies of this."""
        if self.is_dead:
            await self._for_ever()
        if self.trouble.kills():
            self.kill()
            await self._for_ever()
        if seconds := self.trouble.freezes_for():
            self._freeze(seconds)
        pause = self.trouble.delay()
        if self._thaws_at:
            pause = max(pause, self._thaws_at - self._loop.time())
        if pause > 0:
            await asyncio.sleep(pause)
            if self.is_dead:
                await self._for_ever()

    def kill(self) -> None:
        """Be gone."""
        self.note("is killed")
        self.is_dead = True
        self._lose_all()

    def note(self, what: str) -> None:
        """Write down what has happened."""
        self._note(f"{self.name} {what}")

    async def _for_ever(self) -> None:
        """Never return. Somebody has to know of it, or it would be tidied away as garbage."""
        grave: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.trouble.graves.append(grave)
        await grave

    def _freeze(self, seconds: float) -> None:
        """Stand still; the database and the broker give it up, and it does not know."""
        self.note("is frozen")
        self._thaws_at = self._loop.time() + seconds
        self._lose_all()

    def _lose_all(self) -> None:
        for session in [*self.sessions]:
            session.lose()
        self._broker.cut(self)
