"""Where a simulated instrument came from, which is remembered for ever."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from vocabulary import Price, Symbol


@dataclass(frozen=True, slots=True)
class Beginning:
    """The moment at which an instrument was simulated for the first time, and its price then.

    What is made up lies before ``begins``, and on none of the ``taken`` days: those had bars
    already. ``seed`` is the one of that first time.
    """

    symbol: Symbol
    begins: datetime
    price: Price
    seed: str
    taken: Collection[date] = ()
