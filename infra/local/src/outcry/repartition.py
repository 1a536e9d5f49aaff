"""Another number of partitions on a broker that has queues: only while nothing is under way.

Another number puts subjects elsewhere. What waited in the old queues, or was already packed in an
outbox, would be overtaken there by later events of its subject; and a binding that is left over
would bring events to two partitions at once.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text
from yarl import URL

from bus.rabbitmq import RabbitBus
from bus.tables import outbox
from bus.topology import VHOST
from events import Channel
from outcry.databases import connected, owners
from outcry.definitions import ADMIN
from outcry.environment import partitions_of
from outcry.errors import Problem
from outcry.roster import Service

if TYPE_CHECKING:
    from outcry.broker import Management

PARTITION = re.compile(r"(?P<consumer>.+\.v\d+)\.\d+")
Queues = Mapping[str, set[str]]


async def make_way(
    broker: "Management", needed: Mapping[str, Any], values: Mapping[str, str]
) -> None:
    """Remove the queues and bindings of another number of partitions, if there are any.

    Raises:
        Problem: a service is running, or events are under way. Then nothing was changed.
    """
    there = await broker.ask("queues/%2F?columns=name")
    wanted = queues_of(one["name"] for one in needed["queues"])
    found = queues_of(one["name"] for one in there)
    changed = [one for one in wanted if found.get(one) and found[one] != wanted[one]]
    if not changed:
        return
    before = max(len(found[one]) for one in changed)
    now = set[str]().union(*(found[one] for one in changed))
    await _nobody_runs(before, values)
    await _nothing_is_under_way(now, before, values)
    keep = set[str]().union(*(wanted[one] for one in changed))
    await _unbind(broker, now & keep, needed)
    for name in sorted(now - keep):
        await broker.remove("queues", VHOST, name)


def queues_of(names: Iterable[str]) -> Queues:
    """The queues of each consumer: those whose names end with a partition."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        if match := PARTITION.fullmatch(name):
            found[match["consumer"]].add(name)
    return found


async def _nobody_runs(before: int, values: Mapping[str, str]) -> None:
    """A service that goes on with the old number would go on publishing to the old places.

    The databases know who is there; what the broker says of connections is ten seconds old.
    """
    running = [one.name for one in owners(values) if await _sessions(one, values)]
    if running:
        raise Problem(
            f"PARTITIONS was {before} and cannot become {partitions_of(values)} while services run:"
            f" stop {', '.join(running)} first"
        )


async def _sessions(service: Service, values: Mapping[str, str]) -> int:
    query = text("select count(*) from pg_stat_activity where application_name = :name")
    async with connected(service.package, values) as connection:
        return await connection.scalar(query, {"name": service.name}) or 0


async def _nothing_is_under_way(
    queues: Iterable[str], before: int, values: Mapping[str, str]
) -> None:
    left = [*await waiting(queues, values), *await _unpublished(values)]
    if left:
        raise Problem(
            f"PARTITIONS was {before} and cannot become {partitions_of(values)} yet:"
            f" {', '.join(left)}.\nSet it to {before} again, start the stack, let it come to rest"
            " without traders, stop it, and then change the number"
        )


async def waiting(queues: Iterable[str], values: Mapping[str, str]) -> list[str]:
    """Which queues hold messages that nobody has taken, in words.

    Raises:
        Problem: the broker cannot be reached.
    """
    url = URL.build(
        scheme="amqp",
        user=ADMIN,
        password=values["RABBITMQ_ADMIN_PASSWORD"],
        host=values["RABBITMQ_HOST"],
        port=int(values["RABBITMQ_PORT"]),
        path="/",
    )
    try:
        async with RabbitBus.connect(str(url)) as bus:
            counts = {name: await bus.waiting(name) for name in sorted(queues)}
    except ConnectionError as error:
        raise Problem(f"RabbitMQ cannot be reached: {error}") from None
    return [f"{name} holds {count}" for name, count in counts.items() if count]


async def _unpublished(values: Mapping[str, str]) -> list[str]:
    left: list[str] = []
    for service in owners(values):
        async with connected(service.package, values) as connection:
            if await connection.scalar(select(func.to_regclass(outbox.name))) is None:
                continue  # not migrated yet
            count = await connection.scalar(select(func.count()).select_from(outbox))
            if count:
                left.append(f"the outbox of {service.name} holds {count}")
    return left


async def _unbind(broker: "Management", queues: set[str], needed: Mapping[str, Any]) -> None:
    """Remove the bindings to queues that stay, except those that are needed."""
    wanted = {(one["destination"], one["routing_key"]) for one in needed["bindings"]}
    exchange = str(Channel.EVENTS)
    for one in await broker.ask(f"exchanges/%2F/{exchange}/bindings/source"):
        queue, key = one["destination"], one["routing_key"]
        if queue in queues and (queue, key) not in wanted:
            path = ("bindings", VHOST, "e", exchange, "q", queue, one["properties_key"])
            await broker.remove(*path)
