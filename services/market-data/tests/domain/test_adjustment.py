"""Bars of the past in shares of today."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data.domain.actions import CorporateAction, Dividend, Split
from market_data.domain.adjustment import (
    Adjusted,
    Adjustment,
    adjusted,
    adjustment,
    straddles,
)
from market_data.domain.bars import Bar
from vocabulary import CorporateActionKind, Money, Price, Quantity, Symbol

AAPL = Symbol("AAPL")
EX_DATE = date(2014, 6, 9)
MIDNIGHT = datetime(2014, 6, 9, 4, tzinfo=UTC)
DAY = timedelta(days=1)
CENTS = st.integers(1, 10**8).map(lambda cents: Decimal(cents).scaleb(-2))


def split(new: int, old: int, day: date = EX_DATE) -> Adjustment:
    what = Split(Quantity(Decimal(new)), Quantity(Decimal(old)))
    made = adjustment(CorporateAction(AAPL, day, what), None)
    assert made is not None
    return made


def dividend(cash: str, close_before: str | None) -> Adjustment | None:
    close = None if close_before is None else Price(Decimal(close_before))
    return adjustment(CorporateAction(AAPL, EX_DATE, Dividend(Money(Decimal(cash)))), close)


def a_bar(start: datetime, prices: str, volume: str = "100", turnover: str | None = None) -> Bar:
    opened, high, low, close = (Price(Decimal(price)) for price in prices.split())
    known = None if turnover is None else Decimal(turnover)
    return Bar(AAPL, start, opened, high, low, close, Quantity(Decimal(volume)), 3, known)


def shown(bars: list[Bar]) -> list[str]:
    return [f"{one.open} {one.high} {one.low} {one.close} {one.volume}" for one in bars]


def test_prices_before_a_split_are_divided_and_volumes_multiplied() -> None:
    before = a_bar(MIDNIGHT - DAY, "650 651.25 644.48 645.57", "12116671", "7777777.77")
    after = a_bar(MIDNIGHT, "92.69 93.88 91.75 93.7", "72875948")

    old, new = adjusted([before, after], [split(7, 1)])

    assert shown([old])[0].split()[4] == "84816697.000000000"
    assert (old.open, old.close) == (Decimal("92.85714286"), Decimal("92.22428571"))
    assert (old.turnover, old.trades, old.start) == (before.turnover, 3, before.start)
    assert new is after


def test_a_bar_that_starts_at_midnight_of_the_ex_date_is_of_new_shares() -> None:
    just_before = a_bar(MIDNIGHT - timedelta(minutes=1), "8 8 8 8")
    at_midnight = a_bar(MIDNIGHT, "4 4 4 4")

    assert [bar.close for bar in adjusted([just_before, at_midnight], [split(2, 1)])] == [4, 4]


def test_prices_before_a_dividend_lose_the_share_of_it_and_volumes_stay() -> None:
    adjustments = [one for one in [dividend("0.47", "94")] if one]
    (bar,) = adjusted([a_bar(MIDNIGHT - DAY, "94 94 47 94", "7", "658")], adjustments)

    assert shown([bar]) == ["93.53000000 93.53000000 46.76500000 93.53000000 7.000000000"]
    assert bar.turnover == Decimal("654.71")


@pytest.mark.parametrize("close_before", [None, "0.47", "0.10"])
def test_a_dividend_that_cannot_be_weighed_changes_nothing(close_before: str | None) -> None:
    assert dividend("0.47", close_before) is None


def test_adjustments_add_up_from_the_last_to_the_first() -> None:
    """Three of Apple's splits: a share of 1998 is 28 of 2014."""
    days = [date(2000, 6, 21), date(2005, 2, 28), EX_DATE]
    splits = [split(2, 1, days[0]), split(2, 1, days[1]), split(7, 1, days[2])]
    starts = [datetime(year, 1, 2, 5, tzinfo=UTC) for year in (1998, 2001, 2006, 2015)]

    bars = adjusted([a_bar(start, "56 56 56 56") for start in starts], reversed(splits))

    assert [bar.close for bar in bars] == [2, 4, 8, 56]


def test_a_price_that_becomes_very_small_is_still_a_price() -> None:
    (bar,) = adjusted([a_bar(MIDNIGHT - DAY, "0.01 0.01 0.01 0.01")], [split(10**7, 1)])

    assert bar.close == Decimal("0.00000001")


@given(
    prices=st.lists(CENTS, min_size=4, max_size=4).map(sorted),
    parts=st.tuples(st.integers(1, 50), st.integers(51, 99)),
    cash=CENTS,
    order=st.permutations(range(3)),
)
def test_a_split_and_its_reverse_are_nothing_in_any_order(
    prices: list[Decimal], parts: tuple[int, int], cash: Decimal, order: list[int]
) -> None:
    low, opened, close, high = prices
    bar = a_bar(MIDNIGHT - DAY, f"{opened} {high} {low} {close}", "100", "123.45")
    paid = dividend(str(cash), str(cash * 3))
    assert paid is not None
    three = [split(*parts), split(parts[1], parts[0]), paid]

    assert adjusted([bar], [three[n] for n in order]) == adjusted([bar], [paid])
    assert paid.price == Fraction(2, 3)


@given(close_before=CENTS, close=CENTS, cash=CENTS)
def test_adjusted_returns_are_those_of_who_reinvests_the_dividend(
    close_before: Decimal, close: Decimal, cash: Decimal
) -> None:
    """Who is paid buys for it at the close before, less the dividend: what the open would be."""
    made = dividend(str(cash), str(close_before))
    if made is None:
        assert cash >= close_before
        return
    bars = [a_bar(MIDNIGHT - DAY, " ".join([str(close_before)] * 4))]

    (before,) = adjusted(bars, [made])

    shares = 1 + Fraction(cash) / Fraction(close_before - cash)
    worth = Fraction(close) * shares / Fraction(close_before)
    assert worth == Fraction(close) / (Fraction(close_before) * made.price)
    assert before.close == close_before - cash


def test_a_bar_over_an_ex_date_is_of_both_kinds_of_shares() -> None:
    week = timedelta(days=7)

    assert straddles(MIDNIGHT - DAY, MIDNIGHT - DAY + week, [split(7, 1)])
    assert not straddles(MIDNIGHT, MIDNIGHT + week, [split(7, 1)])
    assert not straddles(MIDNIGHT - DAY, MIDNIGHT, [split(7, 1)])
    assert not straddles(MIDNIGHT - DAY, MIDNIGHT + week, [])


def test_dividends_count_when_all_is_wanted_and_nothing_does_when_nothing_is() -> None:
    kinds = {
        how: [kind for kind in CorporateActionKind if how.applies_to(kind)] for how in Adjusted
    }

    assert kinds == {
        Adjusted.RAW: [],
        Adjusted.SPLIT: [CorporateActionKind.SPLIT],
        Adjusted.ALL: [CorporateActionKind.SPLIT, CorporateActionKind.DIVIDEND],
    }
