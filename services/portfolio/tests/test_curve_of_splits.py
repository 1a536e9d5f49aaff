"""A split changes what shares are called, and not what an account is worth on its curve."""

from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from companies_holder import (
    AFTER,
    BEFORE,
    EX,
    Holder,
    announced,
    effective,
    house,
    registered,
    settled_in,
    split,
)

from chassis.statements import upsert
from portfolio.tables import closes

pytestmark = pytest.mark.real


@pytest.fixture
async def holder(postgres_url: str) -> AsyncGenerator[Holder]:
    """Somebody who bought at 180 before each share became two."""
    async with house(postgres_url) as started:
        found = await settled_in(started)
        await started.publish(registered(found))
        await found.trade_at(BEFORE, "buy 10 IBM 180")
        two = split(2, 1)
        await started.publish(announced(two), effective(two))
        await found.look()
        yield found


async def curve(holder: Holder, since: datetime, interval: str) -> list[tuple[str, str]]:
    seen = await holder.see("/curve", interval=interval, since=since.isoformat())
    return [(one["start"][:16], one["equity"]) for one in seen["points"]]


@pytest.mark.parametrize("interval", ["1Min", "1Hour"])
async def test_a_split_alone_changes_nothing(holder: Holder, interval: str) -> None:
    assert await curve(holder, BEFORE, interval) == [
        ("2013-10-07T18:00", "100000"),
        ("2013-10-08T04:00", "100000"),
    ]


async def test_a_later_beginning_knows_of_the_split(holder: Holder) -> None:
    """Whether the last price was that of an own trade or of the market, of before or of after."""
    await holder.trade_at(AFTER, "buy 1 BAC 14")
    assert await curve(holder, AFTER, "1Min") == [("2013-10-08T14:00", "100000")]

    for minutes, close, equity in ((-5, "200", "100200"), (5, "101", "100220")):
        at = EX + timedelta(minutes=minutes)
        row = {"symbol": "IBM", "interval": "1Min", "start": at, "close": Decimal(close)}
        async with holder.simulation.database("portfolio").engine.begin() as connection:
            await upsert(connection, closes, [row])
        assert await curve(holder, AFTER, "1Min") == [("2013-10-08T14:00", equity)]
