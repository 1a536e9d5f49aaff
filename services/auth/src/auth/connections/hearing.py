"""Hears events, of which nearly all are about accounts that nobody is notified of.

Those cost a look at the message as it came: it is not even opened. The others become rows, and only
then is the delivery acknowledged: what was not stored comes again, and is stored once.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from logging import getLogger

from sqlalchemy.exc import SQLAlchemyError

from auth.connections.wording import OF_ORDERS, WORDS, news_of
from auth.domain.push import Listener, News, Ration, listeners_to
from auth.repository import push as stored
from bus.interface import Bus, Sealed, Subscription
from chassis.outage import is_outage
from chassis.transaction import Database
from vocabulary import AccountId, UserId

SUBSCRIPTION = Subscription("auth.push", frozenset(WORDS))
RETRY_SECONDS = 1.0
GATHER_SECONDS = 0.05
"""What comes within it shares a transaction and an acknowledgement."""
_ACCOUNTS = re.compile(rb'"account_id":"([0-9a-f-]{36})"')

logger = getLogger(__name__)


class Hearing:
    """Turns events into news for those who are notified."""

    def __init__(self, now: Callable[[], datetime], stored_some: Callable[[], None]) -> None:
        self._now = now
        self._stored_some = stored_some
        self._listeners: Mapping[AccountId, Listener] = {}
        self._known: frozenset[bytes] = frozenset()
        self._ration = Ration()
        self._heard: list[tuple[UserId, News]] = []
        self._latest: Sealed | None = None
        self._wake = asyncio.Event()

    async def load(self, database: Database) -> None:
        """Read anew of which accounts somebody is notified."""
        async with database.engine.connect() as connection:
            owned = await stored.find_owned(connection, self._now())
        self._listeners = listeners_to(owned)
        self._known = frozenset(str(one).encode() for one in self._listeners)

    def arrived(self, sealed: Sealed) -> None:
        """Note what is to be told of a message.

        Raises:
            UnknownEvent, pydantic.ValidationError: it concerns somebody, and cannot be read.
        """
        if self._known and not self._known.isdisjoint(_ACCOUNTS.findall(sealed.body)):
            self._read(sealed)
        self._latest = sealed
        self._wake.set()

    async def listen(self, bus: Bus, database: Database) -> None:
        """Move news from the bus to the database, for ever."""
        while True:
            try:
                async with bus.forwarding(SUBSCRIPTION, self.arrived):
                    await self._work(database)
            except ConnectionError as error:
                logger.warning("no news yet: %s", error)
                await asyncio.sleep(RETRY_SECONDS)

    async def store(self, database: Database) -> None:
        """Store what was heard, and acknowledge it."""
        heard, self._heard, latest = self._heard, [], self._latest
        if heard:
            try:
                async with database.transaction() as tx:
                    await stored.add_news(tx.connection, heard, self._now())
            except Exception as error:
                if is_outage(error):
                    self._heard[:0] = heard
                    raise
                # to come again for ever would keep all other news from everybody
                logger.exception("%d news cannot be stored, and are not told", len(heard))
            self._stored_some()
        if latest is not None:
            await latest.acknowledge()

    async def _work(self, database: Database) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self.store(database)
            except (SQLAlchemyError, OSError) as error:
                logger.warning("news are not stored yet: %s", type(error).__name__)
                self._wake.set()
                await asyncio.sleep(RETRY_SECONDS)
            await asyncio.sleep(GATHER_SECONDS)

    def _read(self, sealed: Sealed) -> None:
        now = self._now()
        for envelope in sealed.opened().envelopes:
            listener = self._listeners.get(envelope.data.account_id)
            if listener is None or (news := news_of(envelope, listener)).is_over(now):
                continue
            is_many = envelope.type in OF_ORDERS
            if not is_many or self._ration.allows(envelope.data.account_id, now):
                self._heard.append((listener.user_id, news))
