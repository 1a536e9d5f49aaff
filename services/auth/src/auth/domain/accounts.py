"""The trading accounts of a person, as far as signing in is concerned."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from auth.domain.api_keys import ApiKey
from auth.domain.users import User
from vocabulary import AccountId, UserId


@dataclass(slots=True)
class Account:
    """A trading account; before it was heard of, of nobody.

    ``keys`` are the API keys that open it. What is ``is_changed`` is not stored yet.
    """

    account_id: AccountId
    user_id: UserId | None = None
    name: str = ""
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    keys: tuple[ApiKey, ...] = ()
    is_changed: bool = False

    def open(self, user_id: UserId, name: str, now: datetime) -> None:
        """It belongs to somebody; being told twice changes nothing."""
        if self.user_id is None:
            self.user_id, self.name, self.opened_at, self.is_changed = user_id, name, now, True

    def rename(self, name: str) -> None:
        """It is called something else."""
        self.name, self.is_changed = name, True

    def close(self, now: datetime) -> Iterable[ApiKey]:
        """Nobody gets in any more; the API keys that end with it."""
        self.closed_at, self.is_changed = self.closed_at or now, True
        return [key for key in self.keys if key.revoke(now)]


@dataclass(slots=True)
class Person:
    """Somebody who may have left. ``accounts`` are those that they were given just now."""

    user_id: UserId
    is_gone: bool
    accounts: list[Account] = field(default_factory=list[Account])


class Own(NamedTuple):
    """Which accounts of a person a token may speak for, and which it may not any more."""

    open: frozenset[AccountId]
    closed: frozenset[AccountId]

    @classmethod
    def of(cls, user: User, accounts: Iterable[Account]) -> "Own":
        """Theirs; the default one is one of them even before it was heard of."""
        known = {one.account_id: one.closed_at for one in accounts}
        closed = frozenset(each for each, closed_at in known.items() if closed_at)
        return cls(frozenset({*known, user.account_id}) - closed, closed)
