"""The document names everything that can be asked, whom it lets in, and all that can go wrong."""

from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Query
from proving.front_door import SETTINGS, client_of
from pydantic import BaseModel

from chassis.declaration import Service
from chassis.security import Admin, Fresh, SignedIn, Trading
from chassis.service import build_app

Json = dict[str, Any]
router = APIRouter(prefix="/api/things", tags=["things"])


class Thing(BaseModel):
    """A thing."""

    name: str


@router.get("/public")
async def look_at_it() -> Thing:
    """Look at something: everybody may.

    Raises:
        ValueError: never.
    """
    return Thing(name="it")


@router.get("/mine")
async def mine(_who: SignedIn, size: Annotated[int, Query(examples=[2, 3])] = 1) -> Thing:
    """The caller's thing."""
    return Thing(name=str(size))


@router.post("/mine", responses={409: {"description": "`taken`: there is one"}})
async def make(wanted: Thing, _who: Trading) -> Thing:
    """Make one. It takes a moment."""
    return wanted


@router.delete("/mine", responses={403: {"description": "`too_dear`: it cost something."}})
async def drop(_who: Fresh) -> Thing:
    """Throw it away."""
    return Thing(name="gone")


@router.put("/{name}", responses={422: {"description": "`validation_failed`, or `odd`"}})
async def rule(name: str, _who: Admin) -> Thing:
    """Name it."""
    return Thing(name=name)


@pytest.fixture(scope="module")
def document() -> Json:
    app = build_app(Service(settings=SETTINGS, area="things", routers=[router]))
    assert app.openapi() is app.openapi()
    return app.openapi()


def operation(document: Json, method: str, path: str) -> Json:
    return document["paths"][f"/api/things/{path}"][method]


@pytest.mark.parametrize(
    ("method", "path", "refusals"),
    [
        ("get", "public", {"429": "too_many_requests", "503": "unavailable"}),
        ("get", "mine", {"401": "not_signed_in", "422": "validation_failed"}),
        ("post", "mine", {"400": "malformed_json", "413": "body_too_large", "409": "taken"}),
        ("post", "mine", {"401": "not_signed_in", "403": "forbidden", "422": "validation_failed"}),
        ("delete", "mine", {"401": "not_signed_in", "403": "step_up_required"}),
        ("delete", "mine", {"403": "too_dear"}),
        ("put", "{name}", {"403": "forbidden", "422": "validation_failed"}),
        ("put", "{name}", {"422": "odd", "404": "not_found"}),
    ],
)
def test_a_refusal_is_a_problem_with_a_code(
    document: Json, method: str, path: str, refusals: dict[str, str]
) -> None:
    answers = operation(document, method, path)["responses"]

    for status, code in refusals.items():
        (kind, content), *others = answers[status]["content"].items()
        assert (kind, others) == ("application/problem+json", [])
        assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
        assert content["examples"][code]["value"]["status"] == int(status)
        assert f"`{code}`" in answers[status]["description"]


def test_what_cannot_happen_is_not_said(document: Json) -> None:
    assert operation(document, "get", "public")["responses"].keys() == {"200", "429", "503"}
    assert "security" not in operation(document, "get", "public")
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_a_refusal_that_the_endpoint_explains_is_not_explained_twice(document: Json) -> None:
    answers = operation(document, "put", "{name}")["responses"]

    assert answers["422"]["description"] == "`validation_failed`, or `odd`"
    dear = operation(document, "delete", "mine")["responses"]["403"]["description"]
    assert dear.startswith("`too_dear`: it cost something; `step_up_required`: ")


def test_every_answer_has_its_headers(document: Json) -> None:
    answers = operation(document, "get", "mine")["responses"]

    assert all("X-Request-ID" in answer["headers"] for answer in answers.values())
    assert "WWW-Authenticate" in answers["401"]["headers"]
    assert "Retry-After" in answers["429"]["headers"]
    named = {name for answer in answers.values() for name in answer["headers"]}
    assert named == document["components"]["headers"].keys()


def test_an_operation_is_described_for_people_who_call_it(document: Json) -> None:
    public, made = operation(document, "get", "public"), operation(document, "post", "mine")

    assert (public["summary"], public["operationId"]) == ("Look at something", "lookAtIt")
    assert public["description"] == "Look at something: everybody may."
    assert made["summary"] == "Make one"
    assert made["responses"]["200"]["description"] == "OK"


def test_a_parameter_shows_its_example(document: Json) -> None:
    (size,) = operation(document, "get", "mine")["parameters"]

    assert (size["name"], size["example"]) == ("size", 2)


def test_addresses_are_those_of_the_gateway(document: Json) -> None:
    assert [server["url"] for server in document["servers"]] == ["/"]


async def test_a_method_that_an_address_does_not_take_is_answered_with_all_that_it_takes() -> None:
    async with client_of(router) as client:
        answer = await client.patch("/api/things/mine")

    assert answer.status_code == 405
    assert answer.headers.get_list("allow") == ["DELETE, GET, POST, PUT"]
