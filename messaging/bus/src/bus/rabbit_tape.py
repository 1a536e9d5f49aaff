"""The tape on RabbitMQ: a stream, which keeps what was read and delivers from any offset.

A broker that has lost its stream says nothing: whoever asks for an offset that is not there waits
until it is, and is not told what comes before. So the reader begins with the strip that it read
last, and when that does not come looks where the stream ends.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from logging import getLogger

import aio_pika
from aio_pika import DeliveryMode
from aio_pika.abc import AbstractConnection, AbstractExchange, AbstractIncomingMessage
from yarl import URL

from bus.channels import TIMEOUT_SECONDS, settled
from bus.tape import Reel, Strip, TapeLost, UnreadableTape, decode_tape, encode_tape
from bus.topology import TAPE_QUEUE
from events import TapeWritten

LAST, NEXT = "last", "next"
RECENT = timedelta(minutes=1)
"""Who has read nothing begins so long ago, for the tape may be days long: long enough for a strip
that says where everything stands."""
UNACKNOWLEDGED_MAX = 100
ACKNOWLEDGED_AT_ONCE = UNACKNOWLEDGED_MAX // 2
FOUND_SECONDS = 3
"""How long a strip that is there may take to come."""
SILENCE_SECONDS = 15
"""The tape tells the time at least once a second: a consumer without news is asked for again."""
RETRY_SECONDS = 1
OFFSET = "x-stream-offset"
Offset = int | str | datetime
Arrivals = asyncio.Queue[AbstractIncomingMessage | None]

logger = getLogger(__name__)


class Silent(ConnectionError):
    """Nothing is heard, which may be because nobody says anything."""


async def write_strip(exchange: AbstractExchange, written: TapeWritten) -> None:
    """Publish; return when the broker has it.

    Raises:
        ConnectionError: it did not say so in time.
    """
    message = aio_pika.Message(
        encode_tape(written),
        content_type="application/json",
        type=TapeWritten.name,
        delivery_mode=DeliveryMode.PERSISTENT,
    )
    sending = exchange.publish(message, TapeWritten.name, mandatory=True)
    await settled(sending, "the tape")


class TapeReader:
    """Reads over connections of its own, one after the other, and notices what is missing."""

    def __init__(self, address: URL, reel: Reel) -> None:
        self._address = address
        self._reel = reel
        self._is_blank = False

    async def strips(self) -> AsyncGenerator[Strip]:
        """What there is from where the reel begins, and all that comes, for ever."""
        while True:
            try:
                async with aclosing(self._read_on()) as strips:
                    async for strip in strips:
                        yield strip
            except Silent:
                logger.debug("nothing new on the tape")
            except ConnectionError as error:
                logger.warning("the tape is read on: %s", error)
                await asyncio.sleep(RETRY_SECONDS)
            except TapeLost as error:
                logger.warning("it is another tape, which is read anew: %s", error)
                self._reel.begin_anew()

    async def _read_on(self) -> AsyncGenerator[Strip]:
        """On one connection, while it lasts."""
        taken, patience = 0, SILENCE_SECONDS if self._reel.place is None else FOUND_SECONDS
        async with self._consuming(self._start()) as arrivals:
            while True:
                message = await self._next(arrivals, patience, is_first=not taken)
                taken, patience = taken + 1, SILENCE_SECONDS
                if (strip := self._taken(message)) is not None:
                    yield strip
                if taken % ACKNOWLEDGED_AT_ONCE == 0:
                    await settled(message.ack(multiple=True), "cannot acknowledge")

    def _start(self) -> Offset:
        place = self._reel.place
        if place is not None:
            return place.offset
        return NEXT if self._is_blank else datetime.now(UTC) - RECENT

    async def _next(
        self, arrivals: Arrivals, patience: float, *, is_first: bool
    ) -> AbstractIncomingMessage:
        try:
            return await _arrived(arrivals, patience)
        except Silent:
            if is_first and self._reel.place is not None:
                await self._check_end(self._reel.place.offset)
            raise

    async def _check_end(self, offset: int) -> None:
        """The strip that should be there does not come."""
        end = -1
        async with self._consuming(LAST) as arrivals:
            try:
                while end < offset:
                    end = _offset(await _arrived(arrivals, FOUND_SECONDS))
            except Silent as silence:
                self._is_blank = end < 0  # or so slow that what it holds was read long ago
                raise TapeLost(f"it ends at {end}, and {offset} was read") from silence

    def _taken(self, message: AbstractIncomingMessage) -> Strip | None:
        try:
            written = decode_tape(message.body)
        except UnreadableTape:
            logger.exception("left out: what is on the tape at %s", _offset(message))
            return None
        return self._reel.take(_offset(message), written)

    @asynccontextmanager
    async def _consuming(self, offset: Offset) -> AsyncGenerator[Arrivals]:
        arrivals = Arrivals()
        connecting = aio_pika.connect(self._address, timeout=TIMEOUT_SECONDS)
        connection = await settled(connecting, "no connection", TIMEOUT_SECONDS + 1)
        try:
            await settled(_consume(connection, arrivals, offset), f"cannot read {TAPE_QUEUE}")
            yield arrivals
        finally:
            # gathered for its failure to be a result: a connection that is gone is closed
            await asyncio.gather(connection.close(), return_exceptions=True)


async def _consume(connection: AbstractConnection, arrivals: Arrivals, offset: Offset) -> None:
    def end(*_: object) -> None:
        arrivals.put_nowait(None)

    connection.close_callbacks.add(end)
    channel = await connection.channel()
    await channel.set_qos(prefetch_count=UNACKNOWLEDGED_MAX)
    queue = await channel.get_queue(TAPE_QUEUE, ensure=False)
    await queue.consume(arrivals.put, arguments={OFFSET: offset})


async def _arrived(arrivals: Arrivals, seconds: float) -> AbstractIncomingMessage:
    try:
        async with asyncio.timeout(seconds):
            message = await arrivals.get()
    except TimeoutError as error:
        raise Silent(f"nothing for {seconds} s") from error
    if message is None:
        raise ConnectionError("the connection has ended")
    return message


def _offset(message: AbstractIncomingMessage) -> int:
    offset = message.headers[OFFSET]
    assert isinstance(offset, int)  # noqa: S101  # every message of a stream has one
    return offset
