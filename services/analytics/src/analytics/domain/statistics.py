"""Ratios that traders compare each other by. Sources and conventions: ``docs/analytics.md``.

Returns are parts of one: 0.01 is one per cent. All arithmetic is decimal, to ``DIGITS`` digits, and
only what is shown is rounded, half-even, to ``PLACES``: the same facts give the same characters on
every machine. Where a ratio is not defined it is ``None``, and never a large number.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from itertools import accumulate

DIGITS = 40
PLACES = 6
TRADING_DAYS = 252
"""Of a year, by convention."""

YEARLY_MAX = Decimal(10) ** 6
"""A day or two can be carried on to a year without any sense: beyond this nothing is said."""

ARITHMETIC = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)
_SHOWING = Context(prec=1000, rounding=ROUND_HALF_EVEN)
ONE = Decimal(1)
ZERO = Decimal(0)
_UNIT = ONE.scaleb(-PLACES)


def shown(ratio: Decimal) -> Decimal:
    """A ratio as it is shown, rounded half-even to ``PLACES``."""
    return _SHOWING.quantize(ratio, _UNIT)


def quotient(part: Decimal, whole: Decimal) -> Decimal | None:
    """``part / whole``; of nothing there are no parts."""
    return ARITHMETIC.divide(part, whole) if whole else None


def mean(values: Sequence[Decimal]) -> Decimal | None:
    """The arithmetic mean; ``None`` of nothing."""
    with localcontext(ARITHMETIC):
        return sum(values, ZERO) / len(values) if values else None


def deviation(values: Sequence[Decimal]) -> Decimal | None:
    """The standard deviation of a sample (Bessel's correction: ``n - 1``); ``None`` under two."""
    with localcontext(ARITHMETIC):
        middle = mean(values)
        if middle is None or len(values) == 1:
            return None
        return (sum(((one - middle) ** 2 for one in values), ZERO) / (len(values) - 1)).sqrt()


def downside_deviation(returns: Sequence[Decimal]) -> Decimal | None:
    """The root of the mean square of what is below zero; gains count as zero, and are counted."""
    with localcontext(ARITHMETIC):
        square = mean([min(one, ZERO) ** 2 for one in returns])
        return None if square is None else square.sqrt()


def volatility(returns: Sequence[Decimal]) -> Decimal | None:
    """Standard deviation of daily returns, for a year."""
    spread = deviation(returns)
    with localcontext(ARITHMETIC):
        return None if spread is None else spread * Decimal(TRADING_DAYS).sqrt()


def sharpe(returns: Sequence[Decimal]) -> Decimal | None:
    """Mean daily return over its standard deviation, for a year; cash earns nothing here."""
    return _yearly_ratio(returns, deviation(returns))


def sortino(returns: Sequence[Decimal]) -> Decimal | None:
    """Mean daily return over its downside deviation, for a year; the least to accept is zero."""
    return _yearly_ratio(returns, downside_deviation(returns))


def total_return(returns: Iterable[Decimal]) -> Decimal:
    """What the returns come to, one after the other."""
    return growth(returns)[-1] - ONE


def annual_return(returns: Sequence[Decimal]) -> Decimal | None:
    """The return of a year at this pace; ``None`` where everything, or more, was lost.

    The same where it would be more than ``YEARLY_MAX``.
    """
    grown = growth(returns)[-1]
    if not returns or grown <= 0:
        return None
    with localcontext(ARITHMETIC):
        return _sensible(grown ** (Decimal(TRADING_DAYS) / len(returns)) - ONE)


def growth(returns: Iterable[Decimal]) -> list[Decimal]:
    """What became of one dollar, from before the first return to after the last."""
    with localcontext(ARITHMETIC):
        return [*accumulate(returns, lambda dollar, one: dollar * (ONE + one), initial=ONE)]


def drawdowns(levels: Sequence[Decimal]) -> list[Decimal]:
    """How far each level is below the highest up to then: 0, or a negative part of that one."""
    with localcontext(ARITHMETIC):
        peaks = accumulate(levels, max)
        return [level / peak - ONE for level, peak in zip(levels, peaks, strict=True)]


def calmar(returns: Sequence[Decimal]) -> Decimal | None:
    """Annual return over the deepest drawdown."""
    yearly = annual_return(returns)
    deepest = min(drawdowns(growth(returns)))
    return None if yearly is None else quotient(yearly, -deepest)


def beta(returns: Sequence[Decimal], market: Sequence[Decimal]) -> Decimal | None:
    """How many per cent the returns move when the market moves by one, day by day."""
    with localcontext(ARITHMETIC):
        ours, theirs = mean(returns), mean(market)
        if ours is None or theirs is None:
            return None
        pairs = zip(returns, market, strict=True)
        together = sum(((one - ours) * (other - theirs) for one, other in pairs), ZERO)
        return quotient(together, sum(((other - theirs) ** 2 for other in market), ZERO))


def alpha(returns: Sequence[Decimal], market: Sequence[Decimal]) -> Decimal | None:
    """What is earned in a year beyond what the market explains (Jensen); cash earns nothing."""
    slope = beta(returns, market)
    if slope is None:
        return None
    with localcontext(ARITHMETIC):
        pairs = zip(returns, market, strict=True)
        daily = mean([one - slope * other for one, other in pairs])
        if daily is None or daily <= -1:
            return None
        return _sensible((ONE + daily) ** TRADING_DAYS - ONE)


def _sensible(yearly: Decimal) -> Decimal | None:
    return yearly if yearly <= YEARLY_MAX else None


def _yearly_ratio(returns: Sequence[Decimal], spread: Decimal | None) -> Decimal | None:
    middle = mean(returns)
    if middle is None or not spread:
        return None
    with localcontext(ARITHMETIC):
        return middle / spread * Decimal(TRADING_DAYS).sqrt()
