"""What a broker delivers, opened for who listens; what cannot be read reaches nobody."""

import asyncio
from collections.abc import Awaitable, Callable
from logging import getLogger

from aio_pika.abc import AbstractIncomingMessage
from pydantic import ValidationError

from bus.interface import PricesArrived, Sealed, SealedArrived
from bus.message import UnknownEvent, decode_prices

Read = Callable[[AbstractIncomingMessage], Awaitable[None]]
logger = getLogger(__name__)


def reader(arrived: SealedArrived) -> Read:
    """Hands domain events to ``arrived``; what cannot be read goes to the dead letters."""

    async def read(message: AbstractIncomingMessage) -> None:
        async def acknowledge() -> None:
            # gathered for its failure to be a result: a lost acknowledgement is a redelivery
            await asyncio.gather(message.ack(multiple=True), return_exceptions=True)

        name = (message.routing_key or "").partition(".")[0]
        try:
            arrived(Sealed(name, message.body, acknowledge))
        except (ValidationError, UnknownEvent):
            logger.exception("dead-lettered: %s cannot be read", message.routing_key)
            await asyncio.gather(message.reject(requeue=False), return_exceptions=True)

    return read


def price_reader(arrived: PricesArrived) -> Read:
    """Hands prices to ``arrived``; what cannot be read is dropped."""

    async def read(message: AbstractIncomingMessage) -> None:
        name = message.routing_key or ""
        try:
            events = decode_prices(name, message.body)
        except (ValidationError, UnknownEvent):
            logger.exception("dropped: prices on %s cannot be read", name)
            return
        arrived(name, events)

    return read
