"""Only one process acts for a partition, and who has lost the lease cannot commit any more."""

import asyncio

import pytest
from proving.receiver import eventually
from proving.stage import Stage
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tally.tables import placed

from bus.driver import run
from chassis.transaction import LeaseTaken

pytestmark = pytest.mark.real
SELECT = text("select 1")
INSERT = text("insert into placed values (gen_random_uuid())")


async def test_a_lease_is_one_processs_at_a_time(stage: Stage) -> None:
    async with stage.database.lease("order.book.0"):
        with pytest.raises(LeaseTaken):
            async with stage.database.lease("order.book.0"):
                pass
        async with stage.database.lease("order.book.1"):
            pass

    async with stage.database.lease("order.book.0"):
        pass


async def test_a_lease_ends_with_its_block_however_that_ends(stage: Stage) -> None:
    async def hold() -> None:
        async with stage.database.lease("order.book.0") as connection:
            await connection.execute(text("select pg_sleep(60)"))

    holding = asyncio.create_task(hold())
    await asyncio.sleep(0.2)
    holding.cancel()
    await asyncio.gather(holding, return_exceptions=True)

    await eventually(lambda: _is_free(stage, "order.book.0"), seconds=5)


async def test_who_lost_the_lease_in_a_transaction_cannot_commit_it(stage: Stage) -> None:
    async with stage.database.lease("order.book.0") as connection:
        with pytest.raises(DBAPIError):  # noqa: PT012  # the commit is what raises
            async with stage.database.transaction(connection) as tx:
                await tx.connection.execute(INSERT)
                await stage.kill_sessions()

        async with stage.database.lease("order.book.0"):  # somebody else has it now
            assert await stage.count(placed) == 0


@pytest.mark.parametrize("driver", [False, True])
async def test_who_lost_the_lease_at_rest_cannot_begin_again(stage: Stage, *, driver: bool) -> None:
    """SQLAlchemy would quietly give a new session to a connection whose own one died."""
    async with stage.database.lease("order.book.0") as connection:
        await stage.kill_sessions()
        with pytest.raises((DBAPIError, ConnectionError)):
            async with stage.database.transaction(connection):
                await (run(connection, "select 1", {}) if driver else connection.execute(SELECT))
        for _ in range(2):
            with pytest.raises(ConnectionError, match="lease"):
                async with stage.database.transaction(connection) as tx:
                    await tx.connection.execute(INSERT)

    assert await stage.count(placed) == 0


async def test_a_lease_needs_no_session_while_another_process_has_it(stage: Stage) -> None:
    async with stage.database.lease("order.book.0"):
        for _ in range(20):
            assert not await _is_free(stage, "order.book.0")

        async with stage.engine.connect() as connection:
            count = "select count(*) from pg_stat_activity where datname = current_database()"
            assert await connection.scalar(text(count)) <= 4


async def _is_free(stage: Stage, name: str) -> bool:
    try:
        async with stage.database.lease(name):
            return True
    except LeaseTaken:
        return False
