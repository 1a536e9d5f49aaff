"""Whoever keeps answers learns of imports, and of nothing else."""

import pytest
from redis.asyncio import Redis
from sqlalchemy import text

from chassis.transaction import Database
from market_data.domain.progress import Progress
from market_data.queries.cache import Cache
from market_data.repository.imports import save_progress
from market_data.ticker.imported import ImportWatch
from market_data.ticker.wall import RealWall
from vocabulary import BarInterval

pytestmark = pytest.mark.real

FILE = Progress("IBM.csv", BarInterval.DAY_1, 1, 1)


async def test_each_part_of_an_import_begins_a_generation(
    database: Database, redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    cache = Cache(redis)
    watch = ImportWatch(database, cache, RealWall())

    async def generation() -> int:
        await watch.look()
        return (await cache.get("test", [])).generation

    begun = [await generation()]
    for other in (FILE, FILE):
        async with database.engine.begin() as connection:
            await save_progress(connection, other)
            begun.append(await generation())  # nobody sees it yet
        begun.append(await generation())
        begun.append(await generation())
    async with database.engine.begin() as connection:
        await connection.execute(text("alter table imports rename to gone"))
    begun.append(await generation())
    async with database.engine.begin() as connection:
        await connection.execute(text("alter table gone rename to imports"))
    begun.append(await generation())

    assert begun == [1, 1, 2, 2, 2, 3, 3, 3, 3]
    assert len([one for one in caplog.messages if one.startswith("imports wait")]) == 1
