"""What accounts had before their facts were kept is there afterwards, and on the way back."""

from collections.abc import AsyncGenerator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from traders import Trader

from analytics.api import AREA
from analytics.main import create_service
from analytics.repository.rebuild import rebuild
from analytics.settings import AnalyticsSettings
from chassis.migrations import downgrade, upgrade
from chassis.testing import drop_database, simulation
from vocabulary import AccountId

pytestmark = pytest.mark.real

SERVICE = create_service(
    AnalyticsSettings.model_validate({"port": 8106, "rabbitmq_password": "test"})
)
ME = AccountId(UUID(int=1))
BEFORE = (
    "insert into records values (:me, 1000, 5, 2, 3, 2, 1, 0, 0)",
    "insert into rejections values (:me, 'order_too_large', 2)",
    "insert into holdings values (:me, 'IBM', 6, 60, 100, 48, 14, 2, 1)",
    "insert into fills (fill_id, account_id, symbol, side, quantity, price, realised, market_time,"
    " fee) values (gen_random_uuid(), :me, 'IBM', 'buy', 10, 10, -1, '2013-10-07 14:00Z', 1),"
    " (gen_random_uuid(), :me, 'IBM', 'sell', 4, 12, 8, null, 0)",
)
"""Ten shares were bought and four sold."""


@pytest.fixture
async def url(postgres_url: str) -> AsyncGenerator[str]:
    """A database as it was, with an account in it."""
    name = f"test_{uuid4().hex}"
    server = create_async_engine(
        make_url(postgres_url).set(database="postgres"), isolation_level="AUTOCOMMIT"
    )
    async with server.connect() as connection:
        await connection.execute(text(f'create database "{name}"'))
    await server.dispose()
    own = make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    await upgrade("analytics", own, "0003")
    engine = create_async_engine(own)
    async with engine.begin() as connection:
        for statement in BEFORE:
            await connection.execute(text(statement), {"me": ME} if ":me" in statement else {})
    await engine.dispose()
    yield own
    await drop_database(own)


async def test_figures_stay_and_can_be_worked_out_again(postgres_url: str, url: str) -> None:
    await upgrade("analytics", url)

    async with simulation(postgres_url) as system:
        trader = Trader(system, await system.start(SERVICE, url), ME, AREA)
        profit, orders = await trader.see("/pnl"), await trader.see("/orders")
    engine = create_async_engine(url, isolation_level="REPEATABLE READ")
    assert [step async for step in rebuild(engine)] == [(1, 1, True)]  # trips are new
    assert [step async for step in rebuild(engine)] == [(1, 1, False)]
    await engine.dispose()

    async with simulation(postgres_url) as system:
        trader = Trader(system, await system.start(SERVICE, url), ME, AREA)
        assert await trader.see("/pnl") == profit
        assert await trader.see("/orders") == orders
        (trip,) = await trader.see("/trips/open")
    assert (profit["opening_cash"], profit["realised"], orders["created"]) == ("1000", "7", 5)
    assert (trip["quantity"], trip["entered"], trip["exited"]) == ("6", "100", "48")


async def test_the_way_back_keeps_what_the_account_has(url: str) -> None:
    await upgrade("analytics", url)
    await downgrade("analytics", url, "0003")

    engine = create_async_engine(url)
    async with engine.connect() as connection:
        rows = await connection.execute(
            text("select opening_cash, created, quantity, cost from records natural join holdings")
        )
        assert [tuple(row) for row in rows] == [(1000, 5, 6, 60)]
    await engine.dispose()
