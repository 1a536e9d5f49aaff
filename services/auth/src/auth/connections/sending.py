"""Sends news to devices: each device is one replica's business at a time, and told one thing."""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from logging import getLogger

from sqlalchemy.exc import SQLAlchemyError

from auth.connections.push_services import Fate, Outcome, Parcel, PushServices
from auth.domain import push as rules
from auth.domain.push import News, Subscription, as_one, back_off
from auth.repository import push as stored
from chassis.transaction import Database

LOOK_SECONDS = 1.0
SWEEP = timedelta(minutes=1)
AT_ONCE = 20
LEASE = timedelta(seconds=30)
"""After it somebody else sends what a process that was killed did not; sending takes less."""

logger = getLogger(__name__)


class Sending:
    """Looks every second for news, and at once when some were heard here."""

    def __init__(self, services: PushServices, now: Callable[[], datetime]) -> None:
        self._services = services
        self._now = now
        self._wake = asyncio.Event()
        self._swept_at: datetime | None = None

    def wake(self) -> None:
        """There are news."""
        self._wake.set()

    async def work(self, database: Database) -> None:
        """Send, for ever."""
        while True:
            self._wake.clear()
            try:
                sent = await self.send(database)
                await self._sweep(database)
            except (SQLAlchemyError, OSError) as error:
                logger.warning("news wait for the database: %s", type(error).__name__)
                await asyncio.sleep(LOOK_SECONDS)
                continue
            if sent < AT_ONCE:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)

    async def send(self, database: Database) -> int:
        """Send what is due to some devices; return to how many."""
        now = self._now()
        async with database.transaction() as tx:
            claimed = await stored.claim(tx.connection, now, now + LEASE, AT_ONCE)
        outcomes = await asyncio.gather(*(self._send(to, news) for to, _, news in claimed))
        for (to, tries, news), outcome in zip(claimed, outcomes, strict=True):
            await self._note(database, to, tries, news, outcome)
        return len(claimed)

    async def _send(self, to: Subscription, news: Sequence[News]) -> Outcome:
        now, one = self._now(), as_one(news)
        life = one.told_at + rules.NEWS_LIFE - now
        return await self._services.send(to, Parcel(_text(one), one.event_id.hex, life), now)

    async def _note(
        self,
        database: Database,
        to: Subscription,
        tries: int,
        news: Sequence[News],
        outcome: Outcome,
    ) -> None:
        now = self._now()
        async with database.transaction() as tx:
            if outcome.fate is Fate.GONE:
                await stored.delete_gone(tx.connection, to)
            elif outcome.fate is Fate.LATER:
                until = now + back_off(tries + 1, outcome.after)
                await stored.put_off(tx.connection, to, tries + 1, until)
            else:
                ids = [one.event_id for one in news]
                await stored.put_off(tx.connection, to, 0, now + rules.PACE)
                await stored.note_told(tx.connection, to.session_id, ids, now)

    async def _sweep(self, database: Database) -> None:
        now = self._now()
        if self._swept_at is None or now - self._swept_at >= SWEEP:
            async with database.transaction() as tx:
                await stored.sweep(tx.connection, now)
            self._swept_at = now


def _text(news: News) -> bytes:
    """What the terminal's service worker is told."""
    told = {
        "title": news.title,
        "body": news.body,
        "tag": str(news.event_id),
        "path": news.path,
        "at": news.told_at.isoformat(),
    }
    return json.dumps(told, ensure_ascii=False).encode()
