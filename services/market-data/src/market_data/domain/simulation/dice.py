"""Draws, which are handed in."""

from typing import Protocol

NOISE_BITS = 64
"""The ones among so many bits are as good as normally distributed, with this deviation:"""
NOISE_DEVIATION = 4


class Dice(Protocol):
    """Where the draws come from; ``random.Random`` fits."""

    def getrandbits(self, k: int, /) -> int:
        """``k`` random bits."""
        ...

    def randrange(self, stop: int, /) -> int:
        """A whole number from 0 up to, not including, ``stop``."""
        ...


def noise_in(bits: int) -> int:
    """A normally distributed number around 0, of ``NOISE_BITS`` random bits."""
    return bits.bit_count() - NOISE_BITS // 2
