"""Profit and loss by day and symbol, and the sums that must come out."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from analytics.domain.curve import Close, Moved, Transfer, curve
from analytics.domain.daily import DayProfit, account_days, daily_profit
from analytics.domain.holding import Holding
from vocabulary import Money, Price, Quantity, Side, Symbol, value

IBM, BAC = Symbol("IBM"), Symbol("BAC")
FIRST = date(2013, 10, 7)


def traded(story: list[tuple[int, str, Side, int, int]]) -> list[Moved]:
    """What trades like ``(day, symbol, side, shares, price)`` did, in order of days."""
    found: list[Moved] = []
    holdings: dict[str, Holding] = {}
    for day, symbol, side, shares, price in sorted(story, key=lambda one: one[0]):
        holding = holdings.setdefault(symbol, Holding(Symbol(symbol)))
        quantity, each = Quantity(Decimal(shares)), Price(Decimal(price))
        worth = value(quantity, each)
        sign = 1 if side is Side.BUY else -1
        earned = holding.trade(side, quantity, each)
        one = Moved(
            FIRST + timedelta(days=day),
            Symbol(symbol),
            Quantity(sign * quantity),
            Money(-sign * worth),
            each,
            earned,
            trades=1,
            turnover=worth,
        )
        found.append(one)
    return added_up(found)


def added_up(rows: list[Moved]) -> list[Moved]:
    """One row for each day and symbol, as the database adds them up."""
    found: dict[tuple[date, Symbol], Moved] = {}
    for one in rows:
        before = found.get((one.day, one.symbol))
        found[one.day, one.symbol] = (
            one
            if before is None
            else one._replace(
                shares=Quantity(before.shares + one.shares),
                cash=Money(before.cash + one.cash),
                realised=Money(before.realised + one.realised),
                trades=before.trades + one.trades,
                turnover=Money(before.turnover + one.turnover),
            )
        )
    return list(found.values())


def closed(day: int, symbol: Symbol, price: int) -> Close:
    return Close(FIRST + timedelta(days=day), symbol, Price(Decimal(price)))


def shown(days: list[DayProfit]) -> list[tuple[int, str, int, int, int]]:
    return [
        (
            (one.day - FIRST).days,
            one.symbol,
            int(one.realised),
            int(one.unrealised),
            int(one.change),
        )
        for one in days
    ]


def test_every_day_on_which_a_symbol_was_traded_or_held_is_there() -> None:
    moved = traded(
        [
            (0, "IBM", Side.BUY, 10, 100),
            (2, "IBM", Side.SELL, 4, 120),
            (3, "IBM", Side.SELL, 6, 130),
            (1, "BAC", Side.SELL, 5, 20),
        ]
    )
    closes = [closed(day, IBM, price) for day, price in ((-1, 1), (0, 105), (1, 90), (5, 1))]

    assert shown(daily_profit(moved, [*closes, closed(1, BAC, 18)])) == [
        (0, "IBM", 0, 50, 50),
        (1, "BAC", 0, 10, 10),
        (1, "IBM", 0, -100, -150),
        (2, "IBM", 80, 120, 300),
        (3, "IBM", 180, 0, 60),
    ]


STORY = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["IBM", "BAC"]),
        st.sampled_from(Side),
        st.integers(1, 20),
        st.integers(1, 50),
    ),
    max_size=25,
)
CLOSES = st.dictionaries(
    st.tuples(st.integers(0, 8), st.sampled_from([IBM, BAC])), st.integers(1, 50)
)


@given(STORY, CLOSES)
def test_all_changes_together_are_what_the_account_is_worth_more(
    story: list[tuple[int, str, Side, int, int]], prices: dict[tuple[int, Symbol], int]
) -> None:
    moved = traded(story)
    closes = [closed(day, symbol, price) for (day, symbol), price in prices.items()]

    days = daily_profit(moved, closes)
    worth = list(curve(Money(Decimal(1000)), moved, [], closes))

    earned = sum((one.change for one in days), Decimal(0))
    assert 1000 + earned == (worth[-1].equity if worth else 1000)
    together = list(account_days(Money(Decimal(1000)), worth, moved))
    assert sum((one.change for one in together), Decimal(0)) == earned
    last = {one.symbol: one.unrealised for one in days}
    realised = sum((one.realised for one in days), Decimal(0))
    assert realised + sum(last.values(), Decimal(0)) == earned
    assert sum((one.realised for one in together), Decimal(0)) == realised
    assert sum(last.values(), Decimal(0)) == (together[-1].unrealised if together else 0)


def test_what_is_paid_in_was_not_earned() -> None:
    moved = traded([(0, "IBM", Side.BUY, 10, 50), (1, "IBM", Side.SELL, 4, 60)])
    opening = Money(Decimal(1000))
    transfers = [
        Transfer(FIRST, Money(Decimal(70))),
        Transfer(FIRST + timedelta(days=2), Money(Decimal(-30))),
    ]
    days = curve(opening, moved, transfers, [closed(0, IBM, 55), closed(2, IBM, 40)])

    found = [tuple(map(int, one)) for one in account_days(opening, days, moved)]

    assert found == [(0, 50, 50), (40, 60, 50), (0, -60, -120)]
