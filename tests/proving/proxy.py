"""A TCP proxy between a client and a server: the wire of a test, to be cut, frozen and mended."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

CHUNK_BYTES = 65_536
TURNS_TO_COME_IN = 3
"""Of the loop, from when the kernel hands a connection over until it is served."""


class Proxy:
    """Passes bytes on, and counts them, until told otherwise."""

    def __init__(self, host: str, port: int) -> None:
        self.port = 0
        self.cut_after_bytes: int | None = None
        """Cut everything once so many more bytes have gone to the server."""
        self.cut_after: bytes | None = None
        """Cut everything once these bytes have gone to the server, before it can answer."""
        self._target = host, port
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def mend(self) -> None:
        """Let connections through, from now on."""
        self._flowing.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._let_in, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """Break every connection; new ones are let through."""
        for writer in self._writers:
            writer.transport.abort()

    async def block(self) -> None:
        """Break every connection, and refuse new ones until :meth:`mend`."""
        if self._server is not None:
            server, self._server = self._server, None
            for one in server.sockets:
                asyncio.get_running_loop().remove_reader(one)
            for _ in range(TURNS_TO_COME_IN):  # a server that ends forgets who is coming in, and
                await asyncio.sleep(0)  # a later test would fail because a socket is still open
            server.close()
        self.cut()

    def freeze(self) -> None:
        """Keep the connections, pass nothing on until :meth:`mend`."""
        self._flowing.clear()

    async def close(self) -> None:
        """Break everything, and wait until it is gone."""
        self._flowing.set()
        await self.block()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _let_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._server is None:  # blocked while they came in: nobody would wait for their end
            writer.transport.abort()
            return
        self._writers.add(writer)
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = {writer}
        try:
            far_reader, far_writer = await asyncio.open_connection(*self._target)
            ends.add(far_writer)
            self._writers.add(far_writer)
            answered = asyncio.Event()
            await asyncio.gather(
                self._ask(reader, far_writer, answered), self._answer(far_reader, writer, answered)
            )
        except OSError:
            pass  # nobody is there
        finally:
            for one in ends:
                one.transport.abort()
            self._writers -= ends

    async def _ask(
        self,
        reader: asyncio.StreamReader,
        server: asyncio.StreamWriter,
        answered: asyncio.Event,
    ) -> None:
        with suppress(OSError):
            while chunk := await reader.read(CHUNK_BYTES):
                await self._flowing.wait()
                if self._is_enough(chunk):
                    self.cut()
                    break
                server.write(chunk)
                await server.drain()
                if self.cut_after and self.cut_after in chunk:
                    self.cut_after = None
                    self._writers.discard(server)  # it gets all that was sent, and answers in vain
                    self.cut()
                    await answered.wait()
                    break
        server.transport.abort()

    async def _answer(
        self,
        reader: asyncio.StreamReader,
        client: asyncio.StreamWriter,
        answered: asyncio.Event,
    ) -> None:
        with suppress(OSError):
            while chunk := await reader.read(CHUNK_BYTES):
                await self._flowing.wait()
                if client.transport.is_closing():
                    break
                client.write(chunk)
                await client.drain()
        answered.set()
        client.transport.abort()

    def _is_enough(self, chunk: bytes) -> bool:
        if self.cut_after_bytes is None:
            return False
        self.cut_after_bytes -= len(chunk)
        if self.cut_after_bytes > 0:
            return False
        self.cut_after_bytes = None
        return True


@asynccontextmanager
async def proxy(host: str, port: int) -> AsyncGenerator[Proxy]:
    """A proxy to ``host:port`` that is closed at the end of the block."""
    wire = Proxy(host, port)
    await wire.mend()
    try:
        yield wire
    finally:
        await wire.close()
