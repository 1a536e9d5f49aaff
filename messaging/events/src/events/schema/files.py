"""The files of ``messaging/event-schemas`` as they should be."""

import json
from pathlib import Path

from events import CATALOGUE
from events.schema.asyncapi import asyncapi
from events.schema.broker import consumers_in
from events.schema.facts import Json, envelope_schema, event_schema, sorted_by_name
from events.schema.page import page

MESSAGING = Path(__file__).parents[4]
FOLDER = MESSAGING / "event-schemas"
ACCEPTED = MESSAGING / "events/broken-promises.txt"
"""What was broken on purpose: one line each, as the check words it."""
DEFINITIONS = MESSAGING / "rabbitmq/definitions.json"
"""The broker's: it knows who hears what."""


def generate() -> dict[str, str]:
    """The text of every file, by its name."""
    consumers = consumers_in(json.loads(DEFINITIONS.read_text()))
    documents = {f"{event.name}.json": event_schema(event) for event in sorted_by_name(CATALOGUE)}
    documents |= {"envelope.json": envelope_schema(), "asyncapi.json": asyncapi(consumers)}
    texts = {name: _text(document) for name, document in documents.items()}
    return texts | {"README.md": page(sorted_by_name(CATALOGUE), consumers)}


def _text(document: Json) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
