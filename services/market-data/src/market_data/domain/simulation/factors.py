"""What many prices have in common: the market as a whole, and the news of a sector."""

from datetime import datetime, timedelta

from market_data.domain.simulation.dice import NOISE_BITS, Dice
from market_data.domain.simulation.regimes import Regimes

STEP = timedelta(seconds=1)
STEPS = 60
"""For so many steps the mood stays the same, and the draws are made at once."""

_MINUTE = STEPS * STEP


class Factor:
    """A walk at random in steps of a second, the same whoever looks at it and however often.

    ``height`` is where it is, and a step in the normal mood moves it by 100 times the deviation of
    the noise. ``moves_at`` is when its next step is due. Nights that nobody looks at cost little,
    because the noise of a whole minute is counted in one go.
    """

    def __init__(self, begins: datetime, dice: Dice) -> None:
        self.height = 0
        self.moves_at = begins + STEP
        self._dice = dice
        self._regimes = Regimes(dice)
        self._base, self._minute = 0, begins
        self._bits = self._drawn()

    @property
    def level(self) -> int:
        """Its mood: per cent of the usual deviation."""
        return self._regimes.level

    def pass_to(self, time: datetime) -> None:
        """Do every step that is due by ``time``."""
        if time < self.moves_at:
            return
        while time >= self._minute + _MINUTE:
            self._pass_minute()
        steps = (time - self._minute) // STEP
        self.height = self._base + self._risen(steps)
        self.moves_at = self._minute + (steps + 1) * STEP

    def _pass_minute(self) -> None:
        self._base += self._risen(STEPS)
        self._minute += _MINUTE
        self._regimes.pass_minute()
        self._bits = self._drawn()

    def _risen(self, steps: int) -> int:
        bits = steps * NOISE_BITS
        ones = (self._bits & (1 << bits) - 1).bit_count()
        return (ones - bits // 2) * self._regimes.level

    def _drawn(self) -> int:
        return self._dice.getrandbits(STEPS * NOISE_BITS)
