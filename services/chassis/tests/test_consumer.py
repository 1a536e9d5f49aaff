"""What a consumer declares becomes queues, unless it would be given events in any order."""

from collections.abc import Iterator
from typing import Any

import pytest
from proving.stage import Forgetful
from tally.handlers import make_handlers

from bus.handlers import Handlers
from chassis.consumer import Consumer
from events import Event, OrderApproved, OrderRejected


def hears(*events: type[Event], key: str) -> Handlers[Any]:
    handlers = Handlers[Any](key=key)

    @handlers.on(*events)
    def ignore(_state: object, _event: Event) -> Iterator[Event]:
        yield from ()

    assert ignore
    return handlers


@pytest.mark.parametrize("partitions", [1, 2, 64])
def test_a_partitioned_consumer_has_a_queue_for_every_partition(partitions: int) -> None:
    consumer = Consumer("order.tally", make_handlers(), Forgetful(), partitioned=True)

    queues = consumer.subscriptions(partitions)

    assert [one.partition for one in queues] == list(range(partitions))
    assert {one.partitions for one in queues} == {partitions}


def test_any_other_has_one() -> None:
    consumer = Consumer("order.tally", make_handlers(), Forgetful())

    [queue] = consumer.subscriptions(2)

    assert (queue.partition, queue.partitions) == (0, 1)


@pytest.mark.parametrize(
    ("events", "key"),
    [
        ([OrderRejected], "order_id"),
        ([OrderApproved], "account_id"),
        ([OrderRejected, OrderApproved], "symbol"),
        ([OrderRejected], ""),  # there is but one state
    ],
)
def test_events_about_one_state_must_be_in_one_partition(
    events: list[type[Event]], key: str
) -> None:
    handlers = hears(*events, key=key)

    assert Consumer("order.other", handlers, Forgetful()).subscriptions(2)
    with pytest.raises(ValueError, match=r"order\.other hears events whose subject is not"):
        Consumer("order.other", handlers, Forgetful(), partitioned=True)
