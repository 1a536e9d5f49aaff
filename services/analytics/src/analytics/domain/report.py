"""How well an account did in a stretch of days, beside somebody who bought SPY and held it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from analytics.domain import statistics
from analytics.domain.curve import Day, DayReturn
from analytics.domain.statistics import ZERO, shown
from vocabulary import Symbol

BENCHMARK = Symbol("SPY")


@dataclass(frozen=True, slots=True)
class Ratios:
    """What a series of daily returns comes to; rounded half-even to ``statistics.PLACES``."""

    days: int
    total_return: Decimal
    annual_return: Decimal | None
    volatility: Decimal | None
    sharpe: Decimal | None
    sortino: Decimal | None
    calmar: Decimal | None
    max_drawdown: Decimal

    @classmethod
    def of(cls, returns: Sequence[Decimal]) -> Self:
        """Work it out."""
        levels = statistics.growth(returns)
        return cls(
            days=len(returns),
            total_return=shown(statistics.total_return(returns)),
            annual_return=_shown(statistics.annual_return(returns)),
            volatility=_shown(statistics.volatility(returns)),
            sharpe=_shown(statistics.sharpe(returns)),
            sortino=_shown(statistics.sortino(returns)),
            calmar=_shown(statistics.calmar(returns)),
            max_drawdown=shown(min(statistics.drawdowns(levels))),
        )


@dataclass(frozen=True, slots=True)
class Beside:
    """An account beside the benchmark, on the days of which both have a return."""

    benchmark: Ratios
    beta: Decimal | None
    alpha: Decimal | None
    excess_return: Decimal
    """What the account returned beyond the benchmark, in all."""

    @classmethod
    def of(cls, returns: Iterable[DayReturn], market: Mapping[date, Decimal]) -> Self | None:
        """Compare; ``None`` where no day has both."""
        pairs = [(one.rate, market[one.day]) for one in returns if one.day in market]
        if not pairs:
            return None
        ours, theirs = [one for one, _ in pairs], [other for _, other in pairs]
        benchmark = Ratios.of(theirs)
        return cls(
            benchmark=benchmark,
            beta=_shown(statistics.beta(ours, theirs)),
            alpha=_shown(statistics.alpha(ours, theirs)),
            excess_return=Ratios.of(ours).total_return - benchmark.total_return,
        )


@dataclass(frozen=True, slots=True)
class Exposure:
    """How much of the account was in the market, at the ends of days: parts of its equity."""

    average: Decimal
    highest: Decimal
    days_invested: Decimal
    """Which part of the days ended with a position."""

    @classmethod
    def of(cls, days: Sequence[Day]) -> Self | None:
        """Work it out; ``None`` where no day ended with equity."""
        found = [one.exposure for one in days if one.exposure is not None]
        middle = statistics.mean(found)
        if middle is None:
            return None
        invested = Decimal(sum(one > 0 for one in found))
        share = statistics.quotient(invested, Decimal(len(found))) or ZERO
        return cls(shown(middle), shown(max(found)), shown(share))


def _shown(ratio: Decimal | None) -> Decimal | None:
    return None if ratio is None else shown(ratio)
