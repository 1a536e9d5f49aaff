"""The generated files are current, valid, and true of what is really sent."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from events import CATALOGUE
from events.schema.broker import consumers_in
from events.schema.files import FOLDER, generate

Json = dict[str, Any]
Modern: Any = Draft202012Validator
AsyncApi: Any = Draft7Validator
"""AsyncAPI's own dialect is built on the seventh draft."""
GENERATED = generate()
DOCUMENTS: dict[str, Json] = {
    name: json.loads(text) for name, text in GENERATED.items() if name.endswith(".json")
}
ASYNCAPI = DOCUMENTS["asyncapi.json"]
OFFICIAL: Json = json.loads((Path(__file__).parent / "asyncapi/3.0.0.json").read_text())
CONSUMERS = {
    "bindings": [
        {"routing_key": "ORDER_CREATED.*", "destination": "risk.accounts.v1.0"},
        {"routing_key": "ORDER_APPROVED.0", "destination": "order.book.v1.0"},
        {"routing_key": "ORDER_APPROVED.2", "destination": "order.book.v1.0"},
        {"routing_key": "ORDER_APPROVED.1", "destination": "order.book.v1.1"},
        {"routing_key": "", "destination": "outcry.dead-letters.v1"},
    ]
}


def at(pointer: str) -> Any:  # noqa: ANN401
    """The part of the AsyncAPI document that a reference means."""
    part: Any = ASYNCAPI
    for step in pointer.removeprefix("#/").split("/"):
        part = part[step]
    return part


def references(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for value in cast("list[object]", part):
            yield from references(value)
    elif isinstance(part, dict):
        for word, value in cast("Json", part).items():
            if word == "$ref":
                yield value
            else:
                yield from references(value)


def test_the_files_are_current() -> None:
    committed = {path.name: path.read_text() for path in FOLDER.iterdir()}

    assert committed == GENERATED, "run `make schemas`, and commit what it changed"


def test_there_is_a_file_for_every_event() -> None:
    assert DOCUMENTS.keys() == {f"{name}.json" for name in CATALOGUE} | {
        "asyncapi.json",
        "envelope.json",
    }


@pytest.mark.parametrize("name", sorted(DOCUMENTS.keys() - {"asyncapi.json"}))
def test_a_schema_is_valid_and_so_is_its_example(name: str) -> None:
    schema = DOCUMENTS[name]

    Modern.check_schema(schema)
    for example in schema.get("examples", []):
        Modern(schema).validate(example)


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_number_that_lost_its_quotes_is_not_valid(name: str) -> None:
    schema = DOCUMENTS[f"{name}.json"]
    example = schema["examples"][0]
    numbers = [k for k, v in schema["properties"].items() if v.get("format") == "decimal"]

    for number in numbers:
        assert not Modern(schema).is_valid(example | {number: 1.5})


def test_asyncapi_is_what_asyncapi_says_it_is() -> None:
    errors = AsyncApi(OFFICIAL).iter_errors(ASYNCAPI)

    assert [f"{error.json_path}: {error.message[:200]}" for error in errors] == []


def test_a_document_that_is_not_asyncapi_would_be_noticed() -> None:
    wrong = deepcopy(ASYNCAPI)
    wrong["operations"]["order_sends_ORDER_CREATED"]["action"] = "shout"
    wrong["channels"]["ORDER_CREATED"]["bindings"]["amqp"]["exchange"]["type"] = "loud"

    assert {error.absolute_path[0] for error in AsyncApi(OFFICIAL).iter_errors(wrong)} == {
        "operations",
        "channels",
    }


def test_every_reference_leads_somewhere() -> None:
    for pointer in set(references(ASYNCAPI)):
        assert at(pointer)


@pytest.mark.parametrize("name", ASYNCAPI["components"]["messages"])
def test_the_examples_of_a_message_are_such_messages(name: str) -> None:
    message = at(f"#/components/messages/{name}")
    schema = {**message["payload"], "components": ASYNCAPI["components"]}

    for example in message["examples"]:
        AsyncApi(schema).validate(example["payload"])
        assert not AsyncApi(schema).is_valid([{}])


@pytest.mark.parametrize("name", CATALOGUE)
def test_only_the_owner_of_an_event_sends_it(name: str) -> None:
    senders = [
        operation["x-service"]
        for operation in ASYNCAPI["operations"].values()
        if operation["action"] == "send" and operation["channel"]["$ref"] == f"#/channels/{name}"
    ]

    assert senders == [CATALOGUE[name].owner]


def test_who_hears_an_event_is_read_from_the_bindings_of_the_broker() -> None:
    assert consumers_in(CONSUMERS) == {
        "ORDER_APPROVED": {"order": ["order.book.v1.0", "order.book.v1.1"]},
        "ORDER_CREATED": {"risk": ["risk.accounts.v1.0"]},
    }
