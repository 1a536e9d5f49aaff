"""Signing keys: when one is used, and how long it is shown to those who check signatures.

A new key is published before it signs, so that nobody meets a signature whose key they lack; an
old key stays published until the last token it signed has expired.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

PUBLISHED_AHEAD = timedelta(minutes=10)
"""Longer than verifiers keep a key set before they look again."""
PUBLISHED_AFTER = timedelta(minutes=30)
"""Longer than an access token lives after the key has signed for the last time."""


@dataclass(frozen=True, slots=True)
class KeyLife:
    """When a key came, and whether it was withdrawn. A withdrawn key is worth nothing at once."""

    kid: str
    created_at: datetime
    retired_at: datetime | None = None


class Stage(StrEnum):
    """How far a key has come."""

    WAITING = "waiting"
    """It is published, and will sign once everybody knows it."""
    SIGNING = "signing"
    RETIRING = "retiring"
    """It has signed; tokens of it are accepted until the last of them has expired."""
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Standing:
    """A key and how far it has come; what it signed is accepted until then, if that is known."""

    kid: str
    stage: Stage
    created_at: datetime
    accepted_until: datetime | None


def signing_key(keys: Collection[KeyLife], now: datetime) -> KeyLife:
    """The key to sign with: the newest that everybody knows, else the one known longest.

    Raises:
        ValueError: there is no key that was not withdrawn.
    """
    usable = _usable(keys)
    if not usable:
        raise ValueError("there is no signing key")
    known = [key for key in usable if key.created_at + PUBLISHED_AHEAD <= now]
    return known[-1] if known else usable[0]


def published_keys(keys: Collection[KeyLife], now: datetime) -> list[KeyLife]:
    """The keys whose signatures are accepted: those that sign, will sign, or signed of late."""
    usable = _usable(keys)
    ends = _ends(usable)
    return [key for key in usable if key.kid not in ends or now < ends[key.kid]]


def standings(keys: Collection[KeyLife], now: datetime) -> list[Standing]:
    """How far every key has come, oldest first."""
    usable = _usable(keys)
    signs = signing_key(usable, now) if usable else None
    ends = _ends(usable)
    return [
        Standing(key.kid, _stage(key, signs, ends, now), key.created_at, _until(key, ends))
        for key in sorted(keys, key=lambda key: (key.created_at, key.kid))
    ]


def _stage(
    key: KeyLife, signs: KeyLife | None, ends: Mapping[str, datetime], now: datetime
) -> Stage:
    if key.retired_at is not None:
        return Stage.WITHDRAWN
    if key is signs:
        return Stage.SIGNING
    if key.kid in ends and now >= ends[key.kid]:
        return Stage.RETIRED
    return Stage.WAITING if now < key.created_at + PUBLISHED_AHEAD else Stage.RETIRING


def _until(key: KeyLife, ends: Mapping[str, datetime]) -> datetime | None:
    return key.retired_at or ends.get(key.kid)


def _ends(usable: Sequence[KeyLife]) -> dict[str, datetime]:
    """When the last token of each key that has a successor has expired."""
    overlap = PUBLISHED_AHEAD + PUBLISHED_AFTER
    return {old.kid: new.created_at + overlap for old, new in pairwise(usable)}


def _usable(keys: Collection[KeyLife]) -> list[KeyLife]:
    """Those that were not withdrawn, oldest first."""
    kept = [key for key in keys if key.retired_at is None]
    return sorted(kept, key=lambda key: (key.created_at, key.kid))
