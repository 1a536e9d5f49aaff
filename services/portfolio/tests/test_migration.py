"""Positions that were there before there were lots have theirs afterwards."""

from collections.abc import AsyncGenerator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from chassis.migrations import downgrade, upgrade
from chassis.testing import drop_database
from portfolio.queries.verification import differences

pytestmark = pytest.mark.real

ME, OUTSIDE = UUID(int=7), UUID(int=2)
TRADES = (
    (2, "IBM", "buy", 10, 50, "2013-10-07 14:00Z"),
    (3, "BAC", "sell", 7, 98, "2013-10-07 14:01Z"),
    (4, "IBM", "buy", 5, 40, "2013-10-07 14:02Z"),
    (5, "IBM", "sell", 12, 120, None),
    (6, "BAC", "buy", 9, 90, "2013-10-07 14:04Z"),
)
"""The number of the booking, and what was traded for how many dollars."""
EARNED = {5: 48, 6: 28}
"""By the number of the booking, in dollars."""


@pytest.fixture
async def url(postgres_url: str) -> AsyncGenerator[str]:
    """A database as it was, with an account in it."""
    server = create_async_engine(
        make_url(postgres_url).set(database="postgres"), isolation_level="AUTOCOMMIT"
    )
    name = f"test_{uuid4().hex}"
    async with server.connect() as connection:
        await connection.execute(text(f'create database "{name}"'))
    await server.dispose()
    own = make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    await upgrade("portfolio", own, "0002")
    engine = create_async_engine(own)
    async with engine.begin() as connection:
        await open_account(connection)
        for trade in TRADES:
            await book(connection, *trade)
    await engine.dispose()
    yield own
    await drop_database(own)


async def do(connection: AsyncConnection, statement: str, **values: object) -> None:
    await connection.execute(text(statement), values)


async def open_account(connection: AsyncConnection) -> None:
    """With 1,000 dollars, and what it has after all trades."""
    await do(
        connection,
        "insert into accounts (account_id, user_id, paid_in, cash, number)"
        " values (:me, :me, 1000, 1038, 6)",
        me=ME,
    )
    positions = "insert into positions values (:me, :symbol, :quantity, :cost, :realised, 0)"
    for symbol, quantity, cost, realised in (("IBM", 3, 18, 48), ("BAC", 2, 20, 28)):
        held = {"symbol": symbol, "quantity": quantity, "cost": cost, "realised": realised}
        await do(connection, positions, me=ME, **held)
    await note(connection, ME, 1, "opening", None)
    await move(connection, ME, "USD", 1000)


async def book(
    connection: AsyncConnection,
    number: int,
    symbol: str,
    side: str,
    quantity: int,
    value: int,
    at: str | None,
) -> None:
    fill_id, sign = UUID(int=number), 1 if side == "buy" else -1
    await note(connection, fill_id, number, "fill", at)
    await move(connection, fill_id, symbol, sign * quantity)
    await move(connection, fill_id, "USD", -sign * value)
    await do(
        connection,
        "insert into trades (fill_id, account_id, number, order_id, symbol, side, quantity, price,"
        " value, realised, fee, counterparty, market_time) values (:id, :me, :number, :id, :symbol,"
        " :side, :quantity, 1, :value, :realised, 0, 'market',"
        " cast(cast(:at as text) as timestamptz))",
        id=fill_id,
        me=ME,
        number=number,
        symbol=symbol,
        side=side,
        quantity=quantity,
        value=value,
        realised=EARNED.get(number, 0),
        at=at,
    )


async def note(
    connection: AsyncConnection, booking_id: UUID, number: int, kind: str, at: str | None
) -> None:
    await do(
        connection,
        "insert into bookings (booking_id, account_id, number, kind, description, market_time)"
        " values (:id, :me, :number, :kind, '', cast(cast(:at as text) as timestamptz))",
        id=booking_id,
        me=ME,
        number=number,
        kind=kind,
        at=at,
    )


async def move(connection: AsyncConnection, booking_id: UUID, asset: str, amount: int) -> None:
    both = "(:id, :me, :asset, :amount), (:id, :outside, :asset, - cast(:amount as numeric))"
    values = {"id": booking_id, "me": ME, "outside": OUTSIDE, "asset": asset, "amount": amount}
    await do(connection, f"insert into entries values {both}", **values)  # noqa: S608  # written above


async def test_lots_follow_from_the_trades(url: str) -> None:
    await upgrade("portfolio", url)

    engine = create_async_engine(url)
    async with engine.connect() as connection:
        assert [one async for one in differences(connection)] == []
        lots = await connection.execute(
            text("select symbol, number, quantity, cost from lots order by number")
        )
        closed = await connection.execute(
            text("select number, lot_id, quantity, cost, proceeds from closings order by 1, place")
        )
        assert [tuple(one) for one in lots] == [
            ("IBM", 2, 0, 0),
            ("BAC", 3, 0, 0),
            ("IBM", 4, 3, 24),
            ("BAC", 6, 2, 20),
        ]
        assert [tuple(one) for one in closed] == [
            (5, UUID(int=2), 10, 50, 100),
            (5, UUID(int=4), 2, 16, 20),
            (6, UUID(int=3), -7, -98, -70),
        ]
    await engine.dispose()


async def test_the_way_back_loses_no_history(url: str) -> None:
    await upgrade("portfolio", url)
    await downgrade("portfolio", url, "0003")
    await upgrade("portfolio", url)

    engine = create_async_engine(url)
    async with engine.connect() as connection:
        assert [one async for one in differences(connection)] == []
    await engine.dispose()
