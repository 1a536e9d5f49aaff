"""The market-data service with servers of its own, and ten million minutes that it never saw."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from random import Random
from tempfile import TemporaryFile
from typing import Any

from jwt.algorithms import ECAlgorithm
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from chassis.migrations import upgrade
from chassis.testing import KEY_ID, SIGNING_KEY
from chassis.tokens import ALGORITHM
from market_data.repository.months import make_room
from outcry import laboratory
from outcry.ports import free_ports
from outcry.readiness import http_probe, wait_until_ready

NAME = "market_data"
SYMBOLS = 20
PART_BYTES = 1 << 20
START_SECONDS = 60.0
LOG_CHARACTERS = 4_000
"""So much of what the service said last is shown if something goes wrong."""
COLUMNS = ("symbol", "start", "open", "high", "low", "close", "volume", "trades", "turnover")


@dataclass(frozen=True)
class Place:
    """The servers, as URLs, and where the service answers if it runs."""

    postgres: str
    """The service's own database."""
    redis: str
    rabbitmq: str
    variables: dict[str, str]


@contextmanager
def servers() -> Generator[Place]:
    """PostgreSQL, RabbitMQ, Redis and a list of keys, until the block ends."""
    with ExitStack() as stack:
        postgres = stack.enter_context(laboratory.private_postgres())
        rabbitmq = stack.enter_context(laboratory.private_rabbitmq())
        redis = stack.enter_context(laboratory.private_redis())
        keys = stack.enter_context(_keys())
        (port,) = free_ports(1)
        asyncio.run(_make_database(postgres))
        server = postgres.partition("@")[2]
        own = own_url(postgres)
        variables = {
            "MARKET_DATA_PORT": str(port),
            "MARKET_DATA_HISTORY": "none",  # only what is filled in here
            "MARKET_DATA_DATABASE_PASSWORD": laboratory.PASSWORD,
            "MARKET_DATA_RABBITMQ_PASSWORD": laboratory.PASSWORD,
            "POSTGRES_PORT": server.partition(":")[2],
            "RABBITMQ_PORT": rabbitmq.rpartition(":")[2].rstrip("/"),
            "REDIS_URL": redis,
            "JWKS_URL": keys,
            "LOG_LEVEL": "WARNING",
        }
        yield Place(own, redis, rabbitmq, variables)


def own_url(server: str) -> str:
    """The service's own database on a server."""
    return f"postgresql+asyncpg://{NAME}:{laboratory.PASSWORD}@{server.partition('@')[2]}/{NAME}"


@contextmanager
def service(place: Place, **settings: str) -> Generator[tuple[str, int]]:
    """The service at work, as a process of its own; yields its host and port."""
    environment = os.environ | place.variables | settings
    command = (sys.executable, "-m", "chassis", NAME, "serve")
    port = int(environment["MARKET_DATA_PORT"])
    with TemporaryFile() as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603
        try:
            wait_until_ready(http_probe(port, "/readyz"), START_SECONDS)
            yield "127.0.0.1", port
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read().decode()[-LOG_CHARACTERS:])
            raise
        finally:
            process.terminate()
            process.wait()


@asynccontextmanager
async def connected(place: Place) -> AsyncGenerator[Any]:
    """A bare connection of the driver, which has no types."""
    asyncpg: Any = import_module("asyncpg")
    url = place.postgres.replace("+asyncpg", "")
    connection = await asyncpg.connect(url, server_settings={"jit": "off"})
    try:
        yield connection
    finally:
        await connection.close()


async def fill(place: Place, known: Sequence[str], rows: int, end: datetime) -> list[str]:
    """Store ``rows`` minutes that end at ``end``, of some of the ``known`` symbols; return these.

    All have the same prices, which is nothing to the database: the text is made once.
    """
    symbols = list(known[:SYMBOLS])
    each = rows // len(symbols)
    walk = _minutes(end - timedelta(minutes=each), each)
    await _make_months(place.postgres, end - timedelta(minutes=each), end)
    async with connected(place) as connection:
        for symbol in symbols:
            parts = _parts(walk.replace(b"SYMBOL\t", f"{symbol}\t".encode()))
            await connection.copy_to_table("minutes", source=parts, columns=COLUMNS)
        await connection.execute("vacuum analyze minutes")
    return symbols


async def _parts(text: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(text), PART_BYTES):
        yield text[start : start + PART_BYTES]


def _minutes(first: datetime, number: int) -> bytes:
    """A walk in cents, as the text that COPY reads."""
    dice, price, lines = Random(1), 10_000, list[str]()  # noqa: S311
    for minute in range(number):
        opened, price = price, max(100, price + dice.randint(-5, 5))
        high, low = max(opened, price) + dice.randint(0, 3), min(opened, price) - dice.randint(0, 3)
        volume = dice.randint(1, 500) * 100
        shown = (f"{one // 100}.{one % 100:02}" for one in (opened, high, low, price))
        turnover = volume // 100 * (high + low) // 2
        start = (first + timedelta(minutes=minute)).isoformat()
        fields = ("SYMBOL", start, *shown, f"{volume}", f"{minute % 99}", f"{turnover}")
        lines.append("\t".join(fields))
    return "\n".join([*lines, ""]).encode()


async def _make_months(place_url: str, first: datetime, until: datetime) -> None:
    engine = create_async_engine(place_url)
    async with engine.begin() as connection:
        days = (until - first).days + 1
        await make_room(connection, [first + timedelta(days=day) for day in range(days)])
    await engine.dispose()


async def _make_database(server: str) -> None:
    """The service's database and role, migrated."""
    engine = create_async_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in (
            f"create role {NAME} login password '{laboratory.PASSWORD}'",
            f"create database {NAME} owner {NAME}",
        ):
            await connection.execute(text(statement))
    await engine.dispose()
    await upgrade(NAME, own_url(server))


@contextmanager
def _keys() -> Generator[str]:
    """The list of public keys, as auth serves it."""
    public: dict[str, object] = ECAlgorithm.to_jwk(SIGNING_KEY.public_key(), as_dict=True)
    key = public | {"kid": KEY_ID, "alg": ALGORITHM, "use": "sig"}
    handler = partial(_Document, json.dumps({"keys": [key]}).encode())
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Document(BaseHTTPRequestHandler):
    """Answers everybody with the same text."""

    def __init__(self, body: bytes, *connection: Any) -> None:  # noqa: ANN401
        self._body = body
        super().__init__(*connection)

    def do_GET(self) -> None:  # that is what http.server calls it
        """Send the text."""
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(self._body)))
        self.end_headers()
        self.wfile.write(self._body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""
