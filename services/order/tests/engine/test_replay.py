"""The record of a day makes its fills again."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Table, delete, select, text, update
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from trading_pit import TradingPit
from written_tape import OPEN, quoted, standing, traded

from order.queries.replay import Replayed, replay_fills
from order.repository.books import forget_before
from order.tables import books, fills, inputs
from vocabulary import Symbol

pytestmark = pytest.mark.real
DAY = OPEN.date()
MANY_DAYS = (
    "insert into inputs select 'IBM', n, timestamptz '2013-10-01Z' + n * interval '1 minute',"
    " now(), repeat(md5(n::text), 20) from generate_series(1, 20000) n",
    "insert into fills (order_id, number, fill_id, sequence, quantity, price, fee, counterparty,"
    " market_time, created_at) select gen_random_uuid(), 1, gen_random_uuid(), n, 1, 1, 0, '',"
    " timestamptz '2013-10-01Z' + n * interval '1 minute', now() from generate_series(1, 20000) n",
)


async def _replayed(pit: TradingPit, day: date = DAY, symbol: str = "") -> Replayed:
    async with pit.simulation.database("order").engine.connect() as connection:
        return await replay_fills(connection, day, Symbol(symbol) if symbol else None)


async def _trade(pit: TradingPit) -> None:
    """Three fills of two symbols, and a book that sleeps in between."""
    await pit.tell(*standing("BAC"), complete=True)
    await pit.place(limit="10.10", quantity="30", model="realistic/1")
    await pit.place(limit="10", quantity="30", symbol="BAC", fees="per-share/1")
    await pit.tell(quoted("20@9.9", "200@10", "BAC"), traded("7@10.1"), later=1)
    await pit.tell(quoted("20@9.9", "200@10.2"), later=61)
    await pit.rest()
    await pit.place(limit="10.2", quantity="5")
    await pit.rest()


async def test_every_fill_is_made_again(pit: TradingPit) -> None:
    await _trade(pit)
    asleep = [row for row in await pit.rows(books) if row.state is None]

    done = await _replayed(pit)

    assert (done.symbols, done.fills, done.difference, done.unknown) == (2, 3, None, ())
    assert len(asleep) > 0
    assert (await _replayed(pit, symbol="BAC")).fills == 1
    assert (await _replayed(pit, DAY + timedelta(days=1))).symbols == 0


@pytest.mark.parametrize("change", [{"price": 11}, {"fee": 7}, {"quantity": 9}, {"number": 8}])
async def test_a_fill_that_was_tampered_with_is_found(
    pit: TradingPit, change: dict[str, int]
) -> None:
    await _trade(pit)
    async with pit.simulation.database("order").engine.begin() as connection:
        bac = fills.c.quantity == 30
        await connection.execute(update(fills).where(bac, fills.c.price == 10).values(change))

    found = (await _replayed(pit)).difference

    assert found is not None
    assert (found.symbol, found.stored == found.made) == ("BAC", False)


async def test_a_fill_that_is_missing_or_made_up_is_found(pit: TradingPit) -> None:
    await _trade(pit)
    async with pit.simulation.database("order").engine.begin() as connection:
        await connection.execute(delete(fills).where(fills.c.quantity == 5))

    missing = (await _replayed(pit, symbol="IBM")).difference

    assert missing is not None
    assert (missing.stored, missing.made is None) == (None, False)


async def test_a_record_that_was_forgotten_in_part_is_not_believed(pit: TradingPit) -> None:
    await _trade(pit)
    async with pit.simulation.database("order").engine.begin() as connection:
        first = (inputs.c.symbol == "IBM") & (inputs.c.number == 1)
        await connection.execute(delete(inputs).where(first))

    done = await _replayed(pit)

    assert (done.unknown, done.symbols, done.difference) == (("IBM",), 1, None)


async def test_what_is_old_is_forgotten_but_not_what_books_are_made_of(pit: TradingPit) -> None:
    await _trade(pit)
    resting = await pit.place(limit="9")
    pages = [(row.symbol, row.number) for row in await pit.rows(inputs)]
    until = max(row.at for row in await pit.rows(inputs)) + timedelta(days=1)

    async with pit.simulation.database("order").engine.begin() as connection:
        gone = await forget_before(connection, until)

    left = [(row.symbol, row.number) for row in await pit.rows(inputs)]
    assert 0 < gone == len(pages) - len(left)
    await pit.restart()
    await pit.tell(quoted("", "100@9"), later=1)
    assert await pit.status(resting) == "filled"
    assert (await _replayed(pit, symbol="IBM")).difference is None


async def test_a_day_that_was_forgotten_is_not_believed(pit: TradingPit) -> None:
    await _trade(pit)
    asleep = [row.at for row in await pit.rows(books) if row.symbol == "IBM"]

    async with pit.simulation.database("order").engine.begin() as connection:
        assert await forget_before(connection, max(asleep) + timedelta(microseconds=1)) > 0
    assert "IBM" in (await _replayed(pit)).unknown

    async with pit.simulation.database("order").engine.begin() as connection:
        await connection.execute(delete(inputs))
    assert (await _replayed(pit)).unknown == ("BAC", "IBM")


@pytest.mark.parametrize("table", [inputs, fills], ids=lambda table: table.name)
async def test_of_a_long_record_only_the_day_is_looked_at(pit: TradingPit, table: Table) -> None:
    begin, end = datetime.combine(DAY, time(), UTC), datetime.combine(DAY, time.max, UTC)
    query = select(table).where(table.c.market_time.between(begin, end))
    written = str(query.compile(dialect=dialect(), compile_kwargs={"literal_binds": True}))
    async with pit.simulation.database("order").engine.begin() as connection:
        for insertion in MANY_DAYS:
            await connection.execute(text(insertion))
        await connection.execute(text("analyze inputs, fills"))
        found = [*await connection.scalars(text("explain " + written))]

    assert f"{table.name}_by_market_time" in "".join(found)
