"""Who did best: accounts in order of what they returned in a season."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Self

from vocabulary import AccountId


class UnknownSeason(ValueError):
    """No season is called so."""


class Season(NamedTuple):
    """A month of market time, or all of it. ``until`` is the first day after it."""

    name: str
    since: date
    until: date

    @classmethod
    def named(cls, name: str) -> Self:
        """The season of a name: ``all``, or a month like ``2013-10``.

        Raises:
            UnknownSeason: it is neither.
        """
        if name == "all":
            return cls(name, date.min, date.max)
        try:
            first = date.fromisoformat(f"{name}-01")
            years, month = divmod(first.month, 12)
            return cls(name, first, date(first.year + years, month + 1, 1))
        except ValueError:
            raise UnknownSeason(
                f"a season is `all` or a month like 2013-10, not {name!r}"
            ) from None

    def has(self, day: date) -> bool:
        """Whether a market day belongs to it."""
        return self.since <= day < self.until


@dataclass(frozen=True, slots=True)
class Entry:
    """What an account achieved in a season."""

    account_id: AccountId
    total_return: Decimal
    max_drawdown: Decimal
    days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry and its rank."""

    rank: int
    entry: Entry


def ranked(entries: Iterable[Entry]) -> Sequence[Standing]:
    """The entries from the highest return down; who returned the same shares a rank.

    Within a rank the smaller drawdown comes first, and then the older account.
    """
    ordered = sorted(
        entries, key=lambda one: (-one.total_return, -one.max_drawdown, one.account_id)
    )
    standings: list[Standing] = []
    for number, one in enumerate(ordered, start=1):
        before = standings[-1] if standings else None
        same = before is not None and before.entry.total_return == one.total_return
        standings.append(Standing(before.rank if before and same else number, one))
    return standings
