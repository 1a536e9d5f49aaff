"""The ledger defends itself: even a service gone wrong can neither change nor unbalance it."""

from collections.abc import AsyncGenerator
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from chassis.statements import insert_rows
from chassis.testing import fresh_database, some_account
from portfolio.domain.account import Account
from portfolio.domain.trade import Fill
from portfolio.queries.trial import trial_balance
from portfolio.repository import Accounts
from portfolio.tables import entries
from vocabulary import AccountId, FillId, Money, OrderId, Price, Quantity, Side, Symbol, UserId

pytestmark = pytest.mark.real

ME = some_account()
ACCOUNTS = Accounts(Money(Decimal(100_000)))


@pytest.fixture
async def connection(postgres_url: str) -> AsyncGenerator[AsyncConnection]:
    """A database in which one account was opened."""
    engine = create_async_engine(await fresh_database(postgres_url, "portfolio"))
    async with engine.connect() as connection:
        account = await load(connection)
        account.open(UserId(uuid4()))
        await save(connection, account)
        yield connection
    await engine.dispose()


async def load(connection: AsyncConnection, account_id: AccountId = ME) -> Account:
    return (await ACCOUNTS.load(connection, [account_id]))[account_id]


async def save(connection: AsyncConnection, account: Account) -> None:
    try:
        await ACCOUNTS.save(connection, [account])
    except DBAPIError:
        await connection.rollback()
        raise
    await connection.commit()


def a_fill(fill_id: FillId | None = None) -> Fill:
    ids = fill_id or FillId(uuid4()), OrderId(uuid4())
    shares, dollars = Quantity(Decimal(10)), Price(Decimal("182.3333"))
    fee = Money(Decimal("0.12"))
    return Fill(*ids, Symbol("IBM"), Side.BUY, shares, dollars, "market", fee=fee)


async def test_what_was_saved_is_loaded_again(connection: AsyncConnection) -> None:
    account = await load(connection)
    account.book(a_fill())
    await save(connection, account)

    again = await load(connection)

    assert again.positions == account.positions
    assert (again.cash, again.number) == (account.cash, 3)
    assert again == account


async def test_a_fill_that_was_booked_before_breaks_a_key(connection: AsyncConnection) -> None:
    account, fill = await load(connection), a_fill()
    account.book(fill)
    await save(connection, account)

    account.book(fill)

    with pytest.raises(IntegrityError, match="bookings_pkey"):
        await save(connection, account)
    assert (await load(connection)).number == 3


async def test_two_writers_cannot_both_go_on_from_the_same_balance(
    connection: AsyncConnection,
) -> None:
    one, other = await load(connection), await load(connection)
    one.book(a_fill())
    other.book(a_fill())
    await save(connection, one)

    with pytest.raises(IntegrityError, match="bookings_in_order"):
        await save(connection, other)


async def test_an_unchanged_account_is_not_written(connection: AsyncConnection) -> None:
    account = await load(connection)
    account.cash = Money(Decimal(1))

    await save(connection, account)

    assert (await load(connection)).cash == 100_000


@pytest.mark.parametrize("table", ["bookings", "entries", "trades"])
@pytest.mark.parametrize(
    "change", ["delete from {}", "truncate {}", "update {} set account_id = account_id"]
)
async def test_history_cannot_be_changed(
    connection: AsyncConnection, table: str, change: str
) -> None:
    with pytest.raises(DBAPIError, match=f"{table} is only ever added to"):
        await connection.execute(text(change.format(table)))


async def test_entries_that_do_not_cancel_out_are_refused(connection: AsyncConnection) -> None:
    one_side = {"booking_id": uuid4(), "account_id": ME, "asset": "USD", "amount": Decimal(1)}

    with pytest.raises(IntegrityError, match="do not cancel out"):
        await insert_rows(connection, entries, [one_side])


async def test_a_balance_that_was_tampered_with_stops_the_account(
    connection: AsyncConnection,
) -> None:
    await connection.execute(text("update accounts set cash = cash + 1"))

    with pytest.raises(ValueError, match="do not add up"):
        await load(connection)


async def test_the_trial_balance_is_over_everybody(connection: AsyncConnection) -> None:
    account = await load(connection)
    account.book(a_fill())
    await save(connection, account)

    balance = await trial_balance(connection)
    assert balance.is_sound
    assert {one.asset: (one.entries, one.sum) for one in balance.assets} == {
        "IBM": (2, 0),
        "USD": (6, 0),
    }
