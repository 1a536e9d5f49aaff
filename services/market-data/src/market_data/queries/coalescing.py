"""A thousand who want the same at the same time make one fetch."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

from market_data.queries.metrics import FETCHES

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Coalescing(Generic[K, V]):
    """What is under way, by what is fetched. Whoever comes after its end begins another."""

    def __init__(self) -> None:
        self._under_way: dict[K, asyncio.Task[V]] = {}

    async def once(self, key: K, fetch: Callable[[], Coroutine[Any, Any, V]]) -> V:
        """What ``fetch`` returns, or what somebody's who fetches the same right now does.

        A fetch goes on when the one who began it goes away, for the others and for the caches.

        Raises:
            Exception: what ``fetch`` raises, to all who wait for it.
        """
        task = self._under_way.get(key)
        FETCHES.labels("begun" if task is None else "shared").inc()
        if task is None:
            task = self._under_way[key] = asyncio.create_task(fetch())
            task.add_done_callback(lambda done: self._end(key, done))
        return await asyncio.shield(task)

    async def finish(self) -> None:
        """Wait for all that is under way."""
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def _end(self, key: K, task: asyncio.Task[V]) -> None:
        del self._under_way[key]
        if not task.cancelled():
            task.exception()  # whoever waited was told; if nobody waits any more, nobody cares
