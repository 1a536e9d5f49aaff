"""What rules ask of an order besides what it commits."""

from dataclasses import dataclass
from datetime import datetime

from vocabulary import Price


@dataclass(frozen=True, slots=True)
class Terms:
    """Its limit and what the market was at, in dollars, and when it was placed, in market time.

    One that ``outlives`` the session can only have what is lent over night. The house's own are
    ``forced``.
    """

    limit_price: Price | None = None
    market_price: Price | None = None
    at: datetime | None = None
    outlives: bool = False
    forced: bool = False


NO_TERMS = Terms()
