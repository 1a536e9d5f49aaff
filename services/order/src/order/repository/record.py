"""The record of what books were told, read again: page by page, and what came of each."""

from collections import defaultdict
from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ARRAY, BigInteger, Text, cast, column, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from order.domain.pit.page import Page
from order.domain.pit.pit import Pit
from order.repository.books import page_of
from order.tables import books, fills, inputs, orders
from vocabulary import Symbol, plain

PAGES_AT_ONCE = 500


class Stretch(NamedTuple):
    """Some pages of the record of one symbol: the numbers of the first and of the last."""

    symbol: Symbol
    first: int
    last: int


async def stretches(
    connection: AsyncConnection, begin: datetime, end: datetime, symbol: Symbol | None
) -> list[Stretch]:
    """What was recorded of each symbol, or of one, between two moments of market time."""
    own = (inputs.c.market_time >= begin) & (inputs.c.market_time < end)
    if symbol is not None:
        own &= inputs.c.symbol == symbol
    first, last = func.min(inputs.c.number), func.max(inputs.c.number)
    query = select(inputs.c.symbol, first, last).where(own).group_by(inputs.c.symbol)
    found = await connection.execute(query.order_by(inputs.c.symbol))
    return [Stretch(*row) for row in found]


async def first_fills(
    connection: AsyncConnection, begin: datetime, end: datetime, symbol: Symbol | None
) -> dict[Symbol, int]:
    """Of each symbol, or of one, the first page that made a fill between two moments."""
    own = (fills.c.market_time >= begin) & (fills.c.market_time < end)
    if symbol is not None:
        own &= orders.c.symbol == symbol
    query = select(orders.c.symbol, func.min(fills.c.sequence).label("page")).join_from(
        fills, orders, orders.c.order_id == fills.c.order_id
    )
    made = query.where(own, fills.c.sequence.is_not(None)).group_by(orders.c.symbol)
    return {row.symbol: row.page for row in await connection.execute(made)}


async def pit_before(connection: AsyncConnection, stretch: Stretch) -> Pit | None:
    """The pit as it was frozen last before a stretch; ``None`` if nobody knows any more."""
    own = (books.c.symbol == stretch.symbol) & (books.c.number < stretch.first)
    query = select(books).where(own).order_by(books.c.number.desc()).limit(1)
    row = (await connection.execute(query)).one_or_none()
    pit = Pit(stretch.symbol, 0 if row is None else row.number)
    if row is not None:
        pit.thaw(None if row.state is None else orjson.loads(row.state))
    is_whole = await connection.scalar(
        select(func.min(inputs.c.number)).where(
            inputs.c.symbol == stretch.symbol, inputs.c.number > pit.number
        )
    )
    return pit if is_whole == pit.number + 1 else None


async def pages_of(
    connection: AsyncConnection, symbol: Symbol, after: int, last: int
) -> AsyncGenerator[tuple[int, Page, bool]]:
    """The pages after one, up to the last: its number, what it says, and whether its book slept."""
    asleep = select(books.c.number).where(
        books.c.symbol == symbol, books.c.number > after, books.c.state.is_(None)
    )
    ends = set(await connection.scalars(asleep))
    while after < last:
        own = (inputs.c.symbol == symbol) & (inputs.c.number > after) & (inputs.c.number <= last)
        query = select(inputs).where(own).order_by(inputs.c.number).limit(PAGES_AT_ONCE)
        rows = (await connection.execute(query)).all()
        for row in rows:
            yield row.number, page_of(row.body), row.number in ends
        if not rows:
            return
        after = rows[-1].number


async def fills_of(
    connection: AsyncConnection, found: Sequence[Stretch]
) -> Mapping[Symbol, Sequence[str]]:
    """The fills that were stored with the pages of each stretch, as lines.

    All at once: nothing leads from a page to its fills but looking through them.
    """
    symbols, firsts, lasts = zip(*found, strict=True) if found else ((), (), ())
    own = func.unnest(
        cast([*symbols], ARRAY(Text)),
        cast([*firsts], ARRAY(BigInteger)),
        cast([*lasts], ARRAY(BigInteger)),
    ).table_valued(column("symbol", Text), column("first", BigInteger), column("last", BigInteger))
    own = own.render_derived("own")
    query = (
        select(fills, orders.c.symbol)
        .join(orders, orders.c.order_id == fills.c.order_id)
        .join(own, orders.c.symbol == own.c.symbol)
        .where(fills.c.sequence.between(own.c.first, own.c.last))
    )
    stored: defaultdict[Symbol, list[str]] = defaultdict(list)
    for row in (await connection.execute(query)).mappings():
        stored[row["symbol"]].append(fill_line(row))
    return {symbol: sorted(made) for symbol, made in stored.items()}


def fill_line(row: Any) -> str:  # noqa: ANN401  # a mapping of either kind
    """A fill as it is stored, as a line that sorts by where in the record it was made."""
    places = f"{row['sequence']:012} {row['order_id']} {row['number']:06} {row['fill_id']}"
    figures = [row[name] for name in ("quantity", "price", "fee", "bid", "ask")]
    written = " ".join("-" if figure is None else plain(figure) for figure in figures)
    return f"{places} {written} {row['counterparty']} {row['market_time']:%Y-%m-%dT%H:%M:%S.%fZ}"


def lines(rows: Sequence[Any]) -> list[str]:
    """Fills as lines, in the order of the record."""
    return sorted(fill_line(row) for row in rows)
