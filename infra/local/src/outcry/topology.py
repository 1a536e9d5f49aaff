"""Keep ``messaging/rabbitmq/definitions.json`` equal to what the services' consumers need."""

import json
from collections.abc import Sequence

from bus import topology
from chassis.service import Service as Declaration
from outcry.definitions import DECLARED
from outcry.roster import SERVICES


def needed(declarations: Sequence[Declaration]) -> str:
    """The file as it should be."""
    subscriptions = [
        subscription for declaration in declarations for subscription in declaration.subscriptions()
    ]
    users = [service.package for service in SERVICES]
    return json.dumps(topology.definitions(subscriptions, users), indent=2) + "\n"


def is_current(declarations: Sequence[Declaration]) -> bool:
    """Whether the committed file is what is needed."""
    return DECLARED.exists() and DECLARED.read_text() == needed(declarations)


def write(declarations: Sequence[Declaration]) -> None:
    """Make it so."""
    DECLARED.write_text(needed(declarations))
