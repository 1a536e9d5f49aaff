"""The broker's dead letters of this stack, through its administrator."""

from collections.abc import Mapping

from yarl import URL

from bus import dead_letters
from bus.dead_letters import DeadLetter, Requeued
from outcry.definitions import ADMIN
from outcry.errors import Problem


async def list_dead_letters(values: Mapping[str, str]) -> list[DeadLetter]:
    """All of them, the oldest first.

    Raises:
        Problem: RabbitMQ cannot be reached, or refuses.
    """
    try:
        return await dead_letters.list_dead_letters(_url(values))
    except ConnectionError as error:
        raise Problem(f"RabbitMQ: {error}") from None


async def requeue(values: Mapping[str, str], queue: str) -> Requeued:
    """Put those of one ``queue`` back there, or each where it died if none is named.

    Raises:
        Problem: RabbitMQ cannot be reached, or refuses.
    """
    try:
        return await dead_letters.requeue(_url(values), queue)
    except ConnectionError as error:
        raise Problem(f"RabbitMQ: {error}") from None


def _url(values: Mapping[str, str]) -> str:
    url = URL.build(
        scheme="amqp",
        user=ADMIN,
        password=values["RABBITMQ_ADMIN_PASSWORD"],
        host=values["RABBITMQ_HOST"],
        port=int(values["RABBITMQ_PORT"]),
        path="/",
    )
    return str(url)
