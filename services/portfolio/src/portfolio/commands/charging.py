"""Says when interest is due: at midnight in New York, of what margin accounts owed over night.

As with corporate actions it tells until it is done, and each account's own turn sees to it; two
replicas may both tell.
"""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.transaction import Database
from chassis.works import Running
from events import InterestDue
from portfolio.domain.days import beginning_of, day_of
from portfolio.domain.interest import interest_on
from portfolio.domain.ledger import CASH
from portfolio.repository.parked import CONSUMER
from vocabulary import Money

LOOK_SECONDS = 1.0
TOLD_MAX = 1_000
NOBODY = UUID(int=0)
_OWING = text("""
    select account_id, epoch, charged_until, cast(:day as date) as day, since, moved - cash as owed
    from accounts
    cross join lateral (
        select max(b.market_time) filter (where b.market_time < :midnight) as since,
            coalesce(sum(e.amount) filter (where b.market_time >= :midnight), 0) as moved
        from bookings b join entries e on e.booking_id = b.booking_id
            and e.account_id = b.account_id and e.asset = :cash
        where b.account_id = accounts.account_id and b.epoch = accounts.epoch
    ) as booked
    where margin = 'margin' and not is_closed and moved > cash
        and (charged_until is null or charged_until < :day) and account_id > :after
        and not exists (
            select from parked where consumer = :consumer and key = accounts.account_id::text
        )
    order by account_id limit :most
""")
"""Who owed dollars at midnight and was not charged yet, and since when nothing was booked.

Whoever's events are parked is told nothing: it would be parked behind them, each second anew.
"""


class Interest:
    """Interest of so many ``percent`` a year; none if that is 0."""

    def __init__(self, percent: Decimal) -> None:
        self._percent = percent
        self._done: date | None = None

    @asynccontextmanager
    async def at_work(self, running: Running) -> AsyncGenerator[Mapping[str, object]]:
        """Look once a second within the block."""
        if self._percent:
            running.every(
                LOOK_SECONDS,
                lambda: self.look(running.database, running.prices.time.now()),
                "interest",
            )
        yield {}

    async def look(self, database: Database, now: datetime | None) -> None:
        """Tell accounts what they are to pay; ``now`` is market time, if it is known."""
        if now is None or day_of(now) == self._done:
            return
        day = day_of(now)
        asked: dict[str, object] = {
            "day": day,
            "midnight": beginning_of(day),
            "cash": CASH,
            "most": TOLD_MAX,
            "consumer": CONSUMER,
        }
        async with database.transaction() as tx:
            due = await self._find(tx.connection, asked)
            for one in due:
                tx.publish(one)
        if not due:
            self._done = day

    async def _find(
        self, connection: AsyncConnection, asked: Mapping[str, object]
    ) -> list[InterestDue]:
        """Some of those who have to pay; whoever owes less than that comes to is passed over."""
        after = NOBODY
        while True:
            found = await connection.execute(_OWING, {**asked, "after": after})
            rows = found.all()
            due = [one for row in rows if (one := self._due(row)).amount]
            if due or len(rows) < TOLD_MAX:
                return due
            after = rows[-1].account_id

    def _due(self, row: Any) -> InterestDue:  # noqa: ANN401  # a row
        day: date = row.day
        since = max(row.charged_until or date.min, day_of(row.since) if row.since else date.min)
        amount = interest_on(Money(row.owed), self._percent, (day - since).days)
        return InterestDue(
            account_id=row.account_id,
            day=day,
            epoch=row.epoch,
            amount=amount,
            market_time=beginning_of(day),
        )
