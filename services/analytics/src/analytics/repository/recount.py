"""Works the figures of an account out again, from the facts alone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row as DatabaseRow
from sqlalchemy import Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.domain.record import TrackRecord
from analytics.domain.recounting import recounted
from analytics.repository import rows
from analytics.tables import (
    adjustments,
    beginnings,
    dividends,
    fills,
    holdings,
    order_facts,
    payments,
    records,
    rejections,
    trips,
)
from chassis.statements import Row, insert_rows, update_rows
from vocabulary import AccountId

Found = DatabaseRow[Any]
WORKED_OUT = (records, rejections, holdings, trips)


async def recount(connection: AsyncConnection, account_id: AccountId) -> TrackRecord:
    """Replace the figures of an account by what its facts make; return the record of them."""

    async def of(table: Table, *order: Any) -> Sequence[Found]:  # noqa: ANN401  # columns
        query = select(table).where(table.c.account_id == account_id).order_by(*order)
        return list(await connection.execute(query))

    stored = await of(fills, fills.c.number)
    split = await of(adjustments, adjustments.c.booking_id)
    record = recounted(
        account_id,
        [rows.beginning_of(one) for one in await of(beginnings, beginnings.c.epoch)],
        [rows.payment_of(one) for one in await of(payments, payments.c.booking_id)],
        [rows.order_fact_of(one) for one in await of(order_facts, order_facts.c.event_id)],
        [rows.fill_of(one) for one in stored],
        (
            [rows.adjustment_of(one) for one in split],
            [rows.dividend_of(one) for one in await of(dividends, dividends.c.booking_id)],
        ),
    )
    for table in WORKED_OUT:
        await connection.execute(delete(table).where(table.c.account_id == account_id))
    worked_out = map(rows.worked_out, record.unsaved.fills)
    both = zip(stored, worked_out, strict=True)
    await update_rows(connection, fills, [new for old, new in both if _differs(old, new)])
    places = {one.booking_id: one for one in split}
    placed = map(rows.placed, record.unsaved.placed)
    moved = [one for one in placed if _differs(places[one["booking_id"]], one)]
    await update_rows(connection, adjustments, moved)
    await insert_rows(connection, records, [rows.counts(record)])
    await insert_rows(connection, rejections, [*rows.changed_rejections(record)])
    await insert_rows(connection, holdings, [*rows.changed_holdings(record)])
    await insert_rows(connection, trips, [*rows.changed_trips(record)])
    return record


def _differs(old: Found, new: Row) -> bool:
    return any(getattr(old, name) != figure for name, figure in new.items())
