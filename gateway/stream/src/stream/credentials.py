"""Tickets: how a WebSocket, which can carry no header of its own, proves whose it is."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import asdict
from http import HTTPStatus
from secrets import token_urlsafe
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from chassis.errors import Refusal
from chassis.limiter import impatient_redis
from chassis.tokens import Principal
from stream.domain.visitor import TryAgain, Visitor
from vocabulary import AccountId, SessionId, UserId

TICKET_BYTES = 32
TICKET_SECONDS = 30
TIMEOUT_SECONDS = 2
KEY_PREFIX = "stream:ticket:"


class TicketsUnavailable(Refusal):
    """Tickets cannot be kept right now."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "tickets_unavailable"


class Tickets:
    """Tickets in Redis, where any replica finds them. Each is good once, and not for long."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str) -> AsyncGenerator["Tickets"]:
        """Keep tickets in the Redis at ``url`` within the block; it need not be there yet."""
        async with impatient_redis(url, TIMEOUT_SECONDS, TIMEOUT_SECONDS) as redis:
            yield cls(redis)

    async def check(self) -> None:
        """Raise if Redis is away."""
        await self._redis.exists(KEY_PREFIX)

    async def issue(self, who: Principal) -> str:
        """A new ticket for the caller, good for ``TICKET_SECONDS``.

        Raises:
            TicketsUnavailable: Redis is away.
        """
        ticket = token_urlsafe(TICKET_BYTES)
        visitor = Visitor(who.user_id, who.account_id, who.session_id, who.expires_at)
        try:
            await self._redis.set(
                KEY_PREFIX + ticket, json.dumps(asdict(visitor), default=str), ex=TICKET_SECONDS
            )
        except (RedisError, OSError, TimeoutError) as error:
            raise TicketsUnavailable("try again in a moment") from error
        return ticket

    async def redeem(self, ticket: str) -> Visitor | None:
        """Whose ticket it is; ``None`` if it was used, has expired, or never was one.

        Raises:
            TryAgain: Redis is away.
        """
        try:
            stored = await self._redis.getdel(KEY_PREFIX + ticket)
        except (RedisError, OSError, TimeoutError) as error:
            raise TryAgain from error
        if stored is None:
            return None
        fields = json.loads(stored)
        return Visitor(
            UserId(UUID(fields["user_id"])),
            AccountId(UUID(fields["account_id"])),
            SessionId(UUID(fields["session_id"])),
            int(fields["expires_at"]),
        )
