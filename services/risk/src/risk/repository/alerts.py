"""Alerts about prices, as they are stored."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import upsert
from risk.domain.alerts import Alert, AlertKey
from risk.domain.companies import Split
from risk.tables import alerts
from vocabulary import AccountId, AlertKind

_KEY = (alerts.c.account_id, alerts.c.alert_id)


async def find_alerts(connection: AsyncConnection, account_id: AccountId) -> list[Alert]:
    """All alerts of an account, the newest first."""
    query = select(alerts).where(alerts.c.account_id == account_id)
    newest = query.order_by(alerts.c.set_at.desc(), alerts.c.alert_id)
    return [_alert(row) for row in await connection.execute(newest)]


async def count_alerts(
    connection: AsyncConnection, account_ids: Collection[AccountId]
) -> Counter[AccountId]:
    """How many alerts accounts have."""
    query = select(alerts.c.account_id, func.count().label("number")).group_by(alerts.c.account_id)
    found = await connection.execute(query.where(alerts.c.account_id.in_(account_ids)))
    return Counter({row.account_id: row.number for row in found})


async def lock_alerts(
    connection: AsyncConnection, keys: Collection[AlertKey]
) -> dict[AlertKey, Alert]:
    """Those that are there, in the order of their keys."""
    query = select(alerts).where(tuple_(*_KEY).in_(keys)).order_by(*_KEY).with_for_update()
    found = map(_alert, await connection.execute(query))
    return {one.key: one for one in found}


async def read_changes(
    connection: AsyncConnection, since: datetime | None
) -> list[tuple[Alert, datetime]]:
    """What has changed ``since`` then, and when; or everything that waits."""
    query = select(alerts)
    if since is None:
        query = query.where(alerts.c.repeats | alerts.c.fired_at.is_(None))
    else:
        query = query.where(alerts.c.changed_at > since)
    return [(_alert(row), row.changed_at) for row in await connection.execute(query)]


async def put_alerts(connection: AsyncConnection, several: Iterable[Alert]) -> None:
    """Store alerts in place of what is there by their keys; of one key, the last."""
    if newest := {one.key: one for one in several}:
        at = (await connection.execute(select(func.now()))).scalar_one()
        await upsert(connection, alerts, [_row(one, at) for one in newest.values()])


async def store_fired(connection: AsyncConnection, fired: Sequence[Alert]) -> list[Alert]:
    """Store that alerts went off; those which nobody has changed, or removed, meanwhile."""
    stored: list[Alert] = []
    for one in sorted(fired, key=lambda alert: alert.key):
        unchanged = (tuple_(*_KEY) == one.key) & (alerts.c.version == one.version - 1)
        made = update(alerts).where(unchanged).values(_row(one, func.now()))
        done = await connection.execute(made.returning(alerts.c.version))
        if done.first() is not None:
            stored.append(one)
    return stored


async def split_alerts(connection: AsyncConnection, split: Split) -> None:
    """Have the alerts about a symbol go by its new shares."""
    query = select(alerts).where(alerts.c.symbol == split.symbol).order_by(*_KEY)
    found = [_alert(row) for row in await connection.execute(query.with_for_update())]
    await put_alerts(connection, [one.split(split.new_shares, split.old_shares) for one in found])


async def remove_alerts(connection: AsyncConnection, keys: Collection[AlertKey]) -> None:
    """Forget alerts."""
    await connection.execute(delete(alerts).where(tuple_(*_KEY).in_(keys)))


async def remove_alerts_of(connection: AsyncConnection, accounts: Collection[AccountId]) -> None:
    """Forget what was waited for by accounts that are no more."""
    if accounts:
        await connection.execute(delete(alerts).where(alerts.c.account_id.in_(accounts)))


def _alert(row: Any) -> Alert:  # noqa: ANN401  # a row
    return Alert(
        row.account_id,
        row.alert_id,
        row.symbol,
        AlertKind(row.kind),
        row.level,
        row.reference,
        row.repeats,
        row.set_at,
        row.fired_at,
        row.fired_price,
        row.version,
    )


def _row(alert: Alert, changed_at: object) -> dict[str, Any]:
    """``changed_at`` is a time by the clock of the database: all who watch go by that one."""
    return {one.name: getattr(alert, one.name, changed_at) for one in alerts.c}
