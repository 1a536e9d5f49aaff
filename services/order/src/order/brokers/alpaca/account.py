# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# The library says Dict and List without saying of what.
"""One account at Alpaca, as every broker's."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NoReturn, cast

from requests import RequestException, Response

from order.brokers.alpaca.library import APIError, TradingClient
from order.brokers.alpaca.stream import Updates
from order.brokers.alpaca.wire import Json, change_of, executions_of, report_of, request_of
from order.brokers.broker import Hear, Refused, Unsure
from order.domain.record import OrderRecord
from order.domain.routing.keys import BrokerKeys
from order.domain.routing.report import Execution, Report
from vocabulary import Quantity

TIMEOUT_SECONDS = 10.0
OPEN_MAX, PAGE = 500, 100
"""As many orders, and executions, as an answer has."""
HIDDEN = "**********"
MAYBE = frozenset({408, 409, 425, 429})
"""Refusals that say nothing about the order, besides those from 500 up."""
NOT_FOUND = 404


class Client(TradingClient):
    """Without the library's own second tries, and with an end to its patience."""

    def _one_request(self, method: str, url: str, opts: dict[str, Any], retry: int) -> Any:  # noqa: ANN401
        del retry
        return super()._one_request(method, url, opts | {"timeout": TIMEOUT_SECONDS}, 0)

    def ask(self, method: str, path: str, body: Json | None) -> Any:  # noqa: ANN401  # some JSON
        """What is answered; waits for it."""
        return self._request(method, path, None if body is None else dict(body))


class AlpacaAccount:
    """The account of these keys, at ``url``."""

    def __init__(self, url: str, keys: BrokerKeys) -> None:
        self._client = Client(keys.key_id, keys.secret, raw_data=True, url_override=url)
        self._stream_url = f"ws{url.removeprefix('http')}/stream"
        self._keys = keys

    async def submit(self, order: OrderRecord) -> Report:
        """Place an order."""
        body = request_of(order)
        return report_of(await self._do("POST", "/orders", body))

    async def replace(self, broker_order_id: str, filled: Quantity, order: OrderRecord) -> Report:
        """Change an order, which makes a new one."""
        path, body = f"/orders/{broker_order_id}", change_of(order, filled)
        return report_of(await self._do("PATCH", path, body))

    async def cancel(self, broker_order_id: str) -> None:
        """Ask for the end of an order."""
        await self._do("DELETE", f"/orders/{broker_order_id}")

    async def find(self, broker_order_id: str) -> Report | None:
        """An order by Alpaca's id."""
        return await self._look(f"/orders/{broker_order_id}", {"nested": "true"})

    async def find_named(self, name: str) -> Report | None:
        """An order by ours; its exits are not told here."""
        return await self._look("/orders:by_client_order_id", {"client_order_id": name})

    async def open_orders(self) -> Sequence[Report]:
        """Every order that is open, exits on their own."""
        asked = {"status": "open", "limit": OPEN_MAX, "nested": "false"}
        return [report_of(one) for one in await self._ask("/orders", asked)]

    async def executions(self, broker_order_id: str, since: datetime) -> Sequence[Execution]:
        """What an order has traded, as the history of the account has it."""
        asked: dict[str, Any] = {
            "order_id": broker_order_id,
            "after": since.isoformat(),
            "direction": "asc",
            "page_size": PAGE,
        }
        found: list[Json] = []
        while True:
            part = await self._ask("/account/activities/FILL", asked)
            found += part
            if len(part) < PAGE:
                return executions_of(found, broker_order_id)
            asked["page_token"] = part[-1]["id"]

    async def listen(self, hear: Hear) -> None:
        """Listen to the account's stream."""
        await Updates(self._stream_url, self._keys).once(hear)

    async def _look(self, path: str, asked: Json) -> Report | None:
        try:
            return report_of(await self._do("GET", path, asked))
        except Refused as error:
            if isinstance(error.__cause__, APIError) and _status(error.__cause__) == NOT_FOUND:
                return None
            raise Unsure(str(error)) from error

    async def _ask(self, path: str, asked: Json) -> list[Json]:
        """A list, where a refusal says nothing about an order."""
        try:
            return await self._do("GET", path, asked)
        except Refused as error:
            raise Unsure(str(error)) from error

    async def _do(self, method: str, path: str, body: Json | None = None) -> Any:  # noqa: ANN401
        """What is answered: some JSON."""
        try:
            return await asyncio.to_thread(self._client.ask, method, path, body)
        except APIError as error:
            self._give_up(error)
        except (RequestException, ValueError) as error:  # no answer, or none that can be read
            raise Unsure(self._hide(str(error))) from error

    def _give_up(self, error: APIError) -> NoReturn:
        words, status = self._hide(_words(error)), _status(error)
        if status in MAYBE or status >= 500:  # noqa: PLR2004  # a server's own trouble
            raise Unsure(words, _wait(cast(Response, error.response))) from error
        if "client_order_id" in words and "unique" in words:  # an earlier try came through
            raise Unsure(words) from error
        raise Refused(words) from error

    def _hide(self, text: str) -> str:
        return text.replace(self._keys.secret, HIDDEN).replace(self._keys.key_id, HIDDEN)


def _status(error: APIError) -> int:
    return cast(Response, error.response).status_code


def _words(error: APIError) -> str:
    """What Alpaca says, out of ``{"code": …, "message": …}`` if it is that."""
    try:
        return str(error.message)
    except (ValueError, KeyError, TypeError):
        return str(error) or f"HTTP {_status(error)}"


def _wait(response: Response) -> float:
    try:
        return float(response.headers.get("Retry-After", 0))
    except ValueError:
        return 0.0
