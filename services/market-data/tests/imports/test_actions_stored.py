"""Actions become rows, and rows become what bars are adjusted by."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from live_market import eventually
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from market_data.domain.actions import ActionStatus, CorporateAction, Dividend, Split
from market_data.domain.adjustment import adjusted
from market_data.domain.bars import Bar
from market_data.imports.history import HistoryFile, find_history
from market_data.imports.store import Transactions, import_actions, import_history
from market_data.queries.adjustments import factors
from market_data.repository.actions import Stored, lock_actions, store_actions
from market_data.repository.bars import select_bars
from market_data.tables import corporate_actions, rollups
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
    engine: AsyncEngine, transactions: Transactions
) -> None:
    one, other = split(date(2014, 6, 9), "7"), dividend(date(2014, 5, 8), "0.47")
    assert await import_actions([one, other, one], transactions) == (2, 0, 0, ())
    await turned(engine, one, ActionStatus.EFFECTIVE)
    await turned(engine, other, ActionStatus.ANNOUNCED)

    late, corrected = split(date(2014, 6, 9), "8"), dividend(date(2014, 5, 8), "0.48")

    assert await import_actions([one, other], transactions) == (0, 0, 2, ())
    assert await import_actions([late, corrected], transactions) == (0, 1, 0, (late,))
    async with transactions() as connection:
        stored = await lock_actions(connection, [one.action_id, other.action_id])
    assert set(stored) == {
        Stored(one, ActionStatus.EFFECTIVE),
        Stored(corrected, ActionStatus.CORRECTED),
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ActionStatus.IMPORTED, ActionStatus.IMPORTED),
        (ActionStatus.ANNOUNCED, ActionStatus.CORRECTED),
        (ActionStatus.CORRECTED, ActionStatus.CORRECTED),
        (ActionStatus.PAST, ActionStatus.IMPORTED),
        (ActionStatus.EFFECTIVE, ActionStatus.EFFECTIVE),
    ],
)
async def test_an_import_that_overtakes_another_takes_nothing_back(
    before: ActionStatus, after: ActionStatus, engine: AsyncEngine, transactions: Transactions
) -> None:
    """Both take the action for new; what was said of it before the second wrote it stays said."""
    action, other = split(date(2014, 6, 9), "7"), split(date(2014, 6, 9), "8")
    async with transactions() as connection:
        await store_actions(connection, [action])
        imports = [
            asyncio.create_task(import_actions([one], transactions)) for one in (action, other)
        ]
        await eventually(partial(_wait_for_locks, engine, 2))
        await connection.execute(update(corporate_actions).values(status=before))
    outcomes = await asyncio.gather(*imports)

    async with transactions() as connection:
        (stored,) = await lock_actions(connection, [action.action_id])
    assert stored.status is after
    is_late = before is ActionStatus.EFFECTIVE
    assert outcomes[1].too_late == ((other,) if is_late else ())
    assert sum(outcome.new for outcome in outcomes) == 0


async def _wait_for_locks(engine: AsyncEngine, number: int) -> bool:
    here = "datname = current_database()"
    query = text(
        f"select count(*) from pg_stat_activity where wait_event_type = 'Lock' and {here}"  # noqa: S608
    )
    async with engine.connect() as connection:
        return await connection.scalar(query) == number


async def turned(engine: AsyncEngine, action: CorporateAction, status: ActionStatus) -> None:
    chosen = update(corporate_actions).filter_by(action_id=action.action_id)
    async with engine.begin() as connection:
        await connection.execute(chosen.values(status=status))


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
    query = select_bars(rollups).filter_by(interval=BarInterval.DAY_1).order_by(rollups.c.start)
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
