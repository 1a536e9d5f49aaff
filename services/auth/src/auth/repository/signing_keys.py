"""The keys that sign access tokens, sealed."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from auth.domain.keys import KeyLife
from auth.tables import keys
from chassis.statements import insert_rows, update_rows
from chassis.transaction import row_of

KEYS_LOCK = literal(0x6B657973 << 32, BigInteger)
"""Held while the first signing key is made, so that two processes make one."""


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A private key that only this service's secret opens."""

    life: KeyLife
    sealed: bytes


async def lock_keys(connection: AsyncConnection) -> list[SealedKey]:
    """All signing keys; nobody else adds one before this transaction ends."""
    await connection.execute(select(func.pg_advisory_xact_lock(KEYS_LOCK)))
    return await find_keys(connection)


async def find_keys(connection: AsyncConnection) -> list[SealedKey]:
    """All signing keys."""
    return [
        SealedKey(KeyLife(row.kid, row.created_at, row.retired_at), row.sealed)
        for row in await connection.execute(select(keys))
    ]


async def add_key(connection: AsyncConnection, key: SealedKey) -> None:
    """Store a new signing key."""
    await insert_rows(connection, keys, [{**row_of(key.life), "sealed": key.sealed}])


async def withdraw_key(connection: AsyncConnection, life: KeyLife) -> None:
    """Store that a key is worth nothing from now on."""
    await update_rows(connection, keys, [row_of(life)])
