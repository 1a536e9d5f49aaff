"""Halts: when a price runs away, trading stops for a while and goes on with an auction.

After the Limit Up-Limit Down plan of the US exchanges: five per cent from where the price was in
the last five minutes, a pause of five minutes. What usually moves more has a wider band.
"""

from datetime import UTC, datetime, timedelta

from market_data.domain.simulation.characters import Character

BAND_PERCENT = 5
VOLATILITY_PER_PERCENT = 8
"""Per cent of yearly volatility for which the band is one per cent wide."""
REFERENCE_LASTS = timedelta(minutes=5)
PAUSE = timedelta(minutes=5)
CALL = timedelta(minutes=1)
"""For so long orders are collected before trading goes on."""


class Band:
    """From ``low`` to ``high``, in whatever unit, an instrument trades on without a halt."""

    def __init__(self, character: Character) -> None:
        self._percent = max(BAND_PERCENT, character.volatility // VOLATILITY_PER_PERCENT)
        self.low = self.high = 0
        self._old_at = datetime.min.replace(tzinfo=UTC)

    def renew(self, price: int, time: datetime) -> None:
        """Lay it around the price of now."""
        reach = price * self._percent // 100
        self.low, self.high = price - reach, price + reach
        self._old_at = time + REFERENCE_LASTS

    def is_old(self, time: datetime) -> bool:
        """Whether it is time to renew it."""
        return time >= self._old_at

    def broken_by(self, price: int) -> str:
        """Why trading stops, for people."""
        way = "up" if price > self.high else "down"
        minutes = REFERENCE_LASTS // timedelta(minutes=1)
        return f"the price went {way} by more than {self._percent} % within {minutes} minutes"
