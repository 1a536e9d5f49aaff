"""Second factors and their recovery codes: rows in, domain objects out."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from auth.domain.second_factor import SecondFactor
from auth.tables import recovery_codes, totp
from chassis.statements import upsert
from vocabulary import UserId


async def find_factors(
    connection: AsyncConnection, user_ids: Collection[UserId]
) -> dict[UserId, SecondFactor]:
    """The second factors of these users, confirmed or not.

    Who wants to change one locks its user first: it is good once, whoever asks at the same time.
    """
    found = await connection.execute(select(totp).where(totp.c.user_id.in_(user_ids)))
    factors = {row.user_id: _factor(row) for row in found}
    if factors:
        theirs = select(recovery_codes).where(recovery_codes.c.user_id.in_(factors))
        for row in await connection.execute(theirs):
            factors[row.user_id].recovery[row.digest] = row.used_at
    return factors


async def save_factors(connection: AsyncConnection, changed: Collection[SecondFactor]) -> None:
    """Store second factors of locked users. Recovery codes that they no longer have are gone."""
    await upsert(connection, totp, [_row(factor) for factor in changed])
    kept = [
        {"digest": digest, "user_id": factor.user_id, "used_at": used_at}
        for factor in changed
        for digest, used_at in factor.recovery.items()
    ]
    replaced = delete(recovery_codes).where(
        recovery_codes.c.user_id.in_([factor.user_id for factor in changed]),
        recovery_codes.c.digest.not_in([row["digest"] for row in kept]),
    )
    await connection.execute(replaced)
    await upsert(connection, recovery_codes, kept)


async def delete_factors(connection: AsyncConnection, user_ids: Collection[UserId]) -> None:
    """Forget the second factors of locked users, and their recovery codes."""
    for table in (totp, recovery_codes):
        await connection.execute(delete(table).where(table.c.user_id.in_(user_ids)))


def _row(factor: SecondFactor) -> dict[str, object]:
    return {
        "user_id": factor.user_id,
        "sealed": factor.sealed,
        "created_at": factor.created_at,
        "confirmed_at": factor.confirmed_at,
        "last_step": factor.last_step,
        "wrong_codes": factor.wrong_codes,
    }


def _factor(row: Row[Any]) -> SecondFactor:
    return SecondFactor(
        user_id=row.user_id,
        sealed=row.sealed,
        created_at=row.created_at,
        confirmed_at=row.confirmed_at,
        last_step=row.last_step,
        wrong_codes=row.wrong_codes,
    )
