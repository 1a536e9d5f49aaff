"""The keys that sign access tokens: which there are, a new one, and taking one away.

They are in auth's database, sealed with its secret. The service notices within half a minute.
"""

import getpass
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from auth.commands.signing_keys import Rotation, Withdrawal, rotate_keys, withdraw_keys
from auth.credentials.keyring import PURPOSE, new_key, open_key
from auth.credentials.sealing import Seal, WrongSecret, derive_key
from auth.domain.keys import KeyLife, Standing, standings
from auth.repository import signing_keys as repository
from bus.message import pack
from bus.outbox import leave
from chassis.commands import Command
from chassis.context import current_origin
from chassis.errors import Refusal
from chassis.transaction import Transaction
from events import AuditRecorded
from outcry.databases import connected
from outcry.environment import partitions_of
from outcry.errors import Problem
from vocabulary import AuditAction, AuditOutcome

OWNER = "auth"


async def list_keys(values: Mapping[str, str]) -> list[Standing]:
    """Every key, and how far it has come, oldest first.

    Raises:
        Problem: the database cannot be reached.
    """
    async with connected(OWNER, values) as connection:
        return await _standings(Transaction(connection, OWNER))


async def rotate(values: Mapping[str, str]) -> list[Standing]:
    """Add a key; it is shown at once, and signs once everybody has had the time to see it.

    Raises:
        Problem: the database cannot be reached, or its keys were sealed with another secret.
    """
    seal = Seal(derive_key(values["AUTH_KEY_SECRET"], PURPOSE))
    async with _transaction(values) as tx:
        try:
            for known in await repository.lock_keys(tx.connection):
                open_key(seal, known)
        except WrongSecret as error:
            raise Problem(str(error)) from error
        key = new_key(seal, datetime.now(UTC))
        wish = Rotation(key, _told(f"key {key.life.kid} added"))
        _granted(await rotate_keys(tx, [Command(wish, current_origin())]))
        return await _standings(tx)


async def withdraw(values: Mapping[str, str], kid: str) -> list[Standing]:
    """Take a key away: whoever holds a token that it signed has to sign in again.

    Raises:
        Problem: there is no such key, no other that could sign, or no database.
    """
    async with _transaction(values) as tx:
        wish = Withdrawal(kid, datetime.now(UTC), _told(f"key {kid} withdrawn"))
        _granted(await withdraw_keys(tx, [Command(wish, current_origin())]))
        return await _standings(tx)


@asynccontextmanager
async def _transaction(values: Mapping[str, str]) -> AsyncGenerator[Transaction]:
    """A transaction of auth's; what is published in it, the service's relay carries on."""
    async with connected(OWNER, values, isolation="READ COMMITTED") as connection:
        tx = Transaction(connection, OWNER)
        yield tx
        await leave(connection, pack(tx.envelopes, partitions_of(values)))


async def _standings(tx: Transaction) -> list[Standing]:
    lives = [one.life for one in await repository.find_keys(tx.connection)]
    return standings(lives, datetime.now(UTC))


def _granted(answers: Sequence[KeyLife | Exception]) -> None:
    for answer in answers:
        if isinstance(answer, Refusal):
            raise Problem(str(answer))


def _told(what: str) -> AuditRecorded:
    detail = f"{what} by {getpass.getuser()} with the outcry command"
    return AuditRecorded(
        action=AuditAction.ROTATE_SIGNING_KEY, outcome=AuditOutcome.SUCCEEDED, detail=detail
    )
