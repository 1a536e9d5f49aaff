"""Quotes per second of one core: to the bus and to Redis, beside bare clients that send bytes."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from time import process_time

import aio_pika
from redis.asyncio import Redis
from redis.typing import EncodableT, FieldT

from bench.market_place import Place
from bus.rabbitmq import RabbitBus
from events import Quote
from market_data.domain.board import Numbered
from market_data.domain.ticks import QuoteTick
from market_data.ticker import facts
from market_data.ticker.newest import KEY
from vocabulary import Price, Quantity, Symbol

Fields = dict[FieldT, EncodableT]
AT_ONCE = 1_000
"""Quotes that are told together: so many symbols move within a second."""
BARE_BYTES = 200
NOW = datetime(2026, 1, 5, 15, tzinfo=UTC)


async def measure(place: Place, quotes: int) -> dict[str, float]:
    """Told per CPU second of this process; the servers are others."""
    ticks = [_tick(number) for number in range(AT_ONCE)]
    rounds = quotes // AT_ONCE
    return {
        "bus_quotes_per_core": await _to_the_bus(place, ticks, rounds),
        "bus_bare_per_core": await _bare_bus(place, rounds),
        "redis_quotes_per_core": await _to_redis(place, ticks, rounds),
        "redis_bare_per_core": await _bare_redis(place, rounds),
    }


def _tick(number: int) -> Numbered[QuoteTick]:
    price, size = Price(Decimal(10_000 + number).scaleb(-2)), Quantity(Decimal(100))
    symbol = Symbol(f"X{number:04}")
    return Numbered(number, QuoteTick(NOW, symbol, price, size, price, size))


async def _to_the_bus(place: Place, ticks: Sequence[Numbered[QuoteTick]], rounds: int) -> float:
    async with RabbitBus.connect(place.rabbitmq) as bus:
        return await _per_second(
            rounds, lambda: bus.publish_prices([facts.quote_event(tick) for tick in ticks])
        )


async def _bare_bus(place: Place, rounds: int) -> float:
    body = b"x" * (BARE_BYTES * AT_ONCE)
    async with await aio_pika.connect(place.rabbitmq) as connection:
        exchange = await (await connection.channel()).get_exchange(Quote.channel, ensure=False)

        async def send() -> None:
            await exchange.publish(aio_pika.Message(body), Quote.name, mandatory=False)

        return await _per_second(rounds, send)


async def _to_redis(place: Place, ticks: Sequence[Numbered[QuoteTick]], rounds: int) -> float:
    async with _redis(place) as redis:

        async def save() -> None:
            fields: Fields = {
                tick.tick.symbol: facts.quote_event(tick).model_dump_json() for tick in ticks
            }
            await redis.hset(KEY, mapping=fields)

        return await _per_second(rounds, save)


async def _bare_redis(place: Place, rounds: int) -> float:
    fields: Fields = {f"X{number:04}": "x" * BARE_BYTES for number in range(AT_ONCE)}
    async with _redis(place) as redis:

        async def save() -> None:
            await redis.hset("bench", mapping=fields)

        return await _per_second(rounds, save)


def _redis(place: Place) -> Redis:
    return Redis.from_url(place.redis)  # pyright: ignore[reportUnknownMemberType]


async def _per_second(rounds: int, send: Callable[[], Awaitable[object]]) -> float:
    await send()
    started = process_time()
    for _ in range(rounds):
        await send()
        await asyncio.sleep(0)
    return rounds * AT_ONCE / (process_time() - started)
