"""The OpenAPI document: what all services have in common is said here, once.

An endpoint says what is special about it: its docstring, its shapes, its own refusals under
``responses``. Who may call it, what else it may refuse, and what refusals look like, is added.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from typing_extensions import override

from chassis.declaration import Service
from chassis.errors import PROBLEM_JSON
from chassis.problems import COMPONENTS, Reason, headers_of, reasons_of
from chassis.security import Caller

CODE = re.compile(r"`([a-z]+(?:_[a-z]+)*)`")
"""How a description names the code of a refusal."""
SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+")
UNSAID = "^(Successful Response|Validation Error)$"
"""What FastAPI writes where nobody has said anything."""
GENERATED = ("HTTPValidationError", "ValidationError")
"""FastAPI's own idea of a refusal; ours look different."""

Json = dict[str, Any]
Operation = tuple[str, str]
"""A path and a method in small letters."""

ABOUT = """

Send the access token of `POST /api/auth/login` as `Authorization: Bearer …`, or an API key of
`POST /api/auth/keys` as `APCA-API-KEY-ID` and `APCA-API-SECRET-KEY`. Money, prices and quantities
are decimal numbers in strings, times are RFC 3339. Refusals are RFC 9457 problems with a `code`
that does not change; the gateway may also answer 502 or 504 when a service is away.
Every answer has an `X-Request-ID`, which leads to its log lines."""


class Documented(FastAPI):
    """An application whose document also says what every service does in the same way."""

    @override
    def openapi(self) -> Json:
        """The document; made when it is asked for the first time."""
        if not self.openapi_schema:
            complete(super().openapi(), _callers(self))
        return super().openapi()


def about(service: Service) -> Json:
    """What FastAPI is told about the document as a whole."""
    package = type(service.settings).__module__.partition(".")[0]
    purpose = sys.modules[package].__doc__ or ""
    return {
        "title": f"Outcry {service.settings.service_name}",
        "version": version("chassis"),
        "description": purpose + ABOUT,
        "servers": [{"url": "/", "description": "The gateway that this page comes from."}],
        "generate_unique_id_function": _name,
        "openapi_url": f"/api/{service.area}/openapi.json",
        "docs_url": None,
        "redoc_url": None,
    }


def complete(document: Json, callers: dict[Operation, list[Caller]]) -> None:
    """Add to the document what is the same everywhere."""
    components: Json = document.setdefault("components", {})
    for kind, parts in COMPONENTS.items():
        components.setdefault(kind, {}).update(parts)
    for name in GENERATED:
        components["schemas"].pop(name, None)
    for path, item in document["paths"].items():
        for method, operation in item.items():
            _describe(operation)
            _exemplify(operation.get("parameters", []))
            _refuse(operation, reasons_of(operation, callers.get((path, method), [])))


def _name(route: APIRoute) -> str:
    """The function's name as clients write it; Swagger UI links to it, and takes ``_`` as blank."""
    first, *others = route.name.split("_")
    return first + "".join(word.title() for word in others)


def _callers(app: FastAPI) -> dict[Operation, list[Caller]]:
    """Whom each operation lets in."""
    return {
        (str(route.path_format), method.lower()): list(_let_in(route.dependant))
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute)
        for method in route.methods or ()
    }


def _let_in(dependant: Dependant) -> Iterator[Caller]:
    if isinstance(dependant.call, Caller):
        yield dependant.call
    for one in dependant.dependencies:
        yield from _let_in(one)


def _describe(operation: Json) -> None:
    """The docstring, without the part for programmers; its first sentence is the summary."""
    text = operation.get("description", "").partition("Raises:")[0].strip()
    operation["description"] = text
    if text:
        operation["summary"] = " ".join(SENTENCE_END.split(text)[0].split()).rstrip(".;:")


def _exemplify(parameters: Iterable[Json]) -> None:
    """Give a parameter its type's first example, where Swagger UI looks for what to fill in."""
    for parameter in parameters:
        if examples := parameter["schema"].get("examples"):
            parameter.setdefault("example", examples[0])


def _refuse(operation: Json, reasons: Iterable[Reason]) -> None:
    """Give every answer its headers, and every refusal its shape and all its reasons."""
    answers: Json = operation["responses"]
    for answer in answers.values():
        answer["description"] = re.sub(UNSAID, "", answer["description"])
    for reason in reasons:
        _mention(reason, answers.setdefault(str(reason.status.value), {"description": ""}))
    for number, answer in answers.items():
        status = HTTPStatus(int(number))
        answer["description"] = answer["description"] or status.phrase
        answer["headers"] = headers_of(status) | answer.get("headers", {})
        if status >= HTTPStatus.BAD_REQUEST:
            answer["content"] = _problem(status, answer["description"])
    operation["responses"] = dict(sorted(answers.items()))


def _mention(reason: Reason, answer: Json) -> None:
    if reason.code not in CODE.findall(answer["description"]):
        said = answer["description"].rstrip(".")
        answer["description"] = f"{said}; {reason}" if said else str(reason)


def _problem(status: HTTPStatus, description: str) -> Json:
    """The shape of a refusal, with an example for each of its codes."""
    examples = {
        code: {
            "value": {
                "type": f"/problems/{code}",
                "title": status.phrase,
                "status": status.value,
                "code": code,
                "detail": "what exactly is wrong",
                "correlation_id": "01a1fb01-11bc-7cf6-b6be-cc6176cc1ca5",
            }
        }
        for code in CODE.findall(description)
    }
    return {
        PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}
    }
