"""Sessions of a simulated database: what services take for SQLAlchemy's and the driver's.

Each statement takes its time and may fail. A transaction commits, or does not, or the caller never
learns which.
"""

from collections.abc import AsyncGenerator, Awaitable, Sequence
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, Protocol, Self

from sqlalchemy import exc

from simulation import statements
from simulation.answers import Answer, Found
from simulation.begun import Begun
from simulation.failures import failed
from simulation.queries import Queries
from simulation.storage import Storage, Work
from simulation.trouble import Trouble

LOST, ABORTED, AWAY = "08006", "25P02", "08001"


class Alive(Protocol):
    """The process that a session belongs to, as far as sessions are concerned."""

    sessions: "dict[Session, None]"
    trouble: Trouble

    async def step(self) -> None:
        """Take some time; a process may die of that, and then it never returns."""
        ...

    def note(self, what: str) -> None:
        """Write down what has happened."""
        ...


class Engine:
    """The database of one service as one process sees it."""

    def __init__(self, storage: Storage, process: Alive) -> None:
        self.storage = storage
        self._process = process

    @asynccontextmanager
    async def connect(self) -> "AsyncGenerator[Session]":
        """A session that ends with the block."""
        await self._process.step()
        if self._process.trouble.refuses_sessions():
            raise failed(AWAY)
        session = Session(self.storage, self._process)
        try:
            yield session
        finally:
            session.lose()

    @asynccontextmanager
    async def begin(self) -> "AsyncGenerator[Session]":
        """A session with a transaction that is committed at the end of the block."""
        async with self.connect() as session, session.begin():
            yield session


class Session:
    """Stands for an ``AsyncConnection`` and for the driver's connection below it."""

    def __init__(self, storage: Storage, process: Alive) -> None:
        self.storage = storage
        self.invalidated = False
        """Whether the client knows that it is over; it may be, and nobody knows."""
        self.sync_connection = SimpleNamespace(
            connection=SimpleNamespace(driver_connection=self, dbapi_connection=SimpleNamespace())
        )
        self._is_lost = False
        self._is_broken = False
        self._work: Work | None = None
        self._process = process
        process.sessions[self] = None

    def in_transaction(self) -> bool:
        """Whether one has begun."""
        return self._work is not None

    is_in_transaction = in_transaction

    def is_closed(self) -> bool:
        """Whether the client knows that the session has ended."""
        return self.invalidated

    def transaction(self) -> Self:
        """The driver's transaction: it has begun with SQLAlchemy's."""
        return self

    async def start(self) -> None:
        """Begin the driver's transaction."""

    def begin(self) -> Begun:
        """A transaction, or one for a block."""
        return Begun(self)

    @asynccontextmanager
    async def begin_nested(self) -> AsyncGenerator[None]:
        """A part of a transaction that can be undone for itself."""
        work = self._working()
        mark = work.marked()
        try:
            yield
        except Exception:
            work.back_to(mark)
            self._is_broken = False
            raise

    async def execute(self, statement: Any, rows: Any = ()) -> Answer:  # noqa: ANN401  # as there
        """What came of a statement."""
        if statement.__visit_name__ == "textclause":
            found = await self.fetch(statement.text, *dict(rows or {}).values())
            return Answer(found)
        functions = {
            "pg_try_advisory_lock": self._try_lease,
            "pg_try_advisory_xact_lock": self._try_lock,
        }
        return await self._do(Queries(self._working(), functions).answer(statement, rows))

    async def scalar(self, statement: Any, given: Any = ()) -> Any:  # noqa: ANN401
        """The first value of what came of a statement."""
        return (await self.execute(statement, given)).scalar()

    async def scalars(self, statement: Any, given: Any = ()) -> list[Any]:  # noqa: ANN401
        """The first value of each row."""
        return (await self.execute(statement, given)).scalars()

    async def fetch(self, sql: str, *arguments: Any) -> Sequence[Found]:  # noqa: ANN401
        """The rows of a statement as text; it is the driver that is asked."""
        return await self._do(statements.run(self._working(), sql, arguments))

    async def invalidate(self) -> None:
        """Close the session."""
        self.invalidated = True
        self.lose()

    def lose(self) -> None:
        """End on the server's side: what was not committed never was, and leases are free."""
        self._is_lost = True
        self._process.sessions.pop(self, None)
        self.storage.leases = {
            name: holder for name, holder in self.storage.leases.items() if holder is not self
        }
        if self._work is not None:
            self._work.end()

    def open(self) -> None:
        """Begin."""
        self._work, self._is_broken = Work(self.storage), False

    async def commit(self) -> None:
        """Let everybody see what was done; it may be, even if this fails.

        Raises:
            sqlalchemy.exc.DBAPIError: it was not committed; or nobody knows.
        """
        work = self._working()
        await self._ready()
        match self._process.trouble.of_commit():
            case "refused":
                self._abort("40001")
            case "lost before":
                self._drop()
            case "lost after":
                self._settle(work)
                self._drop()
            case _:
                self._settle(work)
        await self._process.step()

    def roll_back(self) -> None:
        """Undo everything."""
        if self._work is not None:
            self._work.end()
            self._work = None

    def _settle(self, work: Work) -> None:
        if self._is_broken:
            self._abort(ABORTED)
        self._process.note(f"commit {work.written()}")
        work.commit()
        self._work = None

    def _working(self) -> Work:
        if self._work is None:
            self.open()
        assert self._work is not None
        return self._work

    async def _do(self, answer: Awaitable[Any]) -> Any:  # noqa: ANN401
        try:
            await self._ready()
        except BaseException:
            getattr(answer, "close", lambda: None)()  # nobody will wait for it
            raise
        try:
            return await answer
        except exc.DBAPIError:
            self._is_broken = True
            raise
        except Exception as error:  # the simulation is at fault
            self._process.trouble.puzzles.append(error)
            raise
        finally:
            if self._is_lost and self._work is not None:
                self._work.end()

    async def _ready(self) -> None:
        await self._process.step()
        if self._is_lost:
            self._drop()
        if self._is_broken:
            raise failed(ABORTED)
        match self._process.trouble.of_statement():
            case "lost":
                self._drop()
            case "too slow":
                self._abort("57014")
            case _:
                pass

    def _drop(self) -> None:
        self.invalidated = True
        self.lose()
        raise failed(LOST, is_lost=True)

    def _abort(self, sqlstate: str) -> None:
        self._is_broken = True
        raise failed(sqlstate)

    def _try_lease(self, name: int) -> bool:
        return self.storage.leases.setdefault(name, self) is self

    def _try_lock(self, name: int) -> bool:
        work, place = self._working(), ("advisory", (name,))
        return work.take_if_free(place)
