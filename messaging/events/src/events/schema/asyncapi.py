"""One AsyncAPI 3.0 document for the broker and the WebSocket."""

from events.schema import broker, websocket
from events.schema.broker import Consumers
from events.schema.facts import Json, shared_schemas

VERSION = "0.1.0"
DESCRIPTION = """\
Outcry is a self-hosted paper exchange. Its services meet only in these events.

Every event has one owner, which alone may publish it. Domain events travel in CloudEvents batches,
at least once, in the order of their subject; prices travel as facts alone, and the newest wins.
Prices, quantities and money are decimal numbers in strings. A fact that is missing is left out.
"""


def asyncapi(consumers: Consumers) -> Json:
    """The document; ``consumers`` are the queues that hear each event."""
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Outcry", "version": VERSION, "description": DESCRIPTION},
        "defaultContentType": "application/json",
        "servers": _servers(),
        "channels": broker.channels() | websocket.channels(),
        "operations": broker.operations(consumers) | websocket.operations(),
        "components": {
            "messages": broker.messages() | websocket.messages(),
            "schemas": shared_schemas([*broker.MODELS, *websocket.MODELS]),
            "securitySchemes": {
                "user": {"type": "userPassword", "description": "Each service has its own user."}
            },
        },
    }


def _servers() -> Json:
    return {
        broker.SERVER: {
            "host": "localhost:8112",
            "protocol": "amqp",
            "protocolVersion": "0.9.1",
            "description": "RabbitMQ, within the stack only.",
            "security": [{"$ref": "#/components/securitySchemes/user"}],
        },
        websocket.SERVER: {
            "host": "localhost:8080",
            "protocol": "ws",
            "description": "The gateway: the one entrance.",
        },
    }
