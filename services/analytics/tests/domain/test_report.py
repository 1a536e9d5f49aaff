"""How well an account did, beside somebody who bought and held."""

from datetime import date, timedelta
from decimal import Decimal

from analytics.domain.curve import Day, DayReturn
from analytics.domain.report import Beside, Exposure, Ratios
from vocabulary import NO_MONEY, Money

FIRST = date(2013, 10, 7)


def returns(*rates: str) -> list[DayReturn]:
    """Daily returns, from the first day on."""
    return [
        DayReturn(FIRST + timedelta(days=number), Decimal(rate))
        for number, rate in enumerate(rates)
    ]


def ended(gross: int, cash: int) -> Day:
    return Day(
        FIRST,
        Money(Decimal(cash)),
        NO_MONEY,
        NO_MONEY,
        Money(Decimal(gross)),
        Money(Decimal(gross)),
    )


def test_the_ratios_of_a_few_days() -> None:
    found = Ratios.of([Decimal(one) for one in ("0.01", "-0.02", "0.03", "0.005", "-0.01")])

    assert found == Ratios(
        days=5,
        total_return=Decimal("0.014346"),
        annual_return=Decimal("1.050080"),
        volatility=Decimal("0.305352"),
        sharpe=Decimal("2.475829"),
        sortino=Decimal("4.762352"),
        calmar=Decimal("52.504021"),
        max_drawdown=Decimal("-0.02"),
    )


def test_before_the_first_day_nothing_was_earned_or_lost() -> None:
    assert Ratios.of([]) == Ratios(0, Decimal(0), None, None, None, None, None, Decimal(0))


def test_only_days_that_both_have_are_compared() -> None:
    ours = returns("0.01", "0.02", "-0.01", "0.5")
    market = {one.day: one.rate for one in returns("0.005", "0.01", "-0.005")}

    found = Beside.of(ours, market)

    assert found is not None
    assert (found.beta, found.alpha, found.benchmark.days) == (2, 0, 3)
    assert found.benchmark.total_return == Decimal("0.009975")
    assert found.excess_return == Decimal("0.019898") - Decimal("0.009975")
    assert Beside.of(ours, {}) is None


def test_exposure_is_counted_at_the_ends_of_days() -> None:
    found = Exposure.of([ended(50, 50), ended(0, 100), ended(100, 0), ended(10, -20)])

    assert found == Exposure(Decimal("0.5"), Decimal(1), Decimal("0.666667"))
    assert Exposure.of([]) is None
