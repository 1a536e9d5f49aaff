"""A small HTTP/1.1 client: the load generator shares two cores with what it measures."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httptools
import orjson

TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, and the text that came with it."""

    status: int
    text: bytes

    @property
    def body(self) -> Any:  # noqa: ANN401
        """The text as JSON; ``None`` if there is none."""
        return orjson.loads(self.text) if self.text else None


class Connection(asyncio.Protocol):
    """One kept-alive connection with one request under way."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self._parser: Any = None
        self._body = bytearray()
        self._answer: asyncio.Future[Answer] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the way out."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever waits learns that no answer will come."""
        self.transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError(f"closed: {exc}"))

    def data_received(self, data: bytes) -> None:
        """Feed the parser."""
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        """A part of the answer."""
        self._body += body

    def on_message_complete(self) -> None:
        """The answer is whole."""
        if self._answer is None or self._answer.done():
            return
        self._answer.set_result(Answer(self._parser.get_status_code(), bytes(self._body)))

    async def send(self, request: bytes) -> Answer:
        """Send one request and wait for its answer.

        Raises:
            ConnectionError: the other side hung up.
            TimeoutError: no answer came.
        """
        if self.transport is None:
            raise ConnectionError("not connected")
        self._body.clear()
        self._parser = httptools.HttpResponseParser(self)
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        async with asyncio.timeout(TIMEOUT_SECONDS):
            return await self._answer


class Client:
    """As many connections as there are requests at the same time."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._idle: list[Connection] = []

    async def send(
        self, method: str, path: str, headers: Mapping[str, str], body: object = None
    ) -> Answer:
        """Send a request with a JSON body."""
        content = b"" if body is None else orjson.dumps(body)
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}:{self._port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}", "", ""]
        async with self._connection() as connection:
            return await connection.send("\r\n".join(lines).encode() + content)

    def close(self) -> None:
        """Close what is idle."""
        for connection in self._idle:
            if connection.transport is not None:
                connection.transport.close()
        self._idle.clear()

    @asynccontextmanager
    async def _connection(self) -> AsyncGenerator[Connection]:
        connection = await self._take()
        try:
            yield connection
        except BaseException:
            if connection.transport is not None:
                connection.transport.abort()
            raise
        self._idle.append(connection)

    async def _take(self) -> Connection:
        while self._idle:
            connection = self._idle.pop()
            if connection.transport is not None and not connection.transport.is_closing():
                return connection
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(Connection, self._host, self._port)
        return connection
