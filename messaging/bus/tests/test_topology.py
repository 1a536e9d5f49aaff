"""Who may do what on the broker, and what every queue must have: tried, not read."""

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import aio_pika
import pytest
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractIncomingMessage
from aio_pika.exceptions import PublishError
from aiormq.exceptions import ChannelAccessRefused
from proving.queues import admin_of
from yarl import URL

from bus.interface import Subscription
from bus.topology import (
    DEAD_LETTER_QUEUE,
    DEAD_LETTERS,
    TAPE_QUEUE,
    VERSION,
    definitions,
    queue_arguments,
    queue_name,
)
from events import CATALOGUE, Channel

SERVICES = ["analytics", "auth", "market_data", "order", "portfolio", "risk", "stream"]
DOMAIN = sorted(one.name for one in CATALOGUE.values() if one.channel is Channel.EVENTS)
PRICES = sorted(one.name for one in CATALOGUE.values() if one.channel is Channel.MARKET)
Attempt = Callable[[AbstractChannel], Awaitable[object]]


@asynccontextmanager
async def signed_in(url: str, user: str) -> AsyncGenerator[AbstractConnection]:
    async with await aio_pika.connect(URL(url).with_user(user)) as connection:
        yield connection


async def is_refused(connection: AbstractConnection, attempt: Attempt) -> bool:
    """Whether the broker says 403; any other failure is the test's."""
    channel = await connection.channel(on_return_raises=True)
    try:
        await attempt(channel)
    except ChannelAccessRefused:
        return True
    except PublishError:  # permitted, but nobody is bound
        pass
    await channel.close()
    return False


def publishing(exchange: str, key: str) -> Attempt:
    async def attempt(channel: AbstractChannel) -> None:
        where = await channel.get_exchange(exchange, ensure=False)
        await where.publish(aio_pika.Message(b"x"), key)

    return attempt


def consuming(queue: str) -> Attempt:
    async def attempt(channel: AbstractChannel) -> None:
        found = await channel.get_queue(queue, ensure=False)
        await found.consume(asyncio.Queue[AbstractIncomingMessage]().put)

    return attempt


def declaring(queue: str, **how: Any) -> Attempt:  # noqa: ANN401  # what aio-pika takes
    async def attempt(channel: AbstractChannel) -> None:
        await channel.declare_queue(queue, **how)

    return attempt


def binding(queue: str, exchange: str, key: str, **how: Any) -> Attempt:  # noqa: ANN401
    async def attempt(channel: AbstractChannel) -> None:
        if how:
            await channel.declare_queue(queue, **how)
        found = await channel.get_queue(queue, ensure=False)
        await found.bind(exchange, key)

    return attempt


@pytest.mark.real
@pytest.mark.parametrize("user", SERVICES)
async def test_a_service_publishes_its_own_events_and_no_others(
    rabbitmq_url: str, user: str
) -> None:
    own = {name for name in DOMAIN if user in CATALOGUE[name].publishers}
    async with signed_in(rabbitmq_url, user) as connection:
        permitted = {
            name
            for name in DOMAIN
            if not await is_refused(connection, publishing(Channel.EVENTS, f"{name}.3"))
        }

    assert permitted == own


@pytest.mark.real
@pytest.mark.parametrize("user", SERVICES)
async def test_a_service_publishes_its_own_prices_and_no_others(
    rabbitmq_url: str, user: str
) -> None:
    own = {name for name in PRICES if CATALOGUE[name].owner == user}
    async with signed_in(rabbitmq_url, user) as connection:
        permitted = {
            name
            for name in PRICES
            if not await is_refused(connection, publishing(Channel.MARKET, name))
        }

    assert permitted == own


@pytest.mark.real
@pytest.mark.parametrize("user", SERVICES)
async def test_a_service_consumes_its_own_queues_and_no_others(
    rabbitmq_url: str, user: str
) -> None:
    queues = [Subscription(f"{one}.{uuid4().hex}", frozenset(DOMAIN[:1])) for one in SERVICES]
    async with admin_of(rabbitmq_url) as admin, signed_in(rabbitmq_url, user) as connection:
        await admin.declare(*queues)
        names = {one.consumer.partition(".")[0]: queue_name(one) for one in queues}
        allowed = {
            service
            for service, name in names.items()
            if not await is_refused(connection, consuming(name))
        }
        assert allowed == {user}
        assert await is_refused(connection, consuming(f"{DEAD_LETTERS}.{VERSION}"))


@pytest.mark.real
@pytest.mark.parametrize("user", SERVICES)
async def test_a_service_declares_nothing_but_a_queue_for_prices(
    rabbitmq_url: str, user: str
) -> None:
    prices = f"{user}.prices.{uuid4()}"
    own = Subscription(f"{user}.{uuid4().hex}", frozenset(DOMAIN[:1]))
    other = "risk" if user == "order" else "order"
    refused: dict[str, Attempt] = {
        "an exchange": lambda channel: channel.declare_exchange(f"{user}.own"),
        "a queue": declaring(f"{user}.own.v1.0", durable=True),
        "a queue for prices of another": declaring(f"{other}.prices.x", exclusive=True),
        "domain events to own queue": binding(queue_name(own), Channel.EVENTS, "#"),
        "domain events to prices": binding(prices, Channel.EVENTS, "#", exclusive=True),
        "prices to own queue": binding(queue_name(own), Channel.MARKET, "#"),
        "its queue's end": lambda channel: channel.queue_delete(queue_name(own)),
        "the exchange's end": lambda channel: channel.exchange_delete(Channel.EVENTS),
        "a message past the exchanges": publishing("", queue_name(own)),
        "a dead letter": publishing(DEAD_LETTERS, ""),
    }
    async with admin_of(rabbitmq_url) as admin, signed_in(rabbitmq_url, user) as connection:
        await admin.declare(own)
        tried = {what: await is_refused(connection, how) for what, how in refused.items()}

        assert tried == dict.fromkeys(refused, True)
        good = binding(prices, Channel.MARKET, "QUOTE", exclusive=True)
        assert not await is_refused(connection, good)


@pytest.mark.real
async def test_nobody_gets_in_without_the_password(rabbitmq_url: str) -> None:
    with pytest.raises(Exception, match="ACCESS_REFUSED"):
        await aio_pika.connect(URL(rabbitmq_url).with_user("order").with_password("guess"))
    with pytest.raises(Exception, match="ACCESS_REFUSED"):
        await aio_pika.connect(URL(rabbitmq_url).with_user("guest").with_password("guest"))


def test_every_queue_keeps_what_is_delivered_too_often_and_what_cannot_be_read() -> None:
    arguments = queue_arguments()

    assert arguments["x-queue-type"] == "quorum"
    assert arguments["x-single-active-consumer"] is True
    assert arguments["x-delivery-limit"] > 0
    assert arguments["x-dead-letter-exchange"] == DEAD_LETTERS


def test_definitions_hold_every_exchange_queue_binding_and_user() -> None:
    parts = [Subscription("order.book", frozenset({"ORDER_APPROVED"}), n, 2) for n in range(2)]
    whole = Subscription("risk.accounts", frozenset({"ORDER_CREATED", "ORDER_FILLED"}))

    made = definitions([*parts, whole], ["risk", "order"])

    assert _names(made["exchanges"]) == {
        "outcry.events",
        "outcry.market",
        "outcry.tape",
        "outcry.dead-letters",
    }
    assert _names(made["queues"]) == {
        "outcry.dead-letters.v1",
        "outcry.tape.v1",
        "order.book.v1.0",
        "order.book.v1.1",
        "risk.accounts.v1.0",
    }
    assert _names(made["users"]) == {"admin", "order", "risk"}
    assert all(one["durable"] and not one["auto_delete"] for one in made["queues"])
    keys = {(one["destination"], one["routing_key"]) for one in made["bindings"]}
    assert keys == {
        ("outcry.dead-letters.v1", ""),
        ("outcry.tape.v1", ""),
        ("order.book.v1.0", "ORDER_APPROVED.0"),
        ("order.book.v1.1", "ORDER_APPROVED.1"),
        ("risk.accounts.v1.0", "ORDER_CREATED.*"),
        ("risk.accounts.v1.0", "ORDER_FILLED.*"),
    }


def test_dead_letters_and_nothing_else_may_be_looked_at_without_end() -> None:
    made = definitions([Subscription("order.book", frozenset({"ORDER_APPROVED"}))], ["order"])

    [policy] = [one for one in made["policies"] if "delivery-limit" in one["definition"]]
    assert _reached(policy, made) == {DEAD_LETTER_QUEUE}
    assert policy["definition"] == {"delivery-limit": 1_000_000}


def test_the_tape_and_nothing_else_is_kept_for_a_while_and_then_dropped() -> None:
    made = definitions([Subscription("order.book", frozenset({"ORDER_APPROVED"}))], ["order"])

    [policy] = [one for one in made["policies"] if "max-age" in one["definition"]]
    [tape] = [one for one in made["queues"] if one["name"] == TAPE_QUEUE]
    assert _reached(policy, made) == {TAPE_QUEUE}
    assert policy["definition"] == {"max-length-bytes": 2_000_000_000, "max-age": "7D"}
    assert tape["arguments"]["x-queue-type"] == "stream"


def test_no_password_is_in_the_definitions() -> None:
    made = definitions([], SERVICES)

    assert {one["password_hash"] for one in made["users"]} == {""}


def _reached(policy: dict[str, Any], made: dict[str, Any]) -> set[str]:
    return {one for one in _names(made["queues"]) if re.search(policy["pattern"], one)}


def _names(entries: Iterable[dict[str, Any]]) -> set[str]:
    return {one["name"] for one in entries}
