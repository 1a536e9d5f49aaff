"""How a process starts and stops: dependencies first, consumers last, and back again."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from logging import getLogger
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bus import inbox
from bus.interface import Bus, Subscription
from bus.rabbitmq import RabbitBus
from chassis import memory
from chassis.commands import Commands
from chassis.consumer import Consumer
from chassis.declaration import Service
from chassis.prices import PRICE_NAMES, Prices
from chassis.runner import Runner
from chassis.security import RemoteKeys, TokenVerifier
from chassis.settings import ServiceSettings
from chassis.tape_runner import TapeRunner
from chassis.tracing import otlp, tracing
from chassis.transaction import Database
from chassis.works import Running
from events import Quote

POOL_SIZE = 5
STATEMENT_TIMEOUT_MS = 10_000
CONNECT_SECONDS = 10.0
COMMAND_SECONDS = 15.0
"""More than the server grants a statement: this is for a server that does not answer at all."""
RANDOM_PAGE_COST = 1.1
"""Any page, beside the next one: as in memory. The plan that a session makes while a table is small
is kept when it has grown; made so, it goes by keys from the beginning."""
PLAN_SECONDS = 10
"""So long a plan is kept: one made for an empty table looks through all of it, dead rows too."""
RETRY_SECONDS = 0.5
TIDY_SECONDS = 3600
STOP_SECONDS = 20

T = TypeVar("T")
logger = getLogger(__name__)


@asynccontextmanager
async def at_work(service: Service) -> AsyncGenerator[tuple[Running, dict[str, object]]]:
    """The service on PostgreSQL and RabbitMQ, until the block ends.

    Yields:
        Its parts, and what its requests can reach.

    Raises:
        ConnectionError: a dependency was not there in time; the text says which.
    """
    settings = service.settings
    async with AsyncExitStack() as stack:
        if settings.tracing_endpoint:
            tracing.start(settings.service_name, otlp(settings.tracing_endpoint))
            stack.callback(tracing.stop)
        bus = await stack.enter_async_context(_bus(settings))
        engine = await stack.enter_async_context(_engine(service)) if service.metadata else None
        tokens = TokenVerifier(RemoteKeys(settings.jwks_url))
        running = assemble_parts(service, bus, engine, tokens)
        stack.push_async_callback(running.stop_tasks)
        state = await open_works(service, running, stack)
        await _listen_to_prices(service, running, stack)
        runners = make_runners(service, running)
        tasks = start(running, runners)
        memory.settle()
        yield running, state
        running.health.stopping = True
        await _finish(running, runners, tasks)


def assemble_parts(
    service: Service, bus: Bus, engine: AsyncEngine | None, tokens: TokenVerifier
) -> Running:
    """The parts of a process, not yet moving."""
    running = Running(service.settings, bus, tokens, Prices())
    if engine is not None:
        settings = service.settings
        running.own_database = Database(engine, bus, settings.identity(), settings.partitions)
        running.own_commands = Commands(running.own_database)
        running.health.add("postgresql", lambda: _ask(engine))
    for where in service.subscriptions():
        running.health.add(f"queue {where.consumer}.{where.partition}", _heard(bus, where))
    return running


async def open_works(
    service: Service, running: Running, stack: AsyncExitStack
) -> dict[str, object]:
    """Open what is the service's own; return everything its requests can reach."""
    state: dict[str, object] = {"tokens": running.tokens, "prices": running.prices}
    if running.own_database is not None:
        state |= {"database": running.database, "commands": running.commands}
    for work in service.works:
        state |= dict(await stack.enter_async_context(work(running)))
    return state


def make_runners(service: Service, running: Running) -> list[Runner[Any]]:
    """A runner for every partition of every consumer; prices reach those who asked for them."""
    runners: list[Runner[Any]] = []
    shown: list[Runner[Any]] = []
    for consumer in service.consumers:
        for where in consumer.subscriptions(service.settings.partitions):
            runner = make_runner(consumer, where, running)
            runners.append(runner)
            if Quote.name in consumer.handlers.price_names:
                shown.append(runner)
    if shown:
        running.prices.on_quote(lambda quote: _offer(shown, quote))
    return runners


def make_runner(consumer: Consumer[Any], where: Subscription, running: Running) -> Runner[Any]:
    """The runner of one partition, as its consumer wants it."""
    if consumer.follow is None:
        return Runner(consumer, where, running.database, running.bus)
    runner: TapeRunner[Any] = TapeRunner(consumer, where, running.database, running.bus)
    running.health.add(f"tape {runner.name}", runner.check)
    running.watch(runner.observe)
    return runner


def start(running: Running, runners: Sequence[Runner[Any]]) -> list[asyncio.Task[None]]:
    """Set everything in motion; return the tasks of the runners."""
    if running.own_database is not None:
        running.spawn(running.database.outbox.run(), "outbox")
        running.spawn(running.database.outbox.relay_forever(), "relay")
        tidy = partial(_tidy, running.database.engine, running.settings.inbox_days)
        running.every(TIDY_SECONDS, tidy, "inbox")
    return [running.spawn(runner.run(), runner.name) for runner in runners]


async def _finish(
    running: Running, runners: Sequence[Runner[Any]], tasks: Sequence[asyncio.Task[None]]
) -> None:
    """Stop consuming, finish the batches and the commands, flush the outbox."""
    for runner in runners:
        runner.stop()
    if tasks:
        await asyncio.wait(tasks, timeout=STOP_SECONDS)
    if running.own_commands is not None:
        await running.commands.finish()
        await running.database.outbox.finish()


@asynccontextmanager
async def _bus(settings: ServiceSettings) -> AsyncGenerator[RabbitBus]:
    async with AsyncExitStack() as stack:

        async def connect() -> RabbitBus:
            return await stack.enter_async_context(RabbitBus.connect(settings.rabbitmq_url()))

        yield await _until_there(connect, settings.start_timeout_seconds)


@asynccontextmanager
async def _engine(service: Service) -> AsyncGenerator[AsyncEngine]:
    settings, leases = service.settings, len(service.subscriptions())
    engine = make_engine(settings.database_url(), settings.service_name, leases)
    try:
        await _until_there(lambda: _ask(engine), settings.start_timeout_seconds)
        yield engine
    finally:
        await engine.dispose()


def make_engine(
    url: str, name: str, leases: int = 1, *, ping: bool = True, **settings: str
) -> AsyncEngine:
    """A small pool of connections that neither wait for ever nor tell what they were sent.

    Each of the ``leases`` keeps one for itself; the others are for commands and queries. A ``ping``
    finds out before use whether a session is still there, which takes three round trips; whoever
    does without has to try again. ``settings`` are PostgreSQL's, for every session.
    """
    server = {
        **settings,
        "application_name": name,
        "statement_timeout": str(STATEMENT_TIMEOUT_MS),
        "jit": "off",
        "random_page_cost": str(RANDOM_PAGE_COST),
    }
    return create_async_engine(
        url,
        pool_size=POOL_SIZE + leases,
        pool_pre_ping=ping,
        hide_parameters=True,
        connect_args={
            "server_settings": server,
            "timeout": CONNECT_SECONDS,
            "command_timeout": COMMAND_SECONDS,
            "max_cached_statement_lifetime": PLAN_SECONDS,
        },
    )


async def _until_there(connect: Callable[[], Coroutine[Any, Any, T]], seconds: float) -> T:
    deadline = monotonic() + seconds
    while True:
        try:
            return await connect()
        except (ConnectionError, OSError, SQLAlchemyError) as error:
            if monotonic() > deadline:
                raise ConnectionError(f"gave up after {seconds:.0f} s: {error}") from error
            logger.info("waiting: %s", error)
            await asyncio.sleep(RETRY_SECONDS)


async def _ask(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(text("select 1"))


def _heard(bus: Bus, where: Subscription) -> Callable[[], Coroutine[Any, Any, None]]:
    async def check() -> None:
        if await bus.consumers(where) == 0:
            raise ConnectionError("nobody consumes this queue")

    return check


async def _listen_to_prices(service: Service, running: Running, stack: AsyncExitStack) -> None:
    shown = any(one.handlers.price_names for one in service.consumers)
    if service.prices or shown:
        listening = running.bus.listening_to_prices(PRICE_NAMES, running.prices.arrived)
        await stack.enter_async_context(listening)


def _offer(runners: Sequence[Runner[Any]], quote: Quote) -> None:
    for runner in runners:
        runner.offer(quote)


async def _tidy(engine: AsyncEngine, days: int) -> None:
    async with engine.begin() as connection:
        gone = await inbox.forget_older_than(connection, timedelta(days=days))
    logger.info("forgot %s old inbox rows", gone)
