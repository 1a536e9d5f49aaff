"""Days, ratios and what round trips come to, as their trader sees them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict

from analytics.domain.daily import DayProfit
from analytics.domain.performance import Kind, Performance
from analytics.domain.report import BENCHMARK, Beside, Ratios
from analytics.queries.report import DayFigures, Report
from analytics.schemas.ratios import Ratio
from events.base import Cash, PositivePrice, Shares
from vocabulary import Symbol


class SymbolDayResponse(BaseModel):
    """One symbol on one market day, in dollars.

    ``realised`` is of the day's fills, less ``fees``; ``unrealised`` is at the ``close``, and
    ``change`` is what both together changed since the day before.
    """

    model_config = ConfigDict(from_attributes=True)

    day: date
    symbol: Symbol
    quantity: Shares
    close: PositivePrice
    realised: Cash
    unrealised: Cash
    change: Cash
    fees: Cash
    trades: int
    turnover: Cash

    @classmethod
    def all_of(cls, days: Iterable[DayProfit]) -> list[Self]:
        """The days as their trader sees them."""
        return [cls.model_validate(one) for one in days]


class DayResponse(BaseModel):
    """The account at the end of one market day: dollars, and parts of one.

    ``realised`` is of the day's fills, less fees; ``unrealised`` is what closing all positions
    would have earned then, and ``change`` what both together changed since the day before.
    ``rate`` is the day's return without deposits and withdrawals, ``level`` what a dollar has
    become by it since the account began, and ``drawdown`` how far that is below its highest.
    ``benchmark_level`` is the same of somebody who bought SPY and held it.
    """

    day: date
    equity: Cash
    cash: Cash
    deposited: Cash
    withdrawn: Cash
    realised: Cash
    unrealised: Cash
    change: Cash
    exposure: Ratio | None
    rate: Ratio | None
    level: Ratio
    drawdown: Ratio
    benchmark_level: Ratio | None

    @classmethod
    def of(cls, figures: DayFigures) -> Self:
        """The day as its trader sees it."""
        day = figures.day
        return cls(
            day=day.day,
            equity=day.equity,
            cash=day.cash,
            deposited=day.deposited,
            withdrawn=day.withdrawn,
            realised=figures.profit.realised,
            unrealised=figures.profit.unrealised,
            change=figures.profit.change,
            exposure=figures.exposure,
            rate=figures.rate,
            level=figures.level,
            drawdown=figures.drawdown,
            benchmark_level=figures.benchmark_level,
        )


class RatiosResponse(BaseModel):
    """What daily returns come to: parts of one, for a year of 252 days; formulas are documented."""

    model_config = ConfigDict(from_attributes=True)

    days: int
    total_return: Ratio
    annual_return: Ratio | None
    volatility: Ratio | None
    sharpe: Ratio | None
    sortino: Ratio | None
    calmar: Ratio | None
    max_drawdown: Ratio

    @classmethod
    def of(cls, ratios: Ratios) -> Self:
        """The ratios as their trader sees them."""
        return cls.model_validate(ratios)


class BenchmarkResponse(BaseModel):
    """The account beside who bought ``symbol`` and held it, on the days that both have."""

    symbol: Symbol
    ratios: RatiosResponse
    beta: Ratio | None
    alpha: Ratio | None
    excess_return: Ratio

    @classmethod
    def of(cls, symbol: Symbol, beside: Beside) -> Self:
        """The comparison as its trader sees it."""
        return cls(
            symbol=symbol,
            ratios=RatiosResponse.of(beside.benchmark),
            beta=beside.beta,
            alpha=beside.alpha,
            excess_return=beside.excess_return,
        )


class ExposureResponse(BaseModel):
    """How much of the equity was in the market at the ends of days: parts of one."""

    model_config = ConfigDict(from_attributes=True)

    average: Ratio
    highest: Ratio
    days_invested: Ratio


class PerformanceResponse(BaseModel):
    """What round trips come to, in dollars net of fees.

    ``streak`` is the run under way, negative when it is of losses.
    """

    trips: int
    wins: int
    losses: int
    profit: Cash
    gained: Cash
    lost: Cash
    fees: Cash
    win_rate: Ratio | None
    profit_factor: Ratio | None
    payoff_ratio: Ratio | None
    expectancy: Cash | None
    average_win: Cash | None
    average_loss: Cash | None
    best: Cash | None
    worst: Cash | None
    average_holding_seconds: int | None
    longest_winning_streak: int
    longest_losing_streak: int
    streak: int

    @classmethod
    def of(cls, found: Performance) -> Self:
        """The figures as their trader sees them."""
        held = found.average_holding
        special = {
            "average_holding_seconds": None if held is None else int(held.total_seconds()),
            "longest_winning_streak": found.streaks.wins,
            "longest_losing_streak": found.streaks.losses,
            "streak": found.streaks.current,
        }
        usual = {one: getattr(found, one) for one in cls.model_fields if one not in special}
        return cls.model_validate(usual | special)


class ReportResponse(BaseModel):
    """How an account did in one epoch.

    ``by_hour`` and ``by_weekday`` go by when trips began, in New York; Monday is 1.
    """

    epoch: int
    ratios: RatiosResponse
    exposure: ExposureResponse | None
    benchmark: BenchmarkResponse | None
    trips: PerformanceResponse
    by_symbol: dict[Symbol, PerformanceResponse]
    by_hour: dict[int, PerformanceResponse]
    by_weekday: dict[int, PerformanceResponse]

    @classmethod
    def of(cls, report: Report) -> Self:
        """The report as its trader sees it."""
        beside, exposure = report.beside, report.exposure
        return cls(
            epoch=report.epoch,
            ratios=RatiosResponse.of(report.ratios),
            exposure=ExposureResponse.model_validate(exposure) if exposure else None,
            benchmark=BenchmarkResponse.of(BENCHMARK, beside) if beside else None,
            trips=PerformanceResponse.of(report.trips),
            by_symbol=_each(report.by_symbol),
            by_hour=_each(report.by_hour),
            by_weekday=_each(report.by_weekday),
        )


def _each(found: Mapping[Kind, Performance]) -> dict[Kind, PerformanceResponse]:
    return {kind: PerformanceResponse.of(one) for kind, one in found.items()}
