"""Exchanges, queues, users and permissions: what the broker must have before a service starts.

``outcry.events`` (topic) is bound straight to one quorum queue per partition, by the event's name
and the partition. What cannot be read, or is delivered too often, goes to the dead letters; nothing
is dropped and nothing is retried for ever. Services declare none of this: they only may use what is
theirs.
"""

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
        "topic_permissions": [_topics_of(name) for name in names],
        "exchanges": [
            _exchange(Channel.EVENTS, "topic"),
            _exchange(Channel.MARKET, "topic"),
            _exchange(DEAD_LETTERS, "fanout"),
        ],
        "policies": [_patience_with_dead_letters()],
        "queues": [_dead_letter_queue(), *(_queue(one) for one in subscriptions)],
        "bindings": [
            _binding(DEAD_LETTERS, DEAD_LETTER_QUEUE, ""),
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
    """Publish events, read own queues, and make a queue for prices; nothing else."""
    prices = rf"{service}\.prices\..*"
    exchanges = [r"outcry\.events"]
    if any(event.owner == service for event in _on(Channel.MARKET)):
        exchanges.append(r"outcry\.market")
    write = "|".join([*exchanges, prices])
    return _permission(service, f"^{prices}$", f"^({write})$", rf"^({service}\..*|outcry\.market)$")


def _topics_of(service: str) -> Json:
    """Nobody can say what another service owns: the broker refuses its routing key."""
    own = "|".join(event.name for event in _on(Channel.EVENTS) if service in event.publishers)
    write = rf"^({own})\.\d+$" if own else "^$"
    return {
        "user": service,
        "vhost": VHOST,
        "exchange": Channel.EVENTS.value,
        "write": write,
        "read": "^$",
    }


def _on(channel: Channel) -> list[Any]:
    return [event for _, event in sorted(CATALOGUE.items()) if event.channel is channel]


def _exchange(name: str, kind: str) -> Json:
    return {"name": str(name), "vhost": VHOST, "type": kind, "durable": True} | {
        "auto_delete": False,
        "internal": False,
        "arguments": {},
    }


def _queue(subscription: Subscription) -> Json:
    return {"name": queue_name(subscription), "vhost": VHOST, "durable": True} | {
        "auto_delete": False,
        "arguments": queue_arguments(),
    }


def _dead_letter_queue() -> Json:
    return {"name": DEAD_LETTER_QUEUE, "vhost": VHOST, "durable": True} | {
        "auto_delete": False,
        "arguments": {"x-queue-type": "quorum"},
    }


def _patience_with_dead_letters() -> Json:
    """A policy, not an argument: it reaches the queues of brokers that have one already."""
    pattern = rf"^{DEAD_LETTERS.replace('.', '[.]')}[.]"
    return {"vhost": VHOST, "name": "dead-letters", "pattern": pattern} | {
        "apply-to": "queues",
        "definition": {"delivery-limit": LOOKS_MAX},
        "priority": 0,
    }


def _binding(source: str, queue: str, key: str) -> Json:
    return {"source": str(source), "vhost": VHOST, "destination": queue} | {
        "destination_type": "queue",
        "routing_key": key,
        "arguments": {},
    }
