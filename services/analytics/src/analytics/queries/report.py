"""How an account did in one epoch: its days, its round trips, and the benchmark beside them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.domain import statistics
from analytics.domain.benchmark import holding_returns
from analytics.domain.curve import Day, day_returns
from analytics.domain.daily import AccountDay, DayProfit, account_days, daily_profit
from analytics.domain.performance import Performance, by_hour, by_symbol, by_weekday
from analytics.domain.record import TrackRecord
from analytics.domain.report import BENCHMARK, Beside, Exposure, Ratios
from analytics.domain.statistics import shown
from analytics.queries.days import Story, find_benchmark, find_story
from analytics.queries.trips import Wanted, all_over
from vocabulary import Symbol


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A day of the equity curve; ratios are rounded as they are shown."""

    day: Day
    profit: AccountDay
    exposure: Decimal | None
    rate: Decimal | None
    level: Decimal
    drawdown: Decimal
    benchmark_level: Decimal | None


@dataclass(frozen=True, slots=True)
class Report:
    """All that is worked out of one epoch."""

    epoch: int
    ratios: Ratios
    exposure: Exposure | None
    beside: Beside | None
    trips: Performance
    by_symbol: Mapping[Symbol, Performance]
    by_hour: Mapping[int, Performance]
    by_weekday: Mapping[int, Performance]


async def find_curve(
    connection: AsyncConnection, record: TrackRecord, epoch: int
) -> Sequence[DayFigures]:
    """The equity curve of an epoch, day by day."""
    story = await find_story(connection, record, epoch)
    market = await find_benchmark(connection, BENCHMARK)
    return await asyncio.to_thread(lambda: _curve(story, holding_returns(_days_of(story), *market)))


async def find_days(
    connection: AsyncConnection, record: TrackRecord, epoch: int, symbol: Symbol | None
) -> Sequence[DayProfit]:
    """Profit and loss by day and symbol."""
    story = await find_story(connection, record, epoch)
    moved = [one for one in story.moved if symbol in {None, one.symbol}]
    return await asyncio.to_thread(daily_profit, moved, story.closes)


async def find_report(connection: AsyncConnection, record: TrackRecord, epoch: int) -> Report:
    """How the account did in an epoch."""
    story = await find_story(connection, record, epoch)
    market = await find_benchmark(connection, BENCHMARK)
    trips = await all_over(connection, Wanted(record.account_id, epoch))

    def work_out() -> Report:
        days = story.days()
        returns = list(day_returns(story.opening_cash, days))
        return Report(
            epoch=epoch,
            ratios=Ratios.of([one.rate for one in returns]),
            exposure=Exposure.of(days),
            beside=Beside.of(returns, holding_returns([one.day for one in days], *market)),
            trips=Performance.of(trips),
            by_symbol=by_symbol(trips),
            by_hour=by_hour(trips),
            by_weekday=by_weekday(trips),
        )

    return await asyncio.to_thread(work_out)


def _days_of(story: Story) -> list[date]:
    return [one.day for one in story.days()]


def _curve(story: Story, market: Mapping[date, Decimal]) -> list[DayFigures]:
    days = story.days()
    rates = {one.day: one.rate for one in day_returns(story.opening_cash, days)}
    levels = statistics.growth(rates.get(one.day, statistics.ZERO) for one in days)
    benchmark = statistics.growth(market.get(one.day, statistics.ZERO) for one in days)
    first = min(market, default=date.max)
    return [
        DayFigures(
            day=day,
            profit=profit,
            exposure=None if day.exposure is None else shown(day.exposure),
            rate=shown(rates[day.day]) if day.day in rates else None,
            level=shown(level),
            drawdown=shown(drawdown),
            benchmark_level=shown(beside) if day.day >= first else None,
        )
        for day, profit, level, drawdown, beside in zip(
            days,
            account_days(story.opening_cash, days, (*story.moved, *story.interest)),
            levels[1:],
            statistics.drawdowns(levels)[1:],
            benchmark[1:],
            strict=True,
        )
    ]
