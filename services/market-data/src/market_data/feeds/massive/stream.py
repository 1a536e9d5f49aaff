"""Massive's stream: one connection per market, which its plans allow one of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from market_data.domain.instruments import Instrument
from market_data.domain.sessions import Session
from market_data.feeds.massive.library import Market, WebSocketClient
from market_data.feeds.massive.wire import Message, loads, ticks_of
from market_data.feeds.supervised import Broken, Tell
from market_data.feeds.vendors.reading import read

CHANNELS = {Market.Stocks: ("T", "Q"), Market.Crypto: ("XT", "XQ"), Market.Forex: ("C",)}
"""Trades and quotes; of currencies there are only quotes."""


class MassiveLine:
    """Stocks, coins or currencies."""

    def __init__(
        self,
        url: str,
        key: str,
        market: Market,
        instruments: Mapping[str, Instrument],
        session: Session,
    ) -> None:
        self.line = market.value
        self.symbols = [one.symbol for one in instruments.values()]
        self._address = urlsplit(url)
        self._key = key
        self._market = market
        self._instruments = instruments
        self._session = session

    def is_open(self, time: datetime) -> bool:
        """Whether somebody trades what it tells of."""
        return self._session.is_open(time)

    async def listen(self, tell: Tell) -> None:
        """One connection, from its first message to its last.

        Raises:
            Broken: Massive refuses the subscription.
            AuthError: it refuses the key.
        """
        meaning = partial(ticks_of, instruments=self._instruments)

        async def see(frame: object) -> None:
            messages: Sequence[Message] = loads(str(frame))
            for message in messages:
                if message.get("ev") == "status":
                    await self._status(message, tell)
            if ticks := read(messages, meaning):
                await tell(ticks)

        client = self._client()
        try:
            await client.connect(see)  # pyright: ignore[reportUnknownMemberType]
        finally:
            if client.websocket is not None:
                await client.close()

    async def _status(self, message: Message, tell: Tell) -> None:
        if message.get("status") != "success":
            raise Broken(f"{message.get('status')}: {message.get('message')}")
        await tell(())

    def _client(self) -> WebSocketClient:
        topics = [
            f"{channel}.{name}" for channel in CHANNELS[self._market] for name in self._instruments
        ]
        return WebSocketClient(
            self._key,
            feed=self._address.netloc,
            secure=self._address.scheme == "wss",
            market=self._market,
            raw=True,
            subscriptions=topics,
            max_reconnects=0,
        )
