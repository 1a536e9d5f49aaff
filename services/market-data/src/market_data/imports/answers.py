"""What was answered before an import is not answered any more."""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from market_data.queries.cache import Cache

REDIS_SECONDS = 1.0


async def renew_answers(redis_url: str) -> None:
    """Let the service look at the database again, whatever it has kept of the past."""
    redis = Redis.from_url(  # pyright: ignore[reportUnknownMemberType]  # its options have no types
        redis_url,
        socket_timeout=REDIS_SECONDS,
        socket_connect_timeout=REDIS_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        await Cache(redis).renew()
    finally:
        await redis.aclose()
