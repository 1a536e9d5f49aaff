"""What it would have returned to hold shares of one symbol. Formulas: ``docs/analytics.md``."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, localcontext

from analytics.domain.statistics import ARITHMETIC, ONE
from vocabulary import Price

NOTHING_SPLIT: Mapping[date, Decimal] = {}


def holding_returns(
    days: Sequence[date],
    opens: Mapping[date, Price],
    closes: Mapping[date, Price],
    scales: Mapping[date, Decimal] = NOTHING_SPLIT,
) -> dict[date, Decimal]:
    """What it returned, day by day, to buy one symbol on the first of ``days`` and hold it.

    It is bought at the open of the first day of which it has one. Prices are as traded, those of
    before a split multiplied with the ``scales`` of its day: dividends are left out. A day without
    a close returned nothing.
    """
    found: dict[date, Decimal] = {}
    before: Decimal | None = None
    waiting = sorted(scales)
    for day in days:
        while waiting and waiting[0] <= day:
            scale = scales[waiting.pop(0)]
            before = None if before is None else before * scale
        before = before or opens.get(day)
        close = closes.get(day, before)
        if before is None or close is None:
            continue
        found[day] = _rate(before, close)
        before = close
    return found


def _rate(before: Decimal, after: Decimal) -> Decimal:
    with localcontext(ARITHMETIC):
        return after / before - ONE
