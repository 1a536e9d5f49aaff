"""The newest minutes, hour by hour."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from redis.asyncio import Redis

from market_data.domain.bars import EVERYWHERE, Bar
from market_data.domain.stretch import Stretch
from market_data.queries.cache import Cache
from market_data.queries.lines import line, moment, start_of
from market_data.queries.minutes import Minutes
from vocabulary import BarInterval, Price, Quantity, Symbol

pytestmark = pytest.mark.real

IBM = Symbol("IBM")
MIDNIGHT = datetime(2013, 10, 7, tzinfo=UTC)


class Store:
    """Lines by when they start, as the database would have them, and what was read of it."""

    def __init__(self, starts: list[datetime]) -> None:
        ten = Price(Decimal(10))
        self.lines = {
            start: line(
                Bar(IBM, start, ten, ten, ten, ten, Quantity(Decimal(1)), 1, None), closed=True
            )
            for start in starts
        }
        self.read: list[str] = []

    async def find(self, wanted: Stretch) -> list[str]:
        self.read.append(f"{wanted.first:%d %H:%M} {wanted.until:%d %H:%M}")
        found = [at for at in sorted(self.lines) if wanted.first <= at < wanted.until]
        return [self.lines[at] for at in found][-wanted.limit :] if wanted.limit else []

    def newest(self, wanted: Stretch) -> list[str]:
        found = [at for at in sorted(self.lines) if wanted.first <= at < wanted.until]
        return [self.lines[at] for at in found][-wanted.limit :]


def every(pause: timedelta, hours: float) -> list[datetime]:
    return [MIDNIGHT + pause * number for number in range(int(timedelta(hours=hours) / pause))]


def wanted(until: datetime, limit: int, first: datetime | None = None) -> Stretch:
    return Stretch.of_whole_bars(
        IBM, BarInterval.MINUTE_1, EVERYWHERE, first=first, until=until, limit=limit
    )


MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize("pause", [MINUTE, 17 * MINUTE, 11 * timedelta(hours=1), 2 * DAY])
@pytest.mark.parametrize("limit", [1, 60, 500])
@pytest.mark.parametrize("since", [None, timedelta(hours=30, minutes=10)])
async def test_they_are_those_that_are_stored(
    since: timedelta | None, limit: int, pause: timedelta, redis: Redis
) -> None:
    store, cache = Store(every(pause, 24 * 9)), Cache(redis)
    minutes = Minutes(cache, "run", store.find)
    until = MIDNIGHT + timedelta(days=9, minutes=-3)
    asked = wanted(until, limit, until - since if since else None)

    for _ in range(2):
        assert await minutes.newest(asked, until - timedelta(hours=1)) == store.newest(asked)
        await cache.finish()


async def test_hours_that_are_over_are_read_once(redis: Redis) -> None:
    store, cache = Store(every(MINUTE, 24)), Cache(redis)
    minutes = Minutes(cache, "run", store.find)
    noon = MIDNIGHT + timedelta(hours=12, minutes=30)
    await minutes.newest(wanted(noon, 300), noon - timedelta(hours=1))
    await cache.finish()
    assert store.read == ["07 11:00 07 12:30", "07 07:00 07 11:00"]
    store.read.clear()

    later = noon + timedelta(minutes=20)
    found = await minutes.newest(wanted(later, 300), later - timedelta(hours=1))

    assert store.read == ["07 11:00 07 12:50"]
    assert start_of(found[0]) == moment(later - timedelta(minutes=300))


async def test_hours_that_are_not_settled_are_not_kept(redis: Redis) -> None:
    store, cache = Store(every(MINUTE, 12)), Cache(redis)
    minutes = Minutes(cache, "run", store.find)
    asked = wanted(MIDNIGHT + timedelta(hours=12), 300)
    await minutes.newest(asked, MIDNIGHT + timedelta(hours=9, minutes=59))
    await cache.finish()

    del store.lines[MIDNIGHT + timedelta(hours=9, minutes=30)]

    found = await minutes.newest(asked, MIDNIGHT + timedelta(hours=9, minutes=59))
    assert found == store.newest(asked)


async def test_without_redis_every_hour_is_read() -> None:
    store = Store(every(MINUTE, 24))
    async with Redis.from_url("redis://127.0.0.1:1") as redis:  # pyright: ignore[reportUnknownMemberType]
        minutes = Minutes(Cache(redis), "run", store.find)
        asked = wanted(MIDNIGHT + timedelta(hours=20), 500)

        assert await minutes.newest(asked, MIDNIGHT + timedelta(hours=19)) == store.newest(asked)
