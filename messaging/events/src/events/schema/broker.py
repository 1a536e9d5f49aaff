"""The broker as AsyncAPI has it: who says what on which exchange, and who hears it."""

from collections import defaultdict
from collections.abc import Mapping

from events import CATALOGUE, Channel, Event
from events.examples import EXAMPLES
from events.schema.facts import Envelope, Json, as_sent, enveloped, sorted_by_name

SERVER = "broker"
EVENTS_PER_MESSAGE_MAX = 256
TAPE_QUEUE, TAPE_READER = "outcry.tape.v1", "order"
VERSION = "0.3.0"
MODELS = [*CATALOGUE.values(), Envelope]
"""What the messages refer to."""

Consumers = Mapping[str, Mapping[str, list[str]]]


def consumers_in(definitions: Json) -> Consumers:
    """The queues of each service that hear an event: ``{event: {service: [queue, ...]}}``."""
    heard: defaultdict[str, defaultdict[str, list[str]]]
    heard = defaultdict(lambda: defaultdict(list))
    for binding in definitions["bindings"]:
        queue: str = binding["destination"]
        name, service = binding["routing_key"].partition(".")[0], queue.partition(".")[0]
        if name in CATALOGUE and queue not in heard[name][service]:
            heard[name][service].append(queue)
    return {
        name: {service: sorted(queues) for service, queues in sorted(heard[name].items())}
        for name in sorted(heard)
    }


def channels() -> Json:
    """One channel for each event."""
    return {event.name: _channel(event) for event in sorted_by_name(CATALOGUE)}


def messages() -> Json:
    """One message for each event."""
    return {event.name: _message(event) for event in sorted_by_name(CATALOGUE)}


def operations(consumers: Consumers) -> Json:
    """The owner of an event sends it; whoever has a queue for it, or just listens, hears it."""
    found: Json = {}
    for event in sorted_by_name(CATALOGUE):
        found[f"{event.owner}_sends_{event.name}"] = _sends(event)
        for service, queues in consumers.get(event.name, {}).items():
            found[f"{service}_hears_{event.name}"] = _hears(event, service, queues)
        if event.channel is Channel.MARKET:
            found[f"anybody_hears_{event.name}"] = _overhears(event)
        if event.channel is Channel.TAPE:
            found[f"{TAPE_READER}_reads_{event.name}"] = _reads(event)
    return found


def _channel(event: type[Event]) -> Json:
    common = {
        "title": event.name,
        "description": f"{event.__doc__}\n\nIn order of `{event.key}`.",
        "servers": [{"$ref": f"#/servers/{SERVER}"}],
        "messages": {event.name: {"$ref": f"#/components/messages/{event.name}"}},
        "bindings": {"amqp": _exchange(event.channel)},
    }
    if event.channel is not Channel.EVENTS:
        return {"address": event.name, **common}
    partition = {
        "description": "A number: CRC-32 of the subject, modulo the setting PARTITIONS.",
        "examples": ["0"],
        "x-pattern": r"^\d+$",
    }
    return {
        "address": f"{event.name}.{{partition}}",
        "parameters": {"partition": partition},
        **common,
    }


def _exchange(channel: Channel) -> Json:
    kind = "fanout" if channel is Channel.TAPE else "topic"
    exchange = {"name": channel.value, "type": kind, "durable": True, "autoDelete": False}
    return {"is": "routingKey", "exchange": {**exchange, "vhost": "/"}, "bindingVersion": VERSION}


def _message(event: type[Event]) -> Json:
    facts = {"$ref": f"#/components/schemas/{event.__name__}"}
    common: Json = {"name": event.name, "title": event.name, "summary": event.__doc__}
    if event.channel is Channel.MARKET:
        return common | {
            "contentType": "application/json",
            "payload": {"type": "array", "minItems": 1, "items": facts},
            "examples": [{"payload": [as_sent(EXAMPLES[event.name])]}],
        }
    if event.channel is Channel.TAPE:
        return common | {
            "contentType": "application/json",
            "payload": facts,
            "bindings": {"amqp": {"messageType": event.name, "bindingVersion": VERSION}},
            "examples": [{"payload": as_sent(EXAMPLES[event.name])}],
        }
    return common | {
        "contentType": "application/cloudevents-batch+json",
        "correlationId": {"location": "$message.payload#/0/correlationid"},
        "payload": {
            "type": "array",
            "minItems": 1,
            "maxItems": EVENTS_PER_MESSAGE_MAX,
            "items": {
                "allOf": [
                    {"$ref": f"#/components/schemas/{Envelope.__name__}"},
                    {"properties": {"type": {"const": event.name}, "data": facts}},
                ]
            },
        },
        "bindings": {"amqp": {"messageType": event.name, "bindingVersion": VERSION}},
        "examples": [{"payload": [enveloped(event.name)]}],
    }


def _sends(event: type[Event]) -> Json:
    durable = event.channel is not Channel.MARKET
    how = {"deliveryMode": 2 if durable else 1, "mandatory": durable, "bindingVersion": VERSION}
    return {
        "action": "send",
        "title": f"{event.owner} publishes {event.name}",
        "x-service": event.owner,
        **_about(event),
        "bindings": {"amqp": how},
    }


def _hears(event: type[Event], service: str, queues: list[str]) -> Json:
    return {
        "action": "receive",
        "title": f"{service} hears {event.name}",
        "x-service": service,
        "x-queues": queues,
        **_about(event),
        "bindings": {"amqp": {"ack": True, "bindingVersion": VERSION}},
    }


def _reads(event: type[Event]) -> Json:
    return {
        "action": "receive",
        "title": f"{TAPE_READER} reads {event.name}",
        "description": "From a stream that is kept for days, from any offset in it, in order.",
        "x-service": TAPE_READER,
        "x-queues": [TAPE_QUEUE],
        **_about(event),
        "bindings": {"amqp": {"ack": True, "bindingVersion": VERSION}},
    }


def _overhears(event: type[Event]) -> Json:
    return {
        "action": "receive",
        "title": f"Anybody may hear {event.name}",
        "description": "From a queue of its own that ends with it; the oldest drop out.",
        **_about(event),
        "bindings": {"amqp": {"ack": False, "bindingVersion": VERSION}},
    }


def _about(event: type[Event]) -> Json:
    channel = f"#/channels/{event.name}"
    return {
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{event.name}"}],
    }
