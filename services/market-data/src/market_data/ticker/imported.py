"""What was imported meanwhile is shown at once, and not when answers that are kept are too old.

An import is another process, which may be killed at any moment. It stores how far it came together
with the bars; so whoever looks at that misses nothing.
"""

from logging import getLogger

from chassis.transaction import Database
from market_data.queries.cache import Cache
from market_data.repository.imports import import_mark
from market_data.ticker.recorder import AWAY
from market_data.ticker.wall import Wall

PAUSE_SECONDS = 1.0

logger = getLogger(__name__)


class ImportWatch:
    """Begins a new generation of the past when anything was imported."""

    def __init__(self, database: Database, cache: Cache, wall: Wall) -> None:
        self._database = database
        self._cache = cache
        self._wall = wall
        self._mark: tuple[object, ...] = ()

    async def run(self) -> None:
        """For ever: look once a second."""
        while True:
            await self.look()
            await self._wall.sleep(PAUSE_SECONDS)

    async def look(self) -> None:
        """Look now. While the database is away nobody imports; it is asked again."""
        try:
            async with self._database.engine.connect() as connection:
                mark = await import_mark(connection)
        except AWAY as error:
            logger.warning("imports wait to be shown: %s", error)
            return
        if mark != self._mark:
            self._mark = mark
            self._cache.renew()
