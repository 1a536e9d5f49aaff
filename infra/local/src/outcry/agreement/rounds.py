"""Tell apart what is wrong and what is only on its way, by looking again.

An event takes less than a second. So where nothing moves any more and services do not say the
same, they will not say it later either: unless messages still wait for somebody, or events were
put aside. Accounts that never rest are compared by how often they traded: nobody may have heard of
fewer fills than somebody else had heard of a while ago.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from outcry.agreement.figures import (
    NOTHING,
    SAID_BY,
    ZERO,
    Difference,
    Figure,
    Figures,
    Kind,
    Voices,
    accounts_of,
    differences,
)
from outcry.agreement.glance import Glance
from vocabulary import AccountId

Counts = Mapping[tuple[AccountId, Figure], Sequence[Decimal]]
"""How often a symbol was traded, as each of those says who have to say the same."""


class Verdict(StrEnum):
    """Why services do not say the same."""

    WRONG = "wrong"
    """Nothing is on its way that could change it."""
    LATE = "late"
    """Messages wait for somebody."""
    PARKED = "parked"
    """An event of the account, or of the symbol, was put aside: somebody has to look at it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A difference that does not pass, and why."""

    difference: Difference
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Findings:
    """What there is to say after a round.

    ``passing`` are differences of accounts that moved a moment ago: they mean nothing yet.
    """

    accounts: int
    found: Sequence[Found]
    passing: Sequence[Difference]
    unbalanced: Mapping[str, Decimal]
    waiting: Mapping[str, int]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is different that does not pass."""
        return not self.found and not self.unbalanced

    @property
    def is_final(self) -> bool:
        """Whether looking again could tell nothing new."""
        is_late = any(one.verdict is Verdict.LATE for one in self.found)
        return not self.passing and not is_late


class Rounds:
    """Remembers what was said before, and since when."""

    def __init__(self, settled_seconds: float) -> None:
        self._settled_seconds = settled_seconds
        self._said: dict[AccountId, Sequence[Figures]] = {}
        self._since: dict[AccountId, float] = {}
        self._counts: deque[tuple[float, Counts]] = deque()

    def add(self, seen: Glance, now: float) -> Findings:
        """Compare what was said ``now``, in seconds of a clock that is never set."""
        self._note(seen.voices, now)
        settled = now - self._settled_seconds
        behind = set(self._behind(counts_of(seen.voices), now))
        found: list[Found] = []
        passing: list[Difference] = []
        for one in differences(seen.voices):
            is_settled = self._since[one.account_id] <= settled
            if is_settled or (one.account_id, one.figure) in behind:
                found.append(Found(one, _verdict(one, seen)))
            else:
                passing.append(one)
        accounts = len(self._said)
        return Findings(accounts, found, passing, seen.unbalanced, seen.waiting)

    def _note(self, voices: Voices, now: float) -> None:
        for account_id in accounts_of(voices):
            said = [voice.get(account_id, NOTHING) for _, voice in sorted(voices.items())]
            if self._said.get(account_id) != said:
                self._said[account_id] = said
                self._since[account_id] = now

    def _behind(self, counts: Counts, now: float) -> Iterator[tuple[AccountId, Figure]]:
        """Who has not come to where somebody else was when everything had time to get there."""
        self._counts.append((now, counts))
        before: Counts = {}
        while self._counts and self._counts[0][0] <= now - self._settled_seconds:
            _, before = self._counts.popleft()
        if before:  # the newest that is old enough may be needed again
            self._counts.appendleft((now - self._settled_seconds, before))
        for key, had in before.items():
            if max(had) > min(counts.get(key, (ZERO,))):
                yield key


def counts_of(voices: Voices) -> Counts:
    """How often every account traded each symbol, from each who has to know."""
    known = {
        (account_id, figure)
        for voice in voices.values()
        for account_id, figures in voice.items()
        for figure in figures
        if figure.kind is Kind.FILLS
    }
    said_by = [voices[name] for name in SAID_BY[Kind.FILLS]]
    return {
        (account_id, figure): [
            voice.get(account_id, NOTHING).get(figure, ZERO) for voice in said_by
        ]
        for account_id, figure in known
    }


def _verdict(one: Difference, seen: Glance) -> Verdict:
    if seen.parked & {str(one.account_id), one.figure.about}:
        return Verdict.PARKED
    return Verdict.LATE if seen.waiting else Verdict.WRONG
