"""What an instrument is worth: a walk at random that quotes are set around.

It is moved by the factors that it shares with others, by news of its own a little at every quote,
and now and then by a jump.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import isqrt
from typing import NamedTuple

from market_data.domain.simulation.characters import Character
from market_data.domain.simulation.dice import NOISE_BITS, NOISE_DEVIATION, Dice, noise_in
from market_data.domain.simulation.factors import STEP, Factor
from market_data.domain.simulation.regimes import NORMAL, Regimes

PARTS = 1_000_000
"""Into how many parts a tick is divided for the fair price, which moves less than a tick a step."""
BILLION = 1_000_000_000
LEAST_SPREADS = 8
"""The price never falls below so many spreads, so that the widest leaves room for a bid."""
SESSIONS_PER_YEAR = 252
JUMPS_PER_YEAR = 52
JUMP_LEAST, JUMP_MOST = 30, 120
"""Per cent of what a session usually moves the price by news of its own."""
SHOCK_ODDS, SHOCK_FACTOR = 10, 5
"""One jump in so many is so many times as large."""
DIFFUSED_SHARE = 55
"""Per cent of its own variance that come little by little; jumps bring the rest."""
NIGHT_DAMPING = 4
"""While it is closed, what everybody shares moves the price by so much less."""

_SCALE = BILLION * 100 * 100 * NOISE_DEVIATION
"""One, in the unit of changes: parts per billion, per cent of level and of pace, noise."""
_NEVER = datetime.max.replace(tzinfo=UTC)


class Pull(NamedTuple):
    """How far a factor moves the price a second, in parts per billion."""

    factor: Factor
    deviation: int
    share: int


class FairPrice:
    """``parts`` is the price, in parts of a tick.

    ``level`` is how far it moves these days, in per cent of what is usual for it.
    """

    def __init__(
        self, character: Character, gap: timedelta, factors: Mapping[str, Factor], dice: Dice
    ) -> None:
        self._least = LEAST_SPREADS * character.spread * PARTS
        opening = int(character.opening / character.instrument.tick_size * PARTS)
        self.parts = max(opening, self._least)
        self.level = self._pace = NORMAL
        self._own_share = character.own_share
        self._pulls = [
            Pull(factors[load.factor], deviation(character, STEP, load.share), load.share)
            for load in character.loads
        ]
        self._heights = [pull.factor.height for pull in self._pulls]
        self._pulled_at = self._next_pull()
        self._dice, self._regimes = dice, Regimes(dice)
        diffused = character.own_share * DIFFUSED_SHARE // 100
        self._own = deviation(character, gap, diffused)
        session = timedelta(hours=1) * character.hours_per_year / SESSIONS_PER_YEAR
        self._session = deviation(character, session, character.own_share)
        self._jump_odds = character.hours_per_year * 60 // JUMPS_PER_YEAR + 1
        self._step = self._own * NORMAL * NORMAL

    def move(self, time: datetime, noise: int) -> None:
        """To the next quote."""
        change = self._step * noise
        if time >= self._pulled_at:
            change += self._pull(time) * self._pace
        parts = self.parts
        parts += parts * change // _SCALE
        self.parts = parts if parts > self._least else self._least

    def wake(self, time: datetime) -> None:
        """To the first quote after a night or a weekend, which move it less than a session."""
        noise = noise_in(self._dice.getrandbits(NOISE_BITS))
        own = self._session * noise * NORMAL * NORMAL // 2
        self._shift(own + self._pull(time) * NORMAL // NIGHT_DAMPING)

    def split(self, ratio: Fraction) -> None:
        """What was one share is ``ratio`` shares."""
        self._least = max(round(self._least / ratio), LEAST_SPREADS * PARTS)
        self.parts = max(round(self.parts / ratio), self._least)

    def pay(self, parts: int) -> None:
        """So much is paid to who held a share, and is in none any more."""
        self.parts = max(self.parts - parts, self._least)

    def pass_minute(self, time: datetime, activity: int) -> None:
        """Moods change, and there may be news; ``activity`` is business in per cent of the mean."""
        self._regimes.pass_minute()
        own = self._regimes.level
        variance = self._own_share * own * own
        for factor, _, share in self._pulls:
            factor.pass_to(time)  # its mood is that of now, whether or not somebody else looked
            variance += share * factor.level**2
        self.level = isqrt(variance // 100)
        self._pace = isqrt(100 * activity)
        self._step = self._own * own * self._pace
        if self._dice.randrange(self._jump_odds) == 0:
            self._jump()

    def _jump(self) -> None:
        percent = JUMP_LEAST + self._dice.randrange(JUMP_MOST - JUMP_LEAST + 1)
        if self._dice.randrange(SHOCK_ODDS) == 0:
            percent *= SHOCK_FACTOR
        size = self._session * percent * NORMAL * NOISE_DEVIATION
        self._shift(size if self._dice.getrandbits(1) else -size)

    def _pull(self, time: datetime) -> int:
        moved = 0
        for n, (factor, reach, _) in enumerate(self._pulls):
            factor.pass_to(time)
            moved += reach * (factor.height - self._heights[n])
            self._heights[n] = factor.height
        self._pulled_at = self._next_pull()
        return moved

    def _next_pull(self) -> datetime:
        return self._pulls[0].factor.moves_at if self._pulls else _NEVER

    def _shift(self, change: int) -> None:
        self.parts = max(self.parts + self.parts * change // _SCALE, self._least)


def deviation(character: Character, stretch: timedelta, share: int) -> int:
    """How far ``share`` per cent of its variance move it in ``stretch``, in parts per billion.

    The square root of time: variances add up, deviations do not.
    """
    stretches = character.hours_per_year * timedelta(hours=1) // stretch
    return isqrt(character.volatility**2 * share * BILLION**2 // (10**6 * stretches))
