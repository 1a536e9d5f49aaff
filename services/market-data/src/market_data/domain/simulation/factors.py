"""What many prices have in common: the market as a whole, and the news of a sector."""

from datetime import datetime, timedelta

from market_data.domain.simulation.dice import NOISE_BITS, Dice, noise_in
from market_data.domain.simulation.regimes import Regimes

STEP = timedelta(seconds=1)
STEPS_PER_MOOD = 60


class Factor:
    """A walk at random in steps of a second, whoever looks at it and however often.

    ``height`` is where it is, and a step in the normal mood moves it by 100 times the deviation of
    the noise. ``moves_at`` is when its next step is due.
    """

    def __init__(self, begins: datetime, dice: Dice) -> None:
        self.height = 0
        self.moves_at = begins + STEP
        self._dice = dice
        self._regimes = Regimes(dice)
        self._steps_left = STEPS_PER_MOOD

    @property
    def level(self) -> int:
        """Its mood: per cent of the usual deviation."""
        return self._regimes.level

    def pass_to(self, time: datetime) -> None:
        """Do every step that is due by ``time``."""
        while time >= self.moves_at:
            self._step()

    def _step(self) -> None:
        self.moves_at += STEP
        self.height += noise_in(self._dice.getrandbits(NOISE_BITS)) * self._regimes.level
        self._steps_left -= 1
        if not self._steps_left:
            self._regimes.pass_minute()
            self._steps_left = STEPS_PER_MOOD
