"""What chance decides in a past that is made up."""

from array import array
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from market_data.domain.simulation.dice import NOISE_BITS, Dice, noise_in
from market_data.domain.simulation.regimes import Regimes

Dices = Callable[[str], Dice]
"""The dice of a name; the same name, the same draws."""

QUARTERS = 4
"""In so many steps the price passes every part of a day that has a bar of its own."""
QUARTER_DEVIATION = 2
"""Of the noise in one of them, which is the ones among sixteen bits."""

_DAY_MINUTES = 24 * 60
_BYTES = 2
_MEAN = 4 * _BYTES
_ONES = bytes(number.bit_count() for number in range(256))
_SHARED_MAX = 4096
_YEARS_MAX = 4096
_DAYS_OF_YEAR = 366


class Draws:
    """Every draw belongs to a name and a day, and does not depend on any that were made before."""

    def __init__(self, dices: Dices) -> None:
        self._dices = dices
        self._days = lru_cache(_SHARED_MAX)(self._shared_day)
        self._moods = lru_cache(_YEARS_MAX)(self._moods_of_year)

    def own(self, symbol: str, on: date, width: int) -> Dice:
        """The dice of one symbol on one day, which is counted in parts of ``width`` minutes."""
        return self._dices(f"past {symbol} {on} {width}")

    def shared(self, factor: str, on: date, width: int) -> Sequence[int]:
        """How far a factor moves in every quarter of a day, from midnight UTC on, in its mood."""
        return self._days(factor, on, width)

    def mood(self, name: str, on: date) -> int:
        """How far ``name`` moves on that day, in per cent of the usual deviation."""
        return self._moods(name, on.year)[on.timetuple().tm_yday - 1]

    def night(self, name: str, on: date) -> int:
        """How far it moved in the night or the weekend before that day, in the mood of the day."""
        noise = noise_in(self._dices(f"past night {name} {on}").getrandbits(NOISE_BITS))
        return self.mood(name, on) * noise

    def _shared_day(self, factor: str, on: date, width: int) -> Sequence[int]:
        mood = self.mood(factor, on)
        dice = self._dices(f"past factor {factor} {on} {width}")
        noise = noises(dice, _DAY_MINUTES // width * QUARTERS)
        return array("h", [mood * one for one in noise])

    def _moods_of_year(self, name: str, year: int) -> bytes:
        """The chain that the live market passes through by minutes, by days."""
        regimes = Regimes(self._dices(f"past moods {name} {year}"))
        levels = bytearray()
        for _ in range(_DAYS_OF_YEAR):
            levels.append(regimes.level)
            regimes.pass_minute()
        return bytes(levels)


def noises(dice: Dice, number: int) -> list[int]:
    """So many normally distributed numbers around 0, at once."""
    drawn = dice.getrandbits(8 * _BYTES * number).to_bytes(_BYTES * number, "little")
    ones = drawn.translate(_ONES)
    return [one + other - _MEAN for one, other in zip(ones[::2], ones[1::2], strict=True)]
