"""What a queue gave up on can be seen, and put back where it died, just as it was."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import aio_pika
import pytest
from proving.catalogue import some
from proving.dead_letters import KEY, buried, let_die, publish, refuse
from proving.queues import Admin, admin_of, subscription

from bus.dead_letters import DeadLetter, list_dead_letters, requeue
from bus.interface import Subscription
from bus.message import encode
from bus.topology import DELIVERIES_MAX, queue_name
from outcry.ports import free_ports

pytestmark = pytest.mark.real
BROKEN = b"\x00[/bold] this is no event"


@pytest.fixture
async def admin(rabbitmq_url: str) -> AsyncGenerator[Admin]:
    async with admin_of(rabbitmq_url) as admin:
        yield admin


@pytest.fixture
async def queue(admin: Admin) -> AsyncGenerator[Subscription]:
    declared = subscription()
    await admin.declare(declared)
    yield declared
    await admin.dead_letters(of=declared)


async def of(url: str, where: Subscription) -> list[DeadLetter]:
    return [one for one in await list_dead_letters(url) if one.queue == queue_name(where)]


async def test_they_are_listed_with_where_and_why_they_died(
    rabbitmq_url: str, queue: Subscription
) -> None:
    events = some(3)
    await let_die(rabbitmq_url, queue, BROKEN, encode(events))

    broken, whole = await of(rabbitmq_url, queue)

    assert (broken.reason, broken.times, broken.type) == ("rejected", 1, "ORDER_ACCEPTED")
    assert (broken.events, broken.first_event) == (0, "")
    assert broken.begins == "\N{REPLACEMENT CHARACTER}[/bold] this is no event"
    assert (whole.events, whole.first_event) == (3, str(events[0].id))
    assert broken.died_at
    assert datetime.now(UTC) - broken.died_at < timedelta(minutes=1)


async def test_to_look_at_them_changes_nothing(rabbitmq_url: str, queue: Subscription) -> None:
    """RabbitMQ 4 would drop what comes back to a queue for the twentieth time."""
    await let_die(rabbitmq_url, queue, BROKEN, b"other")
    before = await of(rabbitmq_url, queue)

    for _ in range(DELIVERIES_MAX + 5):
        assert await of(rabbitmq_url, queue) == before


async def test_what_was_delivered_too_often_says_so(rabbitmq_url: str, queue: Subscription) -> None:
    await publish(rabbitmq_url, queue, BROKEN)
    await refuse(rabbitmq_url, queue, DELIVERIES_MAX + 1, for_good=False)

    assert [one.reason for one in await buried(rabbitmq_url, queue, 1)] == ["delivery_limit"]


async def test_they_go_back_as_they_were_and_in_order_to_the_queue_where_they_died(
    rabbitmq_url: str, admin: Admin, queue: Subscription
) -> None:
    other = subscription()
    await admin.declare(other)
    bodies = [b"%d" % number for number in range(5)]
    await let_die(rabbitmq_url, queue, *bodies)
    await let_die(rabbitmq_url, other, b"of another queue")

    result = await requeue(rabbitmq_url, queue_name(queue))

    assert [one.begins for one in result.done] == ["0", "1", "2", "3", "4"]
    assert not result.left
    taken = await admin.take(queue, 5)
    assert [one.body for one in taken] == bodies
    assert [one.message_id for one in taken] == [f"message {number}" for number in range(5)]
    assert {one.routing_key for one in taken} == {KEY}
    assert {one.type for one in taken} == {"ORDER_ACCEPTED"}
    assert {one.delivery_mode for one in taken} == {aio_pika.DeliveryMode.PERSISTENT}
    assert {one.content_type for one in taken} == {"application/cloudevents-batch+json"}
    assert all(one.headers["mine"] == "kept" and "BCC" not in one.headers for one in taken)
    assert await of(rabbitmq_url, queue) == []
    assert [one.begins for one in await of(rabbitmq_url, other)] == ["of another queue"]
    assert await admin.depth(other) == 0
    await admin.dead_letters(of=other)


async def test_without_a_queue_each_goes_back_to_its_own(
    rabbitmq_url: str, admin: Admin, queue: Subscription
) -> None:
    other = subscription()
    await admin.declare(other)
    await let_die(rabbitmq_url, queue, b"one")
    await let_die(rabbitmq_url, other, b"two")

    await requeue(rabbitmq_url)

    assert [one.body for one in await admin.take(queue, 1)] == [b"one"]
    assert [one.body for one in await admin.take(other, 1)] == [b"two"]


async def test_what_goes_back_may_be_delivered_as_often_as_before(
    rabbitmq_url: str, queue: Subscription
) -> None:
    await publish(rabbitmq_url, queue, BROKEN)
    await refuse(rabbitmq_url, queue, DELIVERIES_MAX + 1, for_good=False)
    await buried(rabbitmq_url, queue, 1)
    await requeue(rabbitmq_url, queue_name(queue))

    await refuse(rabbitmq_url, queue, DELIVERIES_MAX - 1, for_good=False)
    assert await of(rabbitmq_url, queue) == []
    await refuse(rabbitmq_url, queue, 1)
    assert [one.reason for one in await buried(rabbitmq_url, queue, 1)] == ["rejected"]


async def test_what_died_in_a_queue_that_is_gone_stays(
    rabbitmq_url: str, admin: Admin, queue: Subscription
) -> None:
    await let_die(rabbitmq_url, queue, BROKEN)
    await admin.delete(queue)

    result = await requeue(rabbitmq_url, queue_name(queue))

    assert not result.done
    assert [one.queue for one in result.left] == [queue_name(queue)]
    assert await of(rabbitmq_url, queue) == result.left


async def test_a_broker_that_is_not_there_is_said_to_be_away() -> None:
    (nobody,) = free_ports(1)

    with pytest.raises(ConnectionError, match="the dead letters"):
        await list_dead_letters(f"amqp://admin:test@127.0.0.1:{nobody}/")
