"""Moods of a market: calm, normal and wild times follow each other at random.

A Markov chain that moves once a minute. Large changes come together with large changes, which is
the oldest of the facts known about prices (Mandelbrot, The Variation of Certain Speculative Prices,
1963).
"""

from market_data.domain.simulation.dice import Dice

CALM, NORMAL, WILD = 60, 100, 190
"""How far prices move, in per cent of what is normal. In the long run the variance is that of the
normal mood, because it is calm for 36 % of the time and wild for 9 %."""

_ODDS = 360
_CALM_ENDS, _NORMAL_CALMS, _NORMAL_ENDS, _WILD_ENDS = 9, 6, 8, 12
"""In so many of 360 minutes: calm times last 40 minutes, wild ones half an hour."""


class Regimes:
    """One chain. ``level`` is the mood: per cent of the usual deviation."""

    def __init__(self, dice: Dice) -> None:
        self.level = NORMAL
        self._dice = dice

    def pass_minute(self) -> None:
        """Stay as it is, or change."""
        draw = self._dice.randrange(_ODDS)
        if self.level == NORMAL:
            if draw < _NORMAL_ENDS:
                self.level = CALM if draw < _NORMAL_CALMS else WILD
        elif draw < (_CALM_ENDS if self.level == CALM else _WILD_ENDS):
            self.level = NORMAL
