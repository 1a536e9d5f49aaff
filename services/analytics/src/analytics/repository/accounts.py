"""Loads and saves the track records of many accounts at once."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from sqlalchemy import Row as DatabaseRow
from sqlalchemy import Select, Table, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.domain.facts import Outcome
from analytics.domain.record import TrackRecord
from analytics.repository import rows
from analytics.repository.recount import recount
from analytics.tables import (
    adjustments,
    beginnings,
    dividends,
    fills,
    holdings,
    names,
    order_facts,
    payments,
    records,
    rejections,
    trips,
)
from chassis.statements import Row, inserted, rows_with, upserted, write
from vocabulary import AccountId, RejectionReason

Found = DatabaseRow[Any]
_UNDER_WAY = rows_with(trips.c.account_id).where(trips.c.closed_at.is_(None))


class TrackRecords:
    """The track records of many accounts, and the facts behind them."""

    async def load(
        self, connection: AsyncConnection, account_ids: Collection[AccountId]
    ) -> dict[AccountId, TrackRecord]:
        """What is known of the accounts; a blank record for one never heard of."""

        async def of(table: Table, query: Select[Any] | None = None) -> list[Found]:
            mine = rows_with(table.c.account_id) if query is None else query
            return list(await connection.execute(mine, {"keys": [*account_ids]}))

        found = {account_id: TrackRecord(account_id) for account_id in account_ids}
        for row in await of(beginnings):
            found[row.account_id].beginnings[row.epoch] = rows.beginning_of(row)
        for row in await of(payments):
            found[row.account_id].payments[row.booking_id] = rows.payment_of(row)
        rows.take_actions(found, await of(adjustments), await of(dividends))
        for row in await of(records):
            record = found[row.account_id]
            record.number, record.latest = row.number, row.latest
            record.orders.update({outcome: getattr(row, outcome) for outcome in Outcome})
        for row in await of(rejections):
            found[row.account_id].rejections[RejectionReason(row.reason)] = row.orders
        for row in await of(holdings):
            found[row.account_id].book(row.epoch).holdings[row.symbol] = rows.holding_of(row)
        for row in await of(trips, _UNDER_WAY):
            found[row.account_id].book(row.epoch).trips[row.symbol] = rows.trip_of(row)
        return found

    async def save(self, connection: AsyncConnection, states: Collection[TrackRecord]) -> None:
        """Add the new facts and store the new figures.

        Where fills were counted in an epoch that was over, the figures are worked out again.

        Raises:
            sqlalchemy.exc.IntegrityError: a fill was counted before; nothing is stored.
        """
        heard = [one for one in states if one.unsaved.is_something]

        def each(written: Callable[[TrackRecord], Iterable[Row]]) -> list[Row]:
            return [row for record in heard for row in written(record)]

        await write(
            connection,
            inserted(fills, each(rows.new_fills)),
            inserted(order_facts, each(rows.new_orders)),
            inserted(beginnings, each(rows.new_beginnings)),
            inserted(payments, each(rows.new_payments)),
            inserted(adjustments, each(rows.new_adjustments)),
            inserted(dividends, each(rows.new_dividends)),
            upserted(records, [rows.counts(one) for one in heard]),
            upserted(rejections, each(rows.changed_rejections)),
            upserted(holdings, each(rows.changed_holdings)),
            upserted(trips, each(rows.changed_trips)),
        )
        left = {user_id for record in heard for user_id in record.unsaved.left}
        if left:
            await connection.execute(delete(names).where(names.c.user_id.in_(left)))
        for record in heard:
            if record.unsaved.is_moved:
                fresh = await recount(connection, record.account_id)
                record.books = fresh.books
            record.saved()
