"""One side of a recorded market, and what nobody took there yet, as docs/fill-models.md says."""

from math import ceil

from order.domain.units import SHARE

FADE = 60_000_000


class MarketSide:
    """``price`` is zero while nothing is shown. Of what was taken there, each part by itself is
    missed less and less for a minute, in whole shares: that is how recorded markets trade."""

    def __init__(self) -> None:
        self.price = 0
        self.size = 0
        self.left = 0
        self._taken = 0
        self._since = 0

    def show(self, price: int, size: int, now: int) -> None:
        """The market says what it has."""
        if price != self.price or not size:
            self._taken = 0
        self.price, self.size = (price, size) if size else (0, 0)
        self.left = max(size - self._missed(now), 0)

    def take(self, size: int, now: int) -> None:
        """Somebody takes a part of it: of what is left, and not what others took before.

        Raises:
            AssertionError: there is not so much.
        """
        assert size <= self.left, f"{size} taken of {self.left} left of {self.size}"
        self.left -= size
        self._taken, self._since = self._missed(now) + size, now

    def _missed(self, now: int) -> int:
        fading = max(FADE - (now - self._since), 0)
        missed = ceil(self._taken * fading / (FADE * SHARE)) * SHARE if fading else 0
        return min(missed, self._taken)
