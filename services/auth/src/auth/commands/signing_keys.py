"""Replacing the keys that sign access tokens, while tokens of the old ones live out their time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from auth.domain.keys import KeyLife
from auth.repository import signing_keys as stored
from auth.repository.signing_keys import SealedKey
from chassis.commands import Command
from chassis.errors import Conflict, NotFound
from chassis.transaction import Transaction
from events import AuditRecorded


class OnlyKey(Conflict):
    """Without this key nothing could be signed."""

    code = "only_key"


@dataclass(frozen=True, slots=True)
class Rotation:
    """A new key, and what the audit trail is told."""

    key: SealedKey
    told: AuditRecorded


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The key that shall be worth nothing any more."""

    kid: str
    now: datetime
    told: AuditRecorded


async def rotate_keys(
    tx: Transaction, commands: Sequence[Command[Rotation]]
) -> Sequence[KeyLife | Exception]:
    """Add keys. Each signs once everybody has had the time to see it."""
    known = {one.life.kid for one in await stored.lock_keys(tx.connection)}
    for one in commands:
        if one.wish.key.life.kid not in known:
            await stored.add_key(tx.connection, one.wish.key)
            tx.publish(one.wish.told, one.origin)
    return [one.wish.key.life for one in commands]


async def withdraw_keys(
    tx: Transaction, commands: Sequence[Command[Withdrawal]]
) -> Sequence[KeyLife | Exception]:
    """Take keys away at once: tokens that they signed are worth nothing any more.

    Raises:
        NotFound: (as an answer) there is no such key.
        OnlyKey: (as an answer) there is no other that could sign.
    """
    lives = {one.life.kid: one.life for one in await stored.lock_keys(tx.connection)}
    answers: list[KeyLife | Exception] = []
    for one in commands:
        life = lives.get(one.wish.kid)
        if life is None:
            answers.append(NotFound(f"there is no key {one.wish.kid}"))
        elif life.retired_at is not None:
            answers.append(life)
        elif not any(other.retired_at is None for other in lives.values() if other is not life):
            answers.append(OnlyKey(f"key {life.kid} is the only one that can sign: rotate first"))
        else:
            lives[life.kid] = replace(life, retired_at=one.wish.now)
            await stored.withdraw_key(tx.connection, lives[life.kid])
            tx.publish(one.wish.told, one.origin)
            answers.append(lives[life.kid])
    return answers
