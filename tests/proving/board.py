"""A consumer that reacts to prices: one order for each symbol, which waits for a good one."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import uuid4

from sqlalchemy import Boolean, Column, MetaData, String, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bus.handlers import Handlers
from chassis.statements import upsert
from events import Event, OrderAccepted, OrderCancelRequested, Quote
from vocabulary import AccountId, OrderId, Symbol

metadata = MetaData()
boards = Table(
    "boards",
    metadata,
    Column("symbol", String, primary_key=True),
    Column("is_open", Boolean, nullable=False),
)
LIMIT = Decimal(50)


@dataclass
class Board:
    """One order that waits for an ask of 50 or less. ``seen`` is not saved."""

    symbol: Symbol
    is_open: bool = True
    seen: list[int] = field(default_factory=list[int])


handlers = Handlers[Board](key="symbol")


@handlers.on(Quote)
def look(board: Board, price: Quote) -> Iterator[Event]:
    """Trade, if the price is good."""
    board.seen.append(price.sequence)
    if price.bid_size == 0:
        raise ArithmeticError("nobody bids")
    if board.is_open and price.ask is not None and price.ask <= LIMIT:
        board.is_open = False
        yield accepted(board.symbol)


@handlers.on(OrderCancelRequested)
def ask(board: Board, _request: OrderCancelRequested) -> Iterator[Event]:
    """Say nothing, but have the state loaded."""
    yield from ()


def accepted(symbol: Symbol) -> OrderAccepted:
    return OrderAccepted(order_id=OrderId(uuid4()), account_id=AccountId(uuid4()), symbol=symbol)


def request(symbol: str) -> OrderCancelRequested:
    """An event about a symbol."""
    return OrderCancelRequested(
        order_id=OrderId(uuid4()), account_id=AccountId(uuid4()), symbol=Symbol(symbol)
    )


class Boards:
    """Keeps what was loaded, for the tests to look at."""

    def __init__(self) -> None:
        self.loaded: list[Board] = []
        self.fails = False

    async def load(
        self, connection: AsyncConnection, keys: Collection[Symbol]
    ) -> Mapping[Symbol, Board]:
        found = await connection.execute(select(boards).where(boards.c.symbol.in_(keys)))
        known = {row.symbol: Board(row.symbol, row.is_open) for row in found}
        states = {key: known.get(key, Board(key)) for key in keys}
        self.loaded.extend(states.values())
        return states

    async def save(self, connection: AsyncConnection, states: Collection[Board]) -> None:
        rows = [{"symbol": one.symbol, "is_open": one.is_open} for one in states]
        await upsert(connection, boards, rows)
        if self.fails:
            raise ConnectionError("the database is away")
