"""Every service's OpenAPI document says what somebody needs who has never seen the service."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from chassis.service import build_app
from outcry.declarations import declarations

Json = dict[str, Any]
DOCUMENTS: dict[str, Json] = {one.area: build_app(one).openapi() for one in declarations()}
OPERATIONS = [
    (area, method, path)
    for area, document in DOCUMENTS.items()
    for path, item in document["paths"].items()
    for method in item
]
OPEN = {
    ("auth", "post", "/api/auth/register"),
    ("auth", "post", "/api/auth/login"),
    ("auth", "post", "/api/auth/refresh"),
    ("auth", "post", "/api/auth/logout"),
    ("auth", "get", "/api/auth/jwks"),
}
"""Whatever is not listed here needs a token."""
OF_EVERY_ANSWER = {"429", "503"}

NAMES = ("area", "method", "path")
SENT = [
    (area, method, path)
    for area, method, path in OPERATIONS
    if "requestBody" in DOCUMENTS[area]["paths"][path][method]
]


def titles(operations: list[tuple[str, str, str]]) -> list[str]:
    return [f"{method} {path}" for _, method, path in operations]


everywhere = pytest.mark.parametrize(NAMES, OPERATIONS, ids=titles(OPERATIONS))


@pytest.fixture
def operation(area: str, method: str, path: str) -> Json:
    return DOCUMENTS[area]["paths"][path][method]


@everywhere
def test_an_operation_says_what_it_does(operation: Json) -> None:
    assert re.fullmatch("[a-z][A-Za-z]+", operation["operationId"])
    assert 3 < len(operation["summary"]) < 100
    assert operation["description"]
    assert "Raises" not in operation["description"]
    assert operation["tags"]


@everywhere
def test_only_what_is_open_to_everybody_needs_no_token(
    area: str, method: str, path: str, operation: Json
) -> None:
    needs_token = (area, method, path) not in OPEN

    assert operation.get("security", []) == ([{"access_token": []}] if needs_token else [])
    assert not needs_token or "`not_signed_in`" in operation["responses"]["401"]["description"]


@everywhere
def test_every_refusal_is_a_problem(operation: Json) -> None:
    refusals = {status: one for status, one in operation["responses"].items() if int(status) >= 400}

    assert refusals.keys() >= OF_EVERY_ANSWER
    for refusal in refusals.values():
        assert refusal["content"].keys() == {"application/problem+json"}
        assert refusal["content"]["application/problem+json"]["examples"]
        assert re.search("`[a-z_]+`", refusal["description"])


@pytest.mark.parametrize(NAMES, SENT, ids=titles(SENT))
def test_what_is_to_be_sent_has_an_example(area: str, operation: Json) -> None:
    body = operation["requestBody"]["content"]["application/json"]
    schema = resolved(area, body["schema"])

    assert body.get("example") or shown(area, schema)


@pytest.mark.parametrize("area", DOCUMENTS)
def test_nothing_internal_is_shown(area: str) -> None:
    assert all(
        path == f"/api/{area}" or path.startswith(f"/api/{area}/")
        for path in DOCUMENTS[area]["paths"]
    )


@pytest.mark.parametrize("area", DOCUMENTS)
def test_operations_have_names_of_their_own(area: str) -> None:
    names = [DOCUMENTS[area]["paths"][path][how]["operationId"] for path, how in within(area)]

    assert len(names) == len(set(names))


def within(area: str) -> Iterator[tuple[str, str]]:
    return ((path, method) for one, method, path in OPERATIONS if one == area)


def resolved(area: str, schema: Json) -> Json:
    """The schema itself, or what it refers to."""
    if "$ref" not in schema:
        return schema
    return DOCUMENTS[area]["components"]["schemas"][schema["$ref"].rpartition("/")[2]]


def shown(area: str, schema: Json) -> bool:
    """Whether one can tell what a value looks like."""
    known = resolved(area, schema)
    parts = [one for one in known.get("anyOf", []) if one.get("type") != "null"]
    return bool(
        {"examples", "example", "enum", "const"} & known.keys()
        or known.get("type") == "boolean"
        or (parts and all(shown(area, one) for one in parts))
        or ("items" in known and shown(area, known["items"]))
        or ("properties" in known and all(shown(area, one) for one in known["properties"].values()))
    )
