"""Loads and saves the track records of many accounts at once."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Row as DatabaseRow
from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.domain.holding import Holding
from analytics.domain.record import Outcome, TrackRecord
from analytics.tables import fills, holdings, records, rejections
from chassis.statements import Row, inserted, upserted, write
from chassis.transaction import row_of
from vocabulary import AccountId, RejectionReason

Found = DatabaseRow[Any]


class TrackRecords:
    """The track records of many accounts, and the fills behind them."""

    async def load(
        self, connection: AsyncConnection, account_ids: Collection[AccountId]
    ) -> dict[AccountId, TrackRecord]:
        """What is known of the accounts; a blank record for one never heard of."""

        async def rows(table: Table) -> list[Found]:
            mine = table.c.account_id.in_(account_ids)
            return list(await connection.execute(select(table).where(mine)))

        found = {account_id: TrackRecord(account_id) for account_id in account_ids}
        for row in await rows(records):
            record = found[row.account_id]
            record.opening_cash = row.opening_cash
            record.orders.update({outcome: getattr(row, outcome) for outcome in Outcome})
        for row in await rows(rejections):
            found[row.account_id].rejections[RejectionReason(row.reason)] = row.orders
        for row in await rows(holdings):
            found[row.account_id].holdings[row.symbol] = _holding(row)
        return found

    async def save(self, connection: AsyncConnection, states: Collection[TrackRecord]) -> None:
        """Add the new fills and store the new figures.

        Raises:
            sqlalchemy.exc.IntegrityError: a fill was counted before; nothing is stored.
        """
        await write(
            connection,
            inserted(fills, [*_fills(states)]),
            upserted(records, [_counts(one) for one in states if one.touched]),
            upserted(rejections, [*_rejections(states)]),
            upserted(holdings, [*_holdings(states)]),
        )
        for record in states:
            record.saved()


def _holding(row: Found) -> Holding:
    return Holding(
        symbol=row.symbol,
        quantity=row.quantity,
        cost=row.cost,
        bought=row.bought,
        sold=row.sold,
        shares_traded=row.shares_traded,
        trades=row.trades,
        fees=row.fees,
    )


def _fills(states: Collection[TrackRecord]) -> Iterator[Row]:
    for record in states:
        for fill, earned in record.fills:
            yield row_of(fill) | {"account_id": record.account_id, "realised": earned}


def _counts(record: TrackRecord) -> Row:
    counts = {outcome.value: record.orders[outcome] for outcome in Outcome}
    return {"account_id": record.account_id, "opening_cash": record.opening_cash, **counts}


def _rejections(states: Collection[TrackRecord]) -> Iterator[Row]:
    for record in states:
        for reason in record.refusals:
            orders = record.rejections[reason]
            yield {"account_id": record.account_id, "reason": reason, "orders": orders}


def _holdings(states: Collection[TrackRecord]) -> Iterator[Row]:
    for record in states:
        for symbol in record.changed:
            yield row_of(record.holdings[symbol]) | {"account_id": record.account_id}
