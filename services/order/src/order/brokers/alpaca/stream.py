# pyright: reportUnknownMemberType=false
# The library says Dict and Callable without saying of what.
"""Alpaca's stream of an account: one connection, and none of the library's own tries to make it."""

import asyncio
from typing import Any

from order.brokers.alpaca.library import TradingStream
from order.brokers.alpaca.wire import update_of
from order.brokers.broker import Hear
from order.domain.routing.keys import BrokerKeys

CONNECT_SECONDS = 15.0
PINGS = {"ping_interval": 10, "ping_timeout": 20, "max_queue": 1024}


async def _nobody(_message: object) -> None:
    """The library wants somebody to hear of orders; ours sees every message before that."""


class Updates(TradingStream):
    """What the library knows of the wire, for as long as one connection lasts."""

    def __init__(self, url: str, keys: BrokerKeys) -> None:
        super().__init__(
            keys.key_id, keys.secret, raw_data=True, url_override=url, websocket_params=PINGS
        )
        self.subscribe_trade_updates(_nobody)

    async def once(self, hear: Hear) -> None:
        """Connect, sign in, and tell every update, until it ends.

        Raises:
            ValueError: the keys are refused.
        """
        self._hear = hear
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await self._start_ws()
            await self._consume()
        finally:
            await self.close()

    async def _dispatch(self, msg: dict[str, Any]) -> None:
        if msg.get("stream") == "listening":
            await self._hear(None)
        elif msg.get("stream") == "trade_updates":
            await self._hear(update_of(msg["data"]))
