# pyright: reportUnknownMemberType=false
# The library says Dict and Callable without saying of what.
"""Alpaca's stream: one connection at a time, and none of the library's own tries to make it again.

The library would try for ever, log what went wrong and tell nobody.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from market_data.domain.sessions import Session
from market_data.domain.ticks import Tick
from market_data.feeds.alpaca.library import (
    CryptoDataStream,
    DataFeed,
    DataStream,
    StockDataStream,
)
from market_data.feeds.alpaca.wire import ticks_of
from market_data.feeds.supervised import Broken, Tell
from market_data.feeds.vendors.reading import read
from vocabulary import Symbol

Message = dict[str, Any]
See = Callable[[Message], Awaitable[None]]


async def _nobody(_message: object) -> None:
    """The library wants somebody to hear of each symbol; ours sees every message before that."""


class Connection(DataStream):
    """What the library knows of the wire, for as long as one connection lasts."""

    async def once(self, see: See) -> None:
        """Connect, sign in, subscribe, and let every message be seen, until it ends.

        Raises:
            ValueError: the keys are refused.
        """
        self._see = see
        try:
            await self._start_ws()
            await self._send_subscribe_msg()
            await self._consume()
        finally:
            await self.close()

    async def _dispatch(self, msg: Message) -> None:
        await self._see(msg)


class StockConnection(Connection, StockDataStream):
    """Quotes, trades and halts of stocks and funds."""

    def __init__(self, url: str, keys: tuple[str, str], data: str, names: Sequence[str]) -> None:
        endpoint, feed = f"{url}/v2/{data}", DataFeed(data)
        super().__init__(*keys, raw_data=True, feed=feed, url_override=endpoint)
        self.subscribe_trades(_nobody, *names)
        self.subscribe_quotes(_nobody, *names)
        self.subscribe_trading_statuses(_nobody, *names)


class CryptoConnection(Connection, CryptoDataStream):
    """Quotes and trades of coins."""

    def __init__(self, url: str, keys: tuple[str, str], names: Sequence[str]) -> None:
        super().__init__(*keys, raw_data=True, url_override=f"{url}/v1beta3/crypto/us")
        self.subscribe_trades(_nobody, *names)
        self.subscribe_quotes(_nobody, *names)


class AlpacaLine:
    """Stocks, or coins. ``newest`` asks for the quotes of before; nothing is worse without them."""

    def __init__(
        self,
        line: str,
        names: Mapping[str, Symbol],
        session: Session,
        connect: Callable[[], Connection],
        newest: Callable[[], Awaitable[Sequence[Tick]]],
    ) -> None:
        self.line = line
        self.symbols = list(names.values())
        self._names = names
        self._session = session
        self._connect = connect
        self._newest = newest

    def is_open(self, time: datetime) -> bool:
        """Whether somebody trades what it tells of."""
        return self._session.is_open(time)

    async def listen(self, tell: Tell) -> None:
        """One connection, from its first message to its last.

        Raises:
            Broken: Alpaca refuses the subscription.
        """
        meaning = partial(ticks_of, symbols=self._names)

        async def see(message: Message) -> None:
            match message.get("T"):
                case "subscription":
                    await tell(())
                    await tell(await self._newest())
                case "error":
                    raise Broken(f"{message.get('code')} {message.get('msg')}")
                case _:
                    if ticks := read([message], meaning):
                        await tell(ticks)

        await self._connect().once(see)
