"""What the broker needs; ``messaging/rabbitmq/definitions.json`` is that for one partition."""

import json
from collections.abc import Sequence
from typing import Any

from bus import topology
from chassis.service import Service as Declaration
from outcry.declarations import declarations
from outcry.definitions import DECLARED
from outcry.roster import SERVICES


def needed(declared: Sequence[Declaration]) -> dict[str, Any]:
    """Exchanges, queues, bindings, users and permissions for the services' consumers."""
    subscriptions = [one for service in declared for one in service.subscriptions()]
    return topology.definitions(subscriptions, [service.package for service in SERVICES])


def needed_with(partitions: int) -> dict[str, Any]:
    """The same in a deployment with so many partitions."""
    return needed(declarations(partitions))


def as_text(declared: Sequence[Declaration]) -> str:
    """The file as it should be."""
    return json.dumps(needed(declared), indent=2) + "\n"


def is_current(declared: Sequence[Declaration]) -> bool:
    """Whether the committed file is what is needed."""
    return DECLARED.exists() and DECLARED.read_text() == as_text(declared)


def write(declared: Sequence[Declaration]) -> None:
    """Make it so."""
    DECLARED.write_text(as_text(declared))
