"""Our end of the bridge: a process that is started, spoken to in lines of JSON, and ended."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

from market_data.feeds.feed import FeedRefused
from market_data.settings import MarketDataSettings

SCRIPT = Path(__file__).parent / "isolated" / "bridge.py"
LINE_BYTES_MAX = 16 * 1024 * 1024
PASSED_ON = ("PATH", "LANG", "TZ", "SSL_CERT_FILE", "HTTPS_PROXY", "https_proxy", "NO_PROXY")
"""Of our environment; the rest holds passwords that are none of ccxt's business."""

Message = Mapping[str, Any]


class BridgeBroken(Exception):
    """The process ended, or could not begin."""


def python_of(settings: MarketDataSettings) -> Path:
    """The Python that ccxt is installed for: beside our own environment, unless told otherwise.

    Raises:
        FeedRefused: there is none.
    """
    python = settings.ccxt_python or Path(sys.prefix).parent / ".ccxt" / "bin" / "python"
    if not python.is_file():
        reason = f"{python} is missing: `make ccxt` installs ccxt into an environment of its own"
        raise FeedRefused("no_ccxt", reason)
    return python


def is_installed(settings: MarketDataSettings) -> bool:
    """Whether ccxt is there."""
    try:
        return bool(python_of(settings))
    except FeedRefused:
        return False


class Bridge:
    """A process that is running."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def say(self, message: Message) -> None:
        """One line to it."""
        if self._process.stdin is not None:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            await self._process.stdin.drain()

    async def messages(self) -> AsyncIterator[Message]:
        """Every line of it.

        Raises:
            BridgeBroken: it says that it failed, or ends without a word.
        """
        while self._process.stdout is not None and (line := await self._process.stdout.readline()):
            message = _message(line)
            if "failed" in message:
                raise BridgeBroken(str(message["failed"]))
            if message:
                yield message
        raise BridgeBroken("ccxt's process ended")

    async def next(self) -> Message:
        """The next line of it.

        Raises:
            BridgeBroken: there is none.
        """
        return await anext(self.messages())

    def kill(self) -> None:
        """At once."""
        if self._process.returncode is None:
            self._process.kill()

    async def ended(self) -> None:
        """Wait until it has."""
        await self._process.wait()


@asynccontextmanager
async def bridge(settings: MarketDataSettings, symbols: Sequence[str]) -> AsyncGenerator[Bridge]:
    """A process that tells of ``symbols``, or, without any, answers."""
    process = await asyncio.create_subprocess_exec(
        python_of(settings),
        SCRIPT,
        stdin=PIPE,
        stdout=PIPE,
        limit=LINE_BYTES_MAX,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
    )
    running = Bridge(process)
    try:
        wanted = {"exchange": settings.ccxt_exchange, "url": settings.ccxt_url}
        await running.say(wanted | {"symbols": list(symbols)})
        yield running
    finally:
        running.kill()
        await running.ended()


def _message(line: bytes) -> Message:
    """A line; one that somebody in there has printed is none of ours, and empty."""
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return cast(Message, message) if isinstance(message, dict) else {}
