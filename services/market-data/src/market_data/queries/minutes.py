"""The newest minutes, hour by hour: what moves on with the clock is mostly the same as before."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from market_data.domain.bars import rounded_down
from market_data.domain.stretch import Stretch
from market_data.queries.cache import Cache
from market_data.queries.lines import moment, start_of

NAME = "minutes"
HOUR = timedelta(hours=1)
HOUR_LENGTH = len("2013-10-07T12")
BARS_PER_HOUR = 60
KEPT_SECONDS = 3600
HOURS_AT_ONCE = 24
LOOKS_MAX = 4
"""Further back one query is cheaper than many looks at hours with nothing in them."""

Read = Callable[[Stretch], Awaitable[list[str]]]


class Minutes:
    """Buckets of one hour in the cache. Hours that may still change are not kept."""

    def __init__(self, cache: Cache, run: str, read: Read) -> None:
        self._cache = cache
        self._prefix = f"market:minutes:{run}"
        self._read = read

    async def newest(self, wanted: Stretch, settled: datetime) -> list[str]:
        """The lines of a stretch; what starts before the hour ``settled`` will not change."""
        until = min(rounded_down(settled, HOUR), wanted.until)
        lines = await self._read(replace(wanted, first=max(wanted.first, until)))
        for look in range(LOOKS_MAX):
            missing = wanted.limit - len(lines)
            if missing <= 0 or until <= wanted.first:
                break
            hours = _hours_before(until, HOURS_AT_ONCE if look else -(-missing // BARS_PER_HOUR))
            lines = [*await self._lines_of(wanted, hours), *lines]
            until = hours[0]
        else:
            rest = replace(wanted, until=until, limit=max(0, wanted.limit - len(lines)))
            lines = [*await self._read(rest), *lines]
        first = moment(wanted.first)
        return [one for one in lines if start_of(one) >= first][-wanted.limit :]

    async def _lines_of(self, wanted: Stretch, hours: Sequence[datetime]) -> Iterable[str]:
        keys = {hour: f"{self._prefix}:{wanted.symbol}:{moment(hour)}" for hour in hours}
        looked = await self._cache.get(NAME, list(keys.values()))
        kept = dict(zip(hours, looked.texts, strict=True))
        unknown = [hour for hour, text in kept.items() if text is None]
        if unknown:
            found = await self._hours(wanted, unknown)
            kept |= found
            texts = {keys[hour]: found[hour] for hour in unknown}
            self._cache.put(texts, KEPT_SECONDS, looked.generation)
        return (one for hour in hours for one in (kept[hour] or "").split("\n") if one)

    async def _hours(self, wanted: Stretch, hours: Sequence[datetime]) -> dict[datetime, str]:
        """What happened in these hours, from the database, in one query."""
        first, until = hours[0], hours[-1] + HOUR
        limit = (until - first) // HOUR * BARS_PER_HOUR
        lines = await self._read(replace(wanted, first=first, until=until, limit=limit))
        by_hour: defaultdict[str, list[str]] = defaultdict(list)
        for one in lines:
            by_hour[start_of(one)[:HOUR_LENGTH]].append(one)
        return {hour: "\n".join(by_hour[moment(hour)[:HOUR_LENGTH]]) for hour in hours}


def _hours_before(until: datetime, number: int) -> list[datetime]:
    return [until - HOUR * back for back in range(min(number, HOURS_AT_ONCE), 0, -1)]
