"""Books whole: what they were told, page by page, and how they were now and then."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from logging import getLogger
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import insert_rows, upsert
from order.domain.pit.page import Page
from order.domain.pit.pit import Pit
from order.domain.units import time_of
from order.repository.rows import Values
from order.tables import books, inputs
from vocabulary import Symbol

logger = getLogger(__name__)

_SYMBOLS = """
    with recursive found as (
        (select symbol from {0} order by symbol limit 1)
        union all
        select (select symbol from {0} where {0}.symbol > found.symbol order by symbol limit 1)
        from found where found.symbol is not null
    ) select symbol from found where symbol is not null
"""
"""Jumps from one symbol to the next: there may be millions of pages of each."""
_KNOWN = " union ".join(f"({_SYMBOLS.format(table)})" for table in ("inputs", "books", "splits"))
_FROZEN = """
    select newest.* from unnest(cast(:symbols as text[])) as wanted(symbol)
    cross join lateral (
        select * from books where books.symbol = wanted.symbol order by number desc limit 1
    ) as newest
"""


async def known_symbols(connection: AsyncConnection) -> list[Symbol]:
    """Every symbol of which anything is recorded."""
    return [Symbol(row.symbol) for row in await connection.execute(text(_KNOWN))]


async def load_pits(
    connection: AsyncConnection, told: Mapping[Symbol, int]
) -> tuple[list[Pit], dict[Symbol, Exception]]:
    """The pits of these symbols as they are stored, and those of which nothing can be made.

    ``told`` is the last strip of the tape that their books have heard.
    """
    frozen = await _frozen(connection, told)
    pages = await pages_after(connection, {one: row.number for one, row in frozen.items()}, told)
    pits: list[Pit] = []
    broken: dict[Symbol, Exception] = {}
    for symbol, offset in told.items():
        row = frozen.get(symbol)
        pit = Pit(symbol, 0 if row is None else row.number, offset)
        pits.append(pit)
        try:
            pit.thaw(None if row is None or row.state is None else orjson.loads(row.state))
            for page in pages[symbol]:
                pit.read(page)
            await asyncio.sleep(0)  # others have their turn: there may be many
        except Exception as error:  # whatever it is, other symbols have nothing to do with it
            logger.exception("%s: its book cannot be made again", symbol)
            broken[symbol] = error
    return pits, broken


async def pages_after(
    connection: AsyncConnection, numbers: Mapping[Symbol, int], symbols: Iterable[Symbol]
) -> Mapping[Symbol, Sequence[Page]]:
    """What is recorded of each symbol after the page with its number, in order."""
    found: defaultdict[Symbol, list[Page]] = defaultdict(list)
    wanted = [*symbols]
    after = {"symbols": wanted, "numbers": [numbers.get(one, 0) for one in wanted]}
    query = text(
        "select inputs.symbol, body, market_time from inputs join unnest("
        "cast(:symbols as text[]), cast(:numbers as bigint[])) as known(symbol, number)"
        " on inputs.symbol = known.symbol and inputs.number > known.number"
        " order by inputs.symbol, inputs.number"
    )
    for row in await connection.execute(query, after):
        found[row.symbol].append(page_of(row.body))
    return found


async def save_pages(connection: AsyncConnection, pages: Mapping[Pit, Page], now: datetime) -> None:
    """Record what books were told.

    Raises:
        sqlalchemy.exc.IntegrityError: somebody else has acted for a symbol; nothing is stored.
    """
    rows = [
        {
            "symbol": pit.symbol,
            "number": pit.number,
            "market_time": time_of(page.time),
            "at": now,
            "body": orjson.dumps([page.items, page.causes, page.time]).decode(),
        }
        for pit, page in pages.items()
    ]
    await insert_rows(connection, inputs, rows)


async def save_frozen(connection: AsyncConnection, pits: Collection[Pit], now: datetime) -> None:
    """Keep these books as they are now; one that cannot be written down goes on by its pages."""
    rows: list[Values] = []
    for pit in pits:
        try:
            rows.append(_frozen_row(pit, now))
        except Exception:  # whatever it is, nothing is lost by it
            logger.exception("%s: its book cannot be written down", pit.symbol)
    await upsert(connection, books, rows)


async def forget_before(connection: AsyncConnection, moment: datetime) -> int:
    """Drop what was recorded before ``moment``; return how many pages went.

    What the books of today are made from stays, however old it is.
    """
    query = text(
        "with kept as (select symbol, max(number) as number from books where at < :moment"
        " group by symbol), old as (delete from books using kept where books.symbol = kept.symbol"
        " and books.number < kept.number) delete from inputs using kept"
        " where inputs.symbol = kept.symbol and inputs.number <= kept.number"
    )
    return (await connection.execute(query, {"moment": moment})).rowcount


def page_of(body: str) -> Page:
    """A page as it was recorded."""
    items, causes, time = orjson.loads(body)
    return Page(items, causes, time)


async def _frozen(connection: AsyncConnection, symbols: Collection[Symbol]) -> dict[Symbol, Any]:
    found = await connection.execute(text(_FROZEN), {"symbols": [*symbols]})
    return {row.symbol: row for row in found}


def _frozen_row(pit: Pit, now: datetime) -> Values:
    book, state = pit.book, pit.freeze()
    return {
        "symbol": pit.symbol,
        "number": pit.number,
        "market_time": None if book is None else time_of(book.now),
        "at": now,
        "state": None if state is None else orjson.dumps(state).decode(),
    }
