"""What companies do to their shares goes into prices that are made up, and into those only.

Holders are given new shares, so a market that knows nothing of it would make them rich, or poor.
Recordings and vendors tell prices as they were traded, which have it in them.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from chassis.transaction import Database
from market_data.domain.actions import ActionStatus, CorporateAction, Split
from market_data.feeds.feed import Feed, MadeUp
from market_data.feeds.providers import SIMULATOR
from market_data.repository.actions import effective_splits, said_actions
from market_data.repository.resuming import last_minute
from market_data.settings import MarketDataSettings
from market_data.ticker.wall import Wall


async def earliest_start(
    settings: MarketDataSettings, wall: Wall, database: Database
) -> datetime | None:
    """When a market that is made up begins at the earliest, in market time, if that matters.

    It may have been taken ahead of the wall, beyond a split, and the end of a day. Whoever traded
    there has books of that time, and would be shown profits of days that have yet to come.
    """
    if settings.feed != SIMULATOR.name:
        return None
    async with database.engine.connect() as connection:
        splits = await effective_splits(connection)
        minute = await last_minute(connection, wall.utc())
    reached = [one.effective_at for one in splits] + ([minute] if minute else [])
    return max(reached, default=None)


class Conversions:
    """Tells a feed of each action once, when its time has come.

    A simulated market begins anew at every start, at its first price: in that are all splits that
    holders ever had, and no dividends.
    """

    def __init__(self, feed: Feed) -> None:
        self._feed = feed if isinstance(feed, MadeUp) else None
        self._coming: dict[UUID, CorporateAction] = {}
        self._done: set[UUID] = set()

    async def begin(self, database: Database) -> None:
        """Before its first price is asked for: what is over by then, and what will come."""
        if self._feed is None:
            return
        async with database.engine.connect() as connection:
            said = await said_actions(connection)
        for action, status in sorted(said, key=lambda one: one.action.place):
            if status is not ActionStatus.EFFECTIVE and action.effective_at > self._feed.begins:
                self._coming[action.action_id] = action
                continue
            self._done.add(action.action_id)
            if isinstance(action.what, Split):
                self._feed.take_effect(action)

    def hear(self, actions: Iterable[CorporateAction]) -> None:
        """These were announced, or said to be effective; what was said last counts."""
        self._coming.update((one.action_id, one) for one in actions)

    def reach(self, time: datetime) -> None:
        """Market time has come to ``time``: what was announced counts, whatever is said later.

        So it is for who holds shares, who may hear of it late as well.
        """
        due = [one for one in self._coming.values() if one.effective_at <= time]
        for action in sorted(due, key=lambda one: one.place):
            del self._coming[action.action_id]
            if self._feed is not None and action.action_id not in self._done:
                self._done.add(action.action_id)
                self._feed.take_effect(action)
