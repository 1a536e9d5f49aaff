"""Loads and saves the books of many symbols at once."""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import insert_rows, update_rows, upsert
from order.domain.book import Book
from order.domain.fill import Fill
from order.domain.market import Market
from order.domain.order import Order
from order.repository.rows import Found, Values, fate_row, order_of
from order.tables import IS_LIVE, books, fills, orders
from vocabulary import NO_MONEY, OrderId, OrderStatus, Symbol


class Books:
    """Books that come back as they were: the same orders in the same places."""

    async def load(
        self, connection: AsyncConnection, symbols: Collection[Symbol]
    ) -> dict[Symbol, Book]:
        """The books with their open orders, and the orders that are to be canceled on arrival."""
        resting: defaultdict[Symbol, list[Order]] = defaultdict(list)
        early_cancels: defaultdict[Symbol, list[OrderId]] = defaultdict(list)
        to_cancel = orders.c.cancel_requested_at.is_not(None)
        approved = orders.c.status != OrderStatus.PENDING_NEW
        query = select(orders).where(
            text(IS_LIVE), orders.c.symbol.in_(symbols), approved | to_cancel
        )
        for row in await connection.execute(query):
            if row.status == OrderStatus.PENDING_NEW:
                early_cancels[row.symbol].append(row.order_id)
            else:
                resting[row.symbol].append(order_of(row))
        known = await connection.execute(select(books).where(books.c.symbol.in_(symbols)))
        pages = {row.symbol: row for row in known}
        return {
            symbol: _book(symbol, pages.get(symbol), resting[symbol], early_cancels[symbol])
            for symbol in symbols
        }

    async def save(self, connection: AsyncConnection, states: Collection[Book]) -> None:
        """Store the orders that were touched, their fills, and what was taken from the market.

        Raises:
            sqlalchemy.exc.IntegrityError: a fill was made before; nothing is stored.
        """
        touched = [book for book in states if book.changed]
        now = datetime.now(UTC)
        changed = [fate_row(order, now) for book in touched for order in book.changed.values()]
        made = [_fill_row(fill, now) for book in touched for fill in book.fills]
        await update_rows(connection, orders, changed)
        await insert_rows(connection, fills, made)
        await upsert(connection, books, [_page(book) for book in touched])
        for book in touched:
            book.saved()


def _book(
    symbol: Symbol, page: Found | None, resting: list[Order], early_cancels: list[OrderId]
) -> Book:
    if page is None:
        return Book(symbol, resting, early_cancels=early_cancels)
    return Book(
        symbol,
        resting,
        market=Market(page.quote_sequence, page.taken_bid, page.taken_ask),
        last_position=page.last_position,
        early_cancels=early_cancels,
    )


def _page(book: Book) -> Values:
    return {
        "symbol": book.symbol,
        "quote_sequence": book.market.sequence,
        "taken_bid": book.market.bid.taken,
        "taken_ask": book.market.ask.taken,
        "last_position": book.last_position,
    }


def _fill_row(fill: Fill, now: datetime) -> Values:
    return {
        "order_id": fill.order.order_id,
        "number": fill.number,
        "fill_id": fill.fill_id,
        "quantity": fill.quantity,
        "price": fill.price,
        "fee": NO_MONEY,
        "counterparty": fill.counterparty,
        "bid": fill.quote.bid,
        "ask": fill.quote.ask,
        "market_time": fill.quote.time,
        "created_at": now,
    }
