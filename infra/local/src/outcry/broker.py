"""Tell a running broker what the services need. What it knows already stays as it is."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import httpx

from outcry.definitions import ADMIN, with_passwords
from outcry.environment import partitions_of
from outcry.errors import Problem
from outcry.plan import passwords_of

TIMEOUT_SECONDS = 30.0


class Management:
    """What an administrator can ask of the broker, and do to it."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def ask(self, what: str) -> Any:  # noqa: ANN401  # JSON
        """What the broker says of itself.

        Raises:
            Problem: it cannot be reached, or refuses.
        """
        return (await self._do("GET", what)).json()

    async def tell(self, definitions: Mapping[str, Any]) -> None:
        """Import exchanges, queues, bindings, users and permissions.

        Raises:
            Problem: the broker cannot be reached, or refuses.
        """
        await self._do("POST", "definitions", definitions)

    async def remove(self, *path: str) -> None:
        """Delete what is there.

        Raises:
            Problem: the broker cannot be reached, or refuses.
        """
        await self._do("DELETE", "/".join(quote(part, safe="") for part in path))

    async def _do(self, method: str, where: str, given: object = None) -> httpx.Response:
        try:
            answer = await self._http.request(method, where, json=given)
        except httpx.HTTPError as error:
            raise Problem(f"RabbitMQ's management page cannot be reached: {error}") from None
        if answer.is_error:
            raise Problem(f"RabbitMQ refuses {where} ({answer.status_code}): {answer.text}")
        return answer


async def configure_broker(values: Mapping[str, str]) -> None:
    """Import what the services need with as many partitions as the configuration has.

    Raises:
        Problem: the broker cannot be reached, or refuses; or the number of partitions has changed
            while events are under way.
    """
    from outcry.repartition import make_way
    from outcry.topology import needed_with

    needed = needed_with(partitions_of(values))
    async with management(values) as broker:
        await make_way(broker, needed, values)
        await broker.tell(with_passwords(needed, passwords_of(values)))


@asynccontextmanager
async def management(values: Mapping[str, str]) -> AsyncGenerator[Management]:
    """The management page, signed in."""
    url = f"http://{values['RABBITMQ_HOST']}:{values['RABBITMQ_MANAGEMENT_PORT']}/api/"
    account = httpx.BasicAuth(ADMIN, values["RABBITMQ_ADMIN_PASSWORD"])
    async with httpx.AsyncClient(base_url=url, auth=account, timeout=TIMEOUT_SECONDS) as http:
        yield Management(http)
