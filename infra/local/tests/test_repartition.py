"""Another number of partitions, on a real broker: only while nothing is under way."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import pytest
from proving.catalogue import some
from proving.queues import admin_of
from sqlalchemy import insert, text

from bus.interface import Subscription
from bus.message import pack
from bus.rabbitmq import RabbitBus
from bus.tables import outbox
from chassis.lifespan import make_engine
from events import Channel
from outcry.broker import Management, configure_broker, management
from outcry.databases import configure_databases, connected, database_url
from outcry.definitions import declared, of_people, with_passwords
from outcry.errors import Problem
from outcry.laboratory import PASSWORD, private_postgres, running, temporary_folder
from outcry.migrations import migrate
from outcry.plan import passwords_of
from outcry.ports import free_ports
from outcry.rabbitmq import RabbitPorts, prepare_rabbitmq
from outcry.roster import SERVICES
from outcry.topology import needed_with

pytestmark = pytest.mark.real
ANALYTICS = Subscription("analytics.accounts", frozenset({"ORDER_ACCEPTED"}))
STREAM = Subscription("stream.events", frozenset({"ORDER_ACCEPTED"}))
Values = Mapping[str, str]


@pytest.fixture(scope="module")
def values() -> Iterator[Values]:
    """PostgreSQL with every service's tables, and a broker with its management page."""
    with ExitStack() as stack:
        address = stack.enter_context(private_postgres()).rpartition("@")[2]
        host, _, port = address.partition(":")
        broker = RabbitPorts(
            **dict(zip(RabbitPorts.__dataclass_fields__, free_ports(5), strict=True))
        )
        given = {
            **{f"{one.prefix}DATABASE_PASSWORD": PASSWORD for one in SERVICES[:-1]},
            **{f"{one.prefix}RABBITMQ_PASSWORD": PASSWORD for one in SERVICES},
            "POSTGRES_HOST": host,
            "POSTGRES_PORT": port,
            "POSTGRES_ADMIN_PASSWORD": PASSWORD,
            "RABBITMQ_HOST": "127.0.0.1",
            "RABBITMQ_PORT": str(broker.amqp),
            "RABBITMQ_MANAGEMENT_PORT": str(broker.management),
            "RABBITMQ_ADMIN_PASSWORD": PASSWORD,
        }
        definitions = with_passwords(of_people(declared()), passwords_of(given))
        folder = stack.enter_context(temporary_folder())
        for program in prepare_rabbitmq(folder / "rabbitmq", broker, definitions):
            stack.enter_context(running(program))
        asyncio.run(configure_databases(given))
        asyncio.run(migrate(given))
        yield given


@pytest.fixture
async def broker(values: Values) -> AsyncGenerator[Management]:
    """The broker without any queue, and nothing in any outbox."""
    async with management(values) as page:
        for queue in await page.ask("queues/%2F?columns=name"):
            await page.remove("queues", "/", queue["name"])
        async with connected("risk", values) as connection:
            await connection.execute(text("truncate outbox"))
        yield page


async def configure(values: Values, partitions: int) -> None:
    await configure_broker({**values, "PARTITIONS": str(partitions)})


async def bindings(page: Management) -> set[tuple[str, str]]:
    found = await page.ask(f"exchanges/%2F/{Channel.EVENTS}/bindings/source")
    return {(one["destination"], one["routing_key"]) for one in found}


async def queues(page: Management) -> set[str]:
    return {one["name"] for one in await page.ask("queues/%2F?columns=name")}


def needed(partitions: int) -> tuple[set[str], set[tuple[str, str]]]:
    """The queues, and what they are bound to."""
    wanted: dict[str, Any] = needed_with(partitions)
    bound = wanted["bindings"]
    return {one["name"] for one in wanted["queues"]}, {
        (one["destination"], one["routing_key"])
        for one in bound
        if one["source"] == Channel.EVENTS.value
    }


def url_of(values: Values, user: str) -> str:
    return f"amqp://{user}:{PASSWORD}@127.0.0.1:{values['RABBITMQ_PORT']}/"


@pytest.mark.parametrize("numbers", [(1,), (1, 2), (2, 1), (2, 4), (4, 2), (3, 3)])
async def test_the_broker_has_what_is_needed_and_nothing_of_another_number(
    values: Values, broker: Management, numbers: tuple[int, ...]
) -> None:
    for number in numbers:
        await configure(values, number)

        assert (await queues(broker), await bindings(broker)) == needed(number)


async def test_while_a_message_waits_the_number_stays(values: Values, broker: Management) -> None:
    await configure(values, 1)
    async with RabbitBus.connect(url_of(values, "admin")) as bus:
        await bus.publish(pack(some(1)))
    before = await queues(broker), await bindings(broker)
    async with admin_of(url_of(values, "admin")) as admin:
        await admin.purge(STREAM)  # it has one queue, whatever the number

        with pytest.raises(
            Problem, match=r"was 1 and .* 2 yet: analytics\.accounts\.v1\.0 holds 1"
        ):
            await configure(values, 2)
        assert (await queues(broker), await bindings(broker)) == before
        await configure(values, 1)
        await admin.purge(ANALYTICS)
        await configure(values, 2)

    assert (await queues(broker), await bindings(broker)) == needed(2)


async def test_while_a_message_is_in_an_outbox_the_number_stays(
    values: Values, broker: Management
) -> None:
    await configure(values, 2)
    [message] = pack(some(1))
    row = {"id": message.id, "type": message.type, "partition": 0, "body": message.body}
    async with connected("risk", values) as connection:
        await connection.execute(insert(outbox).values(row))

    with pytest.raises(Problem, match=r"was 2 and .* 3 yet: the outbox of risk holds 1"):
        await configure(values, 3)

    assert await queues(broker) == needed(2)[0]


async def test_while_a_service_runs_the_number_stays(values: Values, broker: Management) -> None:
    await configure(values, 2)
    engine = make_engine(database_url("market_data", values), "market-data")
    async with engine.connect():
        with pytest.raises(
            Problem, match=r"was 2 and .* 1 while services run: stop market-data first"
        ):
            await configure(values, 1)
        await configure(values, 2)
    await engine.dispose()

    assert await queues(broker) == needed(2)[0]
    await configure(values, 1)
    assert await queues(broker) == needed(1)[0]
