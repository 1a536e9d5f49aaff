"""How long somebody waits who has guessed wrong: nothing at first, then twice as long each time.

There is no clock here: now is an argument, in milliseconds.
"""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

DELAY_FIRST = SECOND
DELAY_MAX = 15 * MINUTE
DELAY_WORN_OUT = DAY
"""After as many failures in a row as an account forgives at all: one guess a day."""
FAILURES_MAX = 100
"""NIST SP 800-63B, section 3.2.2."""
STRICT_FREE = 2
TOLD_EVERY = MINUTE
"""How often the audit trail is told of those who come too early, however often they come."""


@dataclass(frozen=True, slots=True)
class Rule:
    """After how many failures in a row one waits, and how long they are remembered."""

    free: int
    """Failures that cost nothing: everybody mistypes."""
    remembered: int
    """Milliseconds after the last failure."""
    worn_out: int = 1 << 31
    """From so many failures on, a day has to pass before the next attempt."""

    def delay(self, failures: int) -> int:
        """Milliseconds to wait after so many failures."""
        if failures >= self.worn_out:
            return DELAY_WORN_OUT
        if failures <= self.free:
            return 0
        doublings = min(failures - self.free - 1, DELAY_MAX.bit_length())
        return min(DELAY_FIRST << doublings, DELAY_MAX)

    def stricter(self) -> "Rule":
        """The rule for a process that cannot know what happens elsewhere."""
        return replace(self, free=min(self.free, STRICT_FREE))


ACCOUNT = Rule(free=5, remembered=7 * DAY, worn_out=FAILURES_MAX)
"""For one account. It holds for everybody together who has not signed in to it before, and for
each device on which its owner has, alone: whoever guesses does not make the owner wait there."""


def rule_for_addresses(free: int) -> Rule:
    """For everybody at one address together, whatever accounts they try."""
    return Rule(free=free, remembered=HOUR)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what is throttled: a name that only counts, and the rule for it."""

    name: str
    rule: Rule
    forgiving: bool = field(default=True, kw_only=True)
    """Whether a success clears it. An address is not cleared by somebody who has a password of
    their own there, and guesses those of others."""


class Verdict(NamedTuple):
    """Whether an attempt may be made now."""

    wait: int = 0
    """Milliseconds until it may; 0 is now."""
    tell: bool = False
    """Whether it is time to tell the audit trail of somebody who came too early."""


@dataclass(slots=True)
class Standing:
    """What is known of a subject. Moments are in milliseconds."""

    failures: int = 0
    open_at: int = 0
    told_at: int = -TOLD_EVERY
    failed_at: int = 0


def attempt(standings: list[tuple[Rule, Standing]], now: int) -> Verdict:
    """Count an attempt against all of them as if it had failed, or against none if one must wait.

    It is counted before anybody knows how it ends, so that many at once are no way around it.
    """
    closed = [standing for _, standing in standings if standing.open_at > now]
    if closed:
        tell = all(standing.told_at + TOLD_EVERY <= now for standing in closed)
        for standing in closed:
            standing.told_at = now if tell else standing.told_at
        return Verdict(max(standing.open_at for standing in closed) - now, tell)
    for rule, standing in standings:
        standing.failures += 1
        standing.failed_at = now
        standing.open_at = now + rule.delay(standing.failures)
    return Verdict()


def take_back(standing: Standing) -> None:
    """An attempt that was counted was none, or succeeded; so nobody waits for it."""
    standing.failures = max(0, standing.failures - 1)
    standing.open_at = 0


def is_forgotten(rule: Rule, standing: Standing, now: int) -> bool:
    """Whether nothing needs to be known of a subject any more."""
    return now >= max(standing.failed_at + rule.remembered, standing.open_at)
