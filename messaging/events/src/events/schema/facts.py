"""JSON Schemas (2020-12) of events and of what surrounds them."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel
from pydantic.json_schema import (
    DEFAULT_REF_TEMPLATE,
    GenerateJsonSchema,
    JsonSchemaValue,
    models_json_schema,
)
from pydantic_core import core_schema
from typing_extensions import override

from events.base import Event, Facts
from events.examples import EXAMPLES

Json = dict[str, Any]
DIALECT = GenerateJsonSchema.schema_dialect
SHARED = "#/components/schemas/{model}"
"""Where AsyncAPI keeps the schemas of models."""


class _AsSent(GenerateJsonSchema):
    """What is on the wire: a fact that is missing is left out, and never null.

    Titles of fields would make every field a type of its own in TypeScript.
    """

    @override
    def field_title_should_be_set(self, schema: object) -> bool:
        return False

    @override
    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        inner: Any = schema["schema"]
        if schema.get("default", ...) is None:
            return self.generate_inner(inner["schema"] if inner["type"] == "nullable" else inner)
        return super().default_schema(schema)


class Envelope(Facts):
    """What surrounds an event on the wire: CloudEvents attributes, and the chain of causes."""

    specversion: Literal["1.0"]
    """The version of CloudEvents."""
    id: UUID
    """The event itself; the same if it is sent again."""
    source: str
    """The service that published it."""
    type: str
    """The event's name."""
    subject: str
    """The aggregate that it is about, and whose events stay in order."""
    time: AwareDatetime
    """When it was published, in wall time."""
    dataschema: str
    """The ``$id`` of the schema of ``data``."""
    correlationid: UUID
    """The click, or the tick, that everything began with."""
    causationid: UUID | None = None
    """The event that led to this one; missing from the first of a chain."""
    traceparent: str | None = None
    """The W3C trace context, when traces are recorded."""
    data: dict[str, Any]
    """The facts."""


def event_schema(event: type[Event]) -> Json:
    """One event's facts, with what is promised about it and a golden example."""
    return {
        "$schema": DIALECT,
        "$id": event.dataschema,
        **schema_of(event),
        "x-owner": event.owner,
        "x-key": event.key,
        "x-exchange": event.channel.value,
        "examples": [as_sent(EXAMPLES[event.name])],
    }


def envelope_schema() -> Json:
    """What surrounds every event."""
    return {"$schema": DIALECT, "$id": "/event-schemas/envelope.json", **schema_of(Envelope)}


def schema_of(model: type[BaseModel], ref_template: str = DEFAULT_REF_TEMPLATE) -> Json:
    """One model, as it is sent."""
    return model.model_json_schema(
        mode="serialization", schema_generator=_AsSent, ref_template=ref_template
    )


def shared_schemas(models: Sequence[type[BaseModel]]) -> Json:
    """Many models, which refer to each other as :data:`SHARED`."""
    inputs: Any = [(model, "serialization") for model in models]
    _, schemas = models_json_schema(inputs, schema_generator=_AsSent, ref_template=SHARED)
    return schemas["$defs"]


def as_sent(model: BaseModel) -> Json:
    """A model as JSON has it."""
    return model.model_dump(mode="json", exclude_none=True)


def enveloped(name: str) -> Json:
    """The golden example of an event, addressed."""
    event = EXAMPLES[name]
    return as_sent(
        Envelope(
            specversion="1.0",
            id=UUID("0191e0a4-7d01-7000-8000-000000000002"),
            source=event.owner,
            type=name,
            subject=event.subject,
            time="2026-01-05T14:30:00.123456Z",  # pyright: ignore[reportArgumentType]
            dataschema=event.dataschema,
            correlationid=UUID("0191e0a4-7d01-7000-8000-000000000000"),
            causationid=UUID("0191e0a4-7d01-7000-8000-000000000001"),
            data=as_sent(event),
        )
    )


def sorted_by_name(catalogue: Mapping[str, type[Event]]) -> list[type[Event]]:
    """The events in the order in which files list them."""
    return [event for _, event in sorted(catalogue.items())]
