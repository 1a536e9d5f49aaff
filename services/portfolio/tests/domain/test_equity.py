"""The equity curve: a table, and a naive recomputation bar by bar."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.equity import Moved, Priced, equity_curve
from portfolio.domain.ledger import CASH
from vocabulary import Price, Quantity, Symbol, value

BEGIN = datetime(2013, 10, 7, 14, 30, tzinfo=UTC)
SYMBOLS = [Symbol("IBM"), Symbol("BAC")]
BARS = st.none() | st.integers(0, 5)
AMOUNTS = st.integers(-(10**6), 10**6).map(lambda n: Decimal(n).scaleb(-3))
MOVES = st.lists(st.tuples(BARS, st.sampled_from([CASH, *SYMBOLS]), AMOUNTS), max_size=12)
PRICES = st.lists(
    st.tuples(
        BARS, st.sampled_from(SYMBOLS), st.integers(1, 10**6).map(lambda n: Decimal(n) / 100)
    ),
    max_size=12,
)


def bar(number: int | None) -> datetime | None:
    return None if number is None else BEGIN + number * timedelta(minutes=1)


def moved(number: int | None, asset: str, amount: str | Decimal) -> Moved:
    return Moved(bar(number), asset, Decimal(amount))


def priced(number: int | None, symbol: str, price: str | Decimal) -> Priced:
    return Priced(bar(number), Symbol(symbol), Price(Decimal(price)))


@pytest.mark.parametrize(
    ("moves", "prices", "points"),
    [
        ([], [], []),
        ([moved(None, CASH, "100")], [priced(1, "IBM", "9")], []),
        ([moved(None, CASH, "100"), moved(2, CASH, "50")], [], [(2, "150", "0")]),
        (
            [moved(None, CASH, "100"), moved(1, CASH, "-20"), moved(1, "IBM", "2")],
            [priced(1, "IBM", "10"), priced(2, "IBM", "12"), priced(2, "BAC", "5")],
            [(1, "80", "20"), (2, "80", "24")],
        ),
        (
            [moved(None, CASH, "100"), moved(None, "IBM", "-2")],
            [priced(None, "IBM", "10"), priced(3, "IBM", "7")],
            [(3, "100", "-14")],
        ),
        (
            [moved(1, "IBM", "2")],
            [priced(1, "IBM", "10"), priced(1, "IBM", "11")],
            [(1, "0", "22")],
        ),
        (
            [moved(1, "IBM", "2"), moved(2, "IBM", "-2")],
            [priced(1, "IBM", "10"), priced(3, "IBM", "11")],
            [(1, "0", "20"), (2, "0", "0")],
        ),
    ],
)
def test_a_curve(
    moves: list[Moved], prices: list[Priced], points: list[tuple[int, str, str]]
) -> None:
    found = list(equity_curve(moves, prices))

    assert [(one.start, one.cash, one.market_value) for one in found] == [
        (bar(number), Decimal(cash), Decimal(worth)) for number, cash, worth in points
    ]
    assert all(one.equity == one.cash + one.market_value for one in found)


@given(MOVES, PRICES)
def test_every_point_is_what_had_come_by_then_at_the_newest_prices(
    moves: list[tuple[int | None, str, Decimal]], prices: list[tuple[int | None, Symbol, Decimal]]
) -> None:
    curve = equity_curve(
        [moved(*one) for one in moves], [priced(at, one, price) for at, one, price in prices]
    )

    for point in curve:
        number = round((point.start - BEGIN) / timedelta(minutes=1))
        come = [one for one in moves if one[0] is None or one[0] <= number]
        known = [one for one in prices if one[0] is None or one[0] <= number]
        known.sort(key=lambda one: -1 if one[0] is None else one[0])
        newest = {symbol: price for _, symbol, price in known}
        held = {one: sum((a for _, s, a in come if s == one), Decimal(0)) for one in SYMBOLS}
        worth = (value(Quantity(held[s]), Price(newest[s])) for s in SYMBOLS if s in newest)
        assert point.cash == sum((a for _, s, a in come if s == CASH), Decimal(0))
        assert point.market_value == sum(worth, Decimal(0))


@given(MOVES, PRICES, st.integers(0, 5))
def test_a_later_beginning_changes_nothing(
    moves: list[tuple[int | None, str, Decimal]],
    prices: list[tuple[int | None, Symbol, Decimal]],
    since: int,
) -> None:
    def seen(at: int | None) -> int | None:
        return at if at is not None and at >= since else None

    prices = sorted(prices, key=lambda one: -1 if one[0] is None else one[0])
    whole = equity_curve([moved(*one) for one in moves], [priced(*one) for one in prices])
    part = equity_curve(
        [moved(seen(at), asset, amount) for at, asset, amount in moves],
        [priced(seen(at), symbol, price) for at, symbol, price in prices],
    )

    first = bar(since)
    assert first is not None
    assert list(part) == [one for one in whole if one.start >= first]
