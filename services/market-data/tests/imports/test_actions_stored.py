"""Actions become rows, and rows become what bars are adjusted by."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from market_data.domain.actions import ActionStatus, CorporateAction, Dividend, Split
from market_data.domain.adjustment import adjusted
from market_data.domain.bars import Bar
from market_data.imports.history import HistoryFile, find_history
from market_data.imports.store import Transactions, import_actions, import_history
from market_data.queries.adjustments import factors
from market_data.repository.actions import Stored, lock_actions, save_actions
from market_data.tables import rollups
from vocabulary import BarInterval, Money, Quantity, Symbol

pytestmark = pytest.mark.real
Written = Callable[..., Path]
HEADER = "timestamp,symbol,open,high,low,close,volume"
RECORDED = Path(__file__).parents[4] / ".." / "shared" / "market-data"
AAPL = Symbol("AAPL")
SPLITS = [
    (date(2000, 6, 21), "2"),
    (date(2005, 2, 28), "2"),
    (date(2014, 6, 9), "7"),
    (date(2020, 8, 31), "4"),
]
CRASH = "2000-09-29"
"""Apple had said the evening before that it would earn less than expected."""


async def imported(path: Path, transactions: Transactions) -> None:
    (recording,) = find_history(path)
    await import_history(HistoryFile(recording, None, None), transactions, lambda _: None)


def split(day: date, new: str, symbol: Symbol = AAPL) -> CorporateAction:
    return CorporateAction(symbol, day, Split(Quantity(Decimal(new)), Quantity(Decimal(1))))


def dividend(day: date, cash: str) -> CorporateAction:
    return CorporateAction(AAPL, day, Dividend(Money(Decimal(cash))))


async def test_actions_are_stored_once_and_corrected_until_they_are_effective(
    transactions: Transactions,
) -> None:
    one, other = split(date(2014, 6, 9), "7"), dividend(date(2014, 5, 8), "0.47")
    assert await import_actions([one, other, one], transactions) == (2, 0, 0, ())
    async with transactions() as connection:
        await save_actions(connection, [Stored(one, ActionStatus.EFFECTIVE)])
        await save_actions(connection, [Stored(other, ActionStatus.ANNOUNCED)])

    late, corrected = split(date(2014, 6, 9), "8"), dividend(date(2014, 5, 8), "0.48")

    assert await import_actions([one, other], transactions) == (0, 0, 2, ())
    assert await import_actions([late, corrected], transactions) == (0, 1, 0, (late,))
    async with transactions() as connection:
        stored = await lock_actions(connection, [one, other])
    assert set(stored) == {
        Stored(one, ActionStatus.EFFECTIVE),
        Stored(corrected, ActionStatus.IMPORTED),
    }


@pytest.mark.skipif(not RECORDED.exists(), reason=f"recorded prices are not at {RECORDED}")
async def test_apples_prices_of_twenty_years_are_those_of_todays_shares(
    engine: AsyncEngine, transactions: Transactions
) -> None:
    """No split is seen any more, and the day on which half of the price was lost still is."""
    await imported(RECORDED / "bars" / "1Day" / "AAPL.csv.gz", transactions)
    await import_actions([split(day, new) for day, new in SPLITS], transactions)
    async with engine.connect() as connection:
        made = await factors(connection, AAPL)
        before_2014 = await factors(connection, AAPL, datetime(2014, 6, 9, 3, 59, tzinfo=UTC))
    raw = await days(engine)

    after = adjusted(raw, made)

    assert (len(made), len(before_2014)) == (4, 2)
    assert falls(raw) == sorted([CRASH, *(str(day) for day, _ in SPLITS)])
    assert (raw[0].close, after[0].close) == (Decimal("16.25"), Decimal("0.14508929"))
    assert after[0].volume == raw[0].volume * 112
    assert after[-1] == raw[-1]
    assert falls(after) == [CRASH]


async def days(engine: AsyncEngine) -> list[Bar]:
    query = select(rollups).filter_by(interval=BarInterval.DAY_1).order_by(rollups.c.start)
    async with engine.connect() as connection:
        rows = (await connection.execute(query)).mappings()
        return [Bar(**row) for row in rows]


def falls(bars: Sequence[Bar]) -> list[str]:
    """The days that open at less than 60 % of the close before."""
    return [
        f"{after.start:%Y-%m-%d}"
        for before, after in pairwise(bars)
        if after.open < before.close * Decimal("0.6")
    ]


async def test_a_dividend_is_weighed_by_the_last_close_before_it(
    engine: AsyncEngine, transactions: Transactions, written: Written
) -> None:
    lines = [f"2014-05-{day:02},AAPL,{p},{p},{p},{p},1" for day, p in ((6, 90), (7, 94), (8, 95))]
    await imported(written("AAPL.csv", HEADER, *lines), transactions)
    await import_actions(
        [dividend(date(2014, 5, 8), "0.47"), dividend(date(2014, 5, 6), "1")], transactions
    )

    async with engine.connect() as connection:
        (made,) = await factors(connection, AAPL)

    assert made.price == 1 - Fraction("0.47") / 94
    assert [bar.close for bar in adjusted(await days(engine), [made])] == [
        Decimal("89.55"),
        Decimal("93.53"),
        95,
    ]
