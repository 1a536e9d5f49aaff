"""Minutes that are too old are dropped, by whole months."""

from datetime import timedelta
from logging import getLogger

from chassis.transaction import Database
from market_data.repository.months import drop_before
from market_data.ticker.market import Market
from market_data.ticker.recorder import AWAY

PAUSE_SECONDS = 3600.0

logger = getLogger(__name__)


class Retention:
    """Keeps minutes for so many days of market time; for ever, if that is 0.

    By market time, so that replaying an old year does not drop it. Longer bars are kept.
    """

    def __init__(self, market: Market, database: Database, days: int) -> None:
        self._market = market
        self._database = database
        self._kept = timedelta(days=days)

    async def run(self) -> None:
        """For ever, once an hour."""
        while self._kept:
            try:
                await self.drop()
            except AWAY as error:
                logger.warning("old minutes were not dropped: %s", error)
            await self._market.wall.sleep(PAUSE_SECONDS)

    async def drop(self) -> None:
        """What is older than that now.

        Raises:
            SQLAlchemyError: the database did not do it.
        """
        before = self._market.time() - self._kept
        async with self._database.transaction() as tx:
            for name in await drop_before(tx.connection, before):
                logger.info("dropped minutes that are too old: %s", name)
