"""The newest quotes go to Redis, so that a process that starts can answer at once."""

from logging import getLogger

from pydantic import ValidationError
from redis.asyncio import Redis
from redis.exceptions import RedisError
from redis.typing import EncodableT, FieldT

from events import SymbolSnapshot
from market_data.ticker import facts
from market_data.ticker.market import Market
from market_data.ticker.metrics import REDIS_FAILURES
from vocabulary import Symbol

KEY = "market:quotes"
SAVE_SECONDS = 1.0
AWAY = (RedisError, OSError, TimeoutError)

logger = getLogger(__name__)


class StoredQuote(SymbolSnapshot):
    """What is kept of a symbol, and what it was told from."""

    source: str


class NewestQuotes:
    """One hash, a field per symbol. Without Redis everything goes on, and this is lost."""

    def __init__(self, market: Market, redis: Redis) -> None:
        self._market = market
        self._redis = redis
        self._saved: dict[Symbol, int] = {}
        self._away = False

    async def restore(self) -> None:
        """Put up what an earlier run of the same source left."""
        try:
            stored = await self._redis.hgetall(KEY)
        except AWAY as error:
            self._fail(error)
            return
        for text in stored.values():
            self._restore_one(text)

    async def run(self) -> None:
        """For ever: save what moved, once a second."""
        while True:
            await self.save()
            await self._market.wall.sleep(SAVE_SECONDS)

    async def save(self) -> None:
        """Save what moved since the last time that it worked."""
        seen = dict(self._saved)
        moved = map(facts.symbol_snapshot, self._market.board.take_moved(seen))
        source = self._market.feed.source
        fields: dict[FieldT, EncodableT] = {
            one.quote.symbol: StoredQuote(source=source, **dict(one)).model_dump_json()
            for one in moved
            if one is not None
        }
        try:
            if fields:
                await self._redis.hset(KEY, mapping=fields)
        except AWAY as error:
            self._fail(error)
        else:
            self._saved, self._away = seen, False

    def _restore_one(self, text: str | bytes) -> None:
        try:
            stored = StoredQuote.model_validate_json(text)
        except ValidationError:
            logger.warning("ignored a quote in Redis that cannot be read")
            return
        market, quote = self._market, stored.quote
        if quote.symbol not in market.instruments or stored.source != market.feed.source:
            return
        market.board.restore(facts.quote_tick(quote), stored.last, stored.last_time)
        if quote.time > market.feed.begins:  # a recording is told again, and this lies ahead
            market.board.forget(quote.symbol, market.feed.begins)

    def _fail(self, error: Exception) -> None:
        REDIS_FAILURES.inc()
        if not self._away:  # once per outage is enough
            logger.warning("Redis is away, newest quotes are not kept: %s", error)
        self._away = True
