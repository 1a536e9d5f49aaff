"""Exchanges, queues, users and permissions: what the broker must have before a service starts.

``outcry.events`` (topic) is bound straight to one quorum queue per partition, by the event's name
and the partition. What cannot be read, or is delivered too often, goes to the dead letters; nothing
is dropped and nothing is retried for ever. Services declare none of this: they only may use what is
theirs.

``outcry.tape`` (fanout) is bound to the one stream: what everything else is matched against, kept
for days and read again by whoever may, from wherever he likes.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from bus.interface import Subscription
from events import CATALOGUE, Channel

DEAD_LETTERS = "outcry.dead-letters"
VERSION = "v1"
DEAD_LETTER_QUEUE = f"{DEAD_LETTERS}.{VERSION}"
DELIVERIES_MAX = 20
LOOKS_MAX = 1_000_000
"""To look at a dead letter is a delivery too, and RabbitMQ 4 itself drops it at the twentieth."""
TAPE_QUEUE = f"{Channel.TAPE}.{VERSION}"
TAPE_READERS = frozenset({"order"})
TAPE_BYTES_MAX = 2_000_000_000
TAPE_AGE_MAX = "7D"
TAPE_SEGMENT_BYTES = 100_000_000
"""Whole segments are dropped, so this is how exact the other two are."""
VHOST = "/"
Json = dict[str, Any]


def queue_name(subscription: Subscription) -> str:
    """The queue of one partition, for example ``order.book.v1.0``."""
    return f"{subscription.consumer}.{VERSION}.{subscription.partition}"


def queue_arguments() -> Json:
    """How every partition's queue is declared. Immutable: a change needs a new version."""
    return {
        "x-queue-type": "quorum",
        "x-single-active-consumer": True,
        "x-delivery-limit": DELIVERIES_MAX,
        "x-dead-letter-exchange": DEAD_LETTERS,
    }


def tape_arguments() -> Json:
    """How the tape is declared. How long it is kept is a policy's business."""
    return {"x-queue-type": "stream", "x-stream-max-segment-size-bytes": TAPE_SEGMENT_BYTES}


def routing_keys(subscription: Subscription) -> list[str]:
    """The keys that lead to a partition; to the only one there is, all lead."""
    which = "*" if subscription.partitions == 1 else subscription.partition
    return [f"{name}.{which}" for name in sorted(subscription.names)]


def definitions(subscriptions: Sequence[Subscription], services: Iterable[str]) -> Json:
    """All of it in RabbitMQ's own format. Users have no password until the launcher adds one."""
    names = sorted(services)
    return {
        "vhosts": [{"name": VHOST}],
        "users": [_user("admin", ["administrator"]), *(_user(name, []) for name in names)],
        "permissions": [
            _permission("admin", ".*", ".*", ".*"),
            *(_permissions_of(name) for name in names),
        ],
        "topic_permissions": [topics for name in names for topics in _topics_of(name)],
        "exchanges": [
            _exchange(Channel.EVENTS, "topic"),
            _exchange(Channel.MARKET, "topic"),
            _exchange(Channel.TAPE, "fanout"),
            _exchange(DEAD_LETTERS, "fanout"),
        ],
        "policies": [_patience_with_dead_letters(), _memory_of_tape()],
        "queues": [
            _queue(DEAD_LETTER_QUEUE, {"x-queue-type": "quorum"}),
            _queue(TAPE_QUEUE, tape_arguments()),
            *(_queue(queue_name(one), queue_arguments()) for one in subscriptions),
        ],
        "bindings": [
            _binding(DEAD_LETTERS, DEAD_LETTER_QUEUE, ""),
            _binding(Channel.TAPE, TAPE_QUEUE, ""),
            *(
                _binding(Channel.EVENTS, queue_name(one), key)
                for one in subscriptions
                for key in routing_keys(one)
            ),
        ],
    }


def _user(name: str, tags: list[str]) -> Json:
    hashing = "rabbit_password_hashing_sha256"
    return {"name": name, "password_hash": "", "hashing_algorithm": hashing, "tags": tags}


def _permission(user: str, configure: str, write: str, read: str) -> Json:
    return {"user": user, "vhost": VHOST, "configure": configure, "write": write, "read": read}


def _permissions_of(service: str) -> Json:
    """Publish what is its own, read own queues, and make a queue for prices; nothing else."""
    prices = rf"{service}\.prices\..*"
    read = [rf"{service}\..*", r"outcry\.market"]
    if service in TAPE_READERS:
        read.append(re.escape(TAPE_QUEUE))
    write = [re.escape(one) for one in Channel if _own(service, one) or one is Channel.EVENTS]
    return _permission(service, f"^{prices}$", _any_of(*write, prices), _any_of(*read))


def _topics_of(service: str) -> list[Json]:
    """Nobody can say what another service owns: the broker refuses its routing key."""
    events, prices = (_own(service, one) for one in (Channel.EVENTS, Channel.MARKET))
    return [
        _topic(service, Channel.EVENTS, rf"^({events})\.\d+$" if events else "^$", "^$"),
        _topic(service, Channel.MARKET, f"^({prices})$" if prices else "^$", ".*"),
    ]


def _topic(user: str, exchange: Channel, write: str, read: str) -> Json:
    where = {"user": user, "vhost": VHOST, "exchange": exchange.value}
    return where | {"write": write, "read": read}


def _own(service: str, channel: Channel) -> str:
    """The events that a service may say on a channel, as a pattern; empty where there are none."""
    found = (one for _, one in sorted(CATALOGUE.items()) if one.channel is channel)
    return "|".join(event.name for event in found if service in event.publishers)


def _any_of(*patterns: str) -> str:
    return f"^({'|'.join(patterns)})$"


def _exchange(name: str, kind: str) -> Json:
    return {"name": str(name), "vhost": VHOST, "type": kind, "durable": True} | {
        "auto_delete": False,
        "internal": False,
        "arguments": {},
    }


def _queue(name: str, arguments: Json) -> Json:
    return {"name": name, "vhost": VHOST, "durable": True} | {
        "auto_delete": False,
        "arguments": arguments,
    }


def _patience_with_dead_letters() -> Json:
    """A policy, not an argument: it reaches the queues of brokers that have one already."""
    pattern = rf"^{DEAD_LETTERS.replace('.', '[.]')}[.]"
    return {"vhost": VHOST, "name": "dead-letters", "pattern": pattern} | {
        "apply-to": "queues",
        "definition": {"delivery-limit": LOOKS_MAX},
        "priority": 0,
    }


def _memory_of_tape() -> Json:
    """How long it is kept: a policy as well, so that an operator can change it."""
    pattern = rf"^{Channel.TAPE.replace('.', '[.]')}[.]"
    return {"vhost": VHOST, "name": "tape", "pattern": pattern} | {
        "apply-to": "queues",
        "definition": {"max-length-bytes": TAPE_BYTES_MAX, "max-age": TAPE_AGE_MAX},
        "priority": 0,
    }


def _binding(source: str, queue: str, key: str) -> Json:
    return {"source": str(source), "vhost": VHOST, "destination": queue} | {
        "destination_type": "queue",
        "routing_key": key,
        "arguments": {},
    }
