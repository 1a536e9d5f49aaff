"""What a trader can ask the market-data service about the past."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chassis.errors import Unprocessable
from chassis.transaction import Database
from market_data.domain.bars import WIDTHS, Bar
from market_data.domain.history import Stretch
from market_data.repository.bars import find_bars
from vocabulary import BarInterval, Symbol


class IntervalUnsupported(Unprocessable):
    """Bars of this interval are not made here."""

    code = "interval_unsupported"


@dataclass(frozen=True, slots=True)
class Page:
    """Bars in the order of time. Before ``cursor`` there are more; None when there are not."""

    bars: Sequence[Bar]
    cursor: datetime | None


def stretch(
    symbol: Symbol,
    interval: BarInterval,
    first: datetime | None,
    until: datetime | None,
    limit: int,
) -> Stretch:
    """The bars that somebody asks for.

    Raises:
        IntervalUnsupported: the interval follows the calendar, such as a day.
    """
    if interval not in WIDTHS:
        offered = ", ".join(WIDTHS)
        raise IntervalUnsupported(f"there are no bars of {interval}; there are {offered}")
    return Stretch.of_whole_bars(symbol, WIDTHS[interval], first, until, limit)


async def find_page(database: Database, wanted: Stretch, fresh: Collection[Bar]) -> Page:
    """The newest bars of a stretch. ``fresh`` are minutes that may not be stored yet."""
    one_more = replace(wanted, limit=wanted.limit + 1)
    async with database.engine.connect() as connection:
        found = await find_bars(connection, one_more, fresh)
    shown = found[: wanted.limit]
    return Page(shown[::-1], shown[-1].start if len(found) > len(shown) else None)
