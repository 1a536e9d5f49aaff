"""Signing keys: when one is used, and how long it is shown to those who check signatures.

A new key is published before it signs, so that nobody meets a signature whose key they lack; an
old key stays published until the last token it signed has expired.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    overlap = PUBLISHED_AHEAD + PUBLISHED_AFTER
    replaced = [old for old, new in pairwise(usable) if now < new.created_at + overlap]
    return replaced + usable[-1:]


def _usable(keys: Collection[KeyLife]) -> list[KeyLife]:
    """Those that were not withdrawn, oldest first."""
    kept = [key for key in keys if key.retired_at is None]
    return sorted(kept, key=lambda key: (key.created_at, key.kid))
