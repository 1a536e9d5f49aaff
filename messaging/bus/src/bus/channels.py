"""Channels to the broker, and answers in time: aio-pika by itself would wait for ever."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from aio_pika.abc import AbstractRobustChannel, AbstractRobustConnection

TIMEOUT_SECONDS = 5
T = TypeVar("T")


def check(connection: AbstractRobustConnection) -> None:
    """Do not wait for a broker that is away: everything at aio-pika would.

    Raises:
        ConnectionError: it is away.
    """
    if not connection.connected.is_set():
        raise ConnectionError("no connection to the broker")


async def open_channel(
    connection: AbstractRobustConnection, *, confirms: bool = False
) -> AbstractRobustChannel:
    """A new channel; with ``confirms`` the broker says of each message whether it has it.

    Raises:
        ConnectionError: the broker is away, or gives us none.
    """
    check(connection)
    channel = connection.channel(publisher_confirms=confirms, on_return_raises=confirms)
    assert isinstance(channel, AbstractRobustChannel)  # noqa: S101  # the connection is robust
    await settled(channel.initialize(), "no channel")
    return channel


async def settled(work: Coroutine[Any, Any, T], what: str, seconds: float = TIMEOUT_SECONDS) -> T:
    """The result of ``work``, in time.

    Gathered for its failure to be a result, and not our end: when a connection dies, aio-pika
    cancels tasks that nobody asked it to cancel.

    Raises:
        ConnectionError: there was none; ``what`` and the reason are its text.
    """
    task = asyncio.create_task(work)
    try:
        async with asyncio.timeout(seconds):
            [result] = await asyncio.gather(task, return_exceptions=True)
    except TimeoutError as error:
        raise ConnectionError(f"{what}: no answer in {seconds} s") from error
    if isinstance(result, BaseException):
        raise ConnectionError(f"{what}: {result!r}") from result
    return result
