"""Corporate actions are announced when they were imported, and effective when their day has come.

Each of the two is said in the transaction that notes it, so it is said once, whatever stops the
process. A clock that is set back changes nothing of what was said. What is corrected after it was
announced is announced again, and still effective, though its day may have opened meanwhile.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from logging import getLogger

from sqlalchemy.exc import SQLAlchemyError

from chassis.transaction import Database, Transaction
from events import CorporateActionAnnounced, CorporateActionEffective
from market_data.domain.actions import (
    ActionStatus,
    CorporateAction,
    Split,
    facts_of,
    status_when_announced,
)
from market_data.queries.adjustments import closes_before
from market_data.repository import actions as repository
from market_data.ticker.conversions import Conversions
from market_data.ticker.market import Market
from vocabulary import Price

PULSE_SECONDS = 1.0
_DAY = timedelta(days=1)
AWAY = (SQLAlchemyError, OSError, TimeoutError)

logger = getLogger(__name__)


class CorporateActions:
    """Tells of them when market time has come, before and after a restart."""

    def __init__(self, market: Market, database: Database, conversions: Conversions) -> None:
        self._market = market
        self._database = database
        self._conversions = conversions
        self._telling = asyncio.Lock()
        self._has_begun = False

    async def run(self) -> None:
        """For ever: see once a second whether there is something to tell."""
        while True:
            await self.tell()
            await self._market.wall.sleep(PULSE_SECONDS)

    async def tell(self) -> None:
        """Everything that there is to tell now; while the database is away, that is nothing.

        Call it before time goes on, or a day that goes by at once is over when it is announced.
        """
        try:
            async with self._telling:  # who comes second finds everything told, and taken to heart
                await self._tell()
        except AWAY as error:
            logger.warning("corporate actions wait for the database: %s", error)

    async def begin_day(self, midnight: datetime) -> None:
        """Tell, and have prices that are made up go on in the shares that there are from now on.

        While the database is away, what was announced before is known.
        """
        await self.tell()
        self._conversions.reach(midnight)

    async def _tell(self) -> None:
        if not self._has_begun:
            await self._begin()
            self._has_begun = True
        while await self._is_news():
            async with self._database.transaction() as tx:
                announced, is_told = await self._announce(tx)
                effective = [] if is_told else await self._take_effect(tx)
            self._conversions.hear([*announced, *effective])
            self._reprice(effective)
            if not is_told and not effective:
                break
        self._conversions.reach(self._market.time())

    async def _begin(self) -> None:
        """What was restored may be of before a split: who said it was stopped right then."""
        async with self._database.engine.connect() as connection:
            splits = await repository.effective_splits(connection)
        self._reprice(one for one in splits if one.effective_at <= self._market.time())

    def _reprice(self, effective: Iterable[CorporateAction]) -> None:
        for action in effective:
            if isinstance(action.what, Split):
                self._market.board.split(action.symbol, action.what, action.effective_at)
                self._market.news.set()

    async def _is_news(self) -> bool:
        async with self._database.engine.connect() as connection:
            return await repository.any_to_tell(connection, self._market.time())

    async def _announce(self, tx: Transaction) -> tuple[list[CorporateAction], bool]:
        """Those that will come, and whether there was anything to say."""
        now = self._market.time()
        heard: dict[ActionStatus, list[CorporateAction]] = {}
        for action, status in await repository.take_unheard(tx.connection):
            heard.setdefault(status_when_announced(action, status, now), []).append(action)
        said = [
            (action, status)
            for status, several in heard.items()
            for action in await repository.turn(tx.connection, several, status)
        ]
        for action, status in said:
            is_coming = status is ActionStatus.ANNOUNCED
            when = {"effective_at": action.effective_at if is_coming else None}
            tx.publish(CorporateActionAnnounced.model_validate(facts_of(action) | when))
        return [action for action, status in said if status is ActionStatus.ANNOUNCED], bool(said)

    async def _take_effect(self, tx: Transaction) -> list[CorporateAction]:
        due = await repository.take_due(tx.connection, self._market.time())
        effective = await repository.turn(tx.connection, due, ActionStatus.EFFECTIVE)
        closes = await closes_before(tx.connection, [one.action_id for one in effective])
        for action in effective:
            facts = facts_of(action) | {
                "market_time": action.effective_at,
                "last_price": self._last_price(action) or closes[action.action_id],
            }
            tx.publish(CorporateActionEffective.model_validate(facts))
        return effective

    def _last_price(self, action: CorporateAction) -> Price | None:
        """What the market paid on the day before, which may not be stored yet as a bar."""
        standing = self._market.board.standing(action.symbol)
        if standing is None or standing.last_time is None:
            return None
        age = action.effective_at - standing.last_time
        return standing.last if timedelta() < age <= _DAY else None
