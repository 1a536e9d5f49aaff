"""What risk has to know of the market to decide, and of nothing else."""

from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from vocabulary import Price, Quantity, Symbol

_NEW_YORK = ZoneInfo("America/New_York")


class Market(Protocol):
    """Prices and times, as far as this process has heard."""

    @property
    def now(self) -> datetime | None:
        """Market time; ``None`` before anything was heard."""
        ...

    @property
    def is_session(self) -> bool:
        """Whether the stock exchange is in its regular session, in which more is lent."""
        ...

    @property
    def is_closed(self) -> bool:
        """Whether the market is known to be outside the hours that it keeps."""
        ...

    @property
    def is_complete(self) -> bool:
        """Whether the prices of all symbols were named; before that any may be missing."""
        ...

    def mark(self, symbol: Symbol, quantity: Quantity, /) -> Price | None:
        """What each of ``quantity`` shares is worth, in dollars."""
        ...

    def marked_at(self, symbol: Symbol, /) -> datetime | None:
        """The market time of what the mark goes by; ``None`` where that is not known."""
        ...

    def is_paused(self, symbol: Symbol, /) -> bool:
        """Whether the exchange is known to have halted a symbol."""
        ...


class Unheard:
    """A market of which nothing is known."""

    now: datetime | None = None
    is_session: bool = False
    is_closed: bool = False
    is_complete: bool = False

    def mark(self, _symbol: Symbol, _quantity: Quantity, /) -> Price | None:
        """Nobody has named a price."""
        return None

    def marked_at(self, _symbol: Symbol, /) -> datetime | None:
        """Nobody has named a price."""
        return None

    def is_paused(self, _symbol: Symbol, /) -> bool:
        """Nobody has said so."""
        return False


def market_day(at: datetime) -> date:
    """The trading day that a moment belongs to: a day in New York."""
    return at.astimezone(_NEW_YORK).date()


def day_begins(day: date) -> datetime:
    """When a trading day begins, in market time."""
    return datetime.combine(day, time(), _NEW_YORK)
