"""What refusals look like in the OpenAPI document, and which of them every service may give."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import chain
from typing import Any

from typing_extensions import override

from chassis.errors import BODY_TOO_LARGE, NotSignedIn, TooManyRequests
from chassis.security import Caller

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is refused."""

    status: HTTPStatus
    code: str
    text: str

    @override
    def __str__(self) -> str:
        return f"`{self.code}`: {self.text}"


STRANGER = Reason(NotSignedIn.status, NotSignedIn.code, "sign in again")
MALFORMED = Reason(HTTPStatus.BAD_REQUEST, "malformed_json", "the body is not JSON")
TOO_LARGE = Reason(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, BODY_TOO_LARGE, "more than 64 KiB")
NOWHERE = Reason(HTTPStatus.NOT_FOUND, "not_found", "the path is ambiguous, or has controls in it")
INVALID = Reason(HTTPStatus.UNPROCESSABLE_ENTITY, "validation_failed", "which field, and why")
TOO_OFTEN = Reason(TooManyRequests.status, TooManyRequests.code, "come back after `Retry-After`")
AWAY = Reason(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", "something is away; ask again")


def reasons_of(operation: Json, callers: Sequence[Caller]) -> Iterator[Reason]:
    """What the operation may refuse, besides its own reasons."""
    if "requestBody" in operation:
        yield from (MALFORMED, TOO_LARGE)
    if "requestBody" in operation or "parameters" in operation:
        yield INVALID
    if any(one["in"] == "path" for one in operation.get("parameters", ())):
        yield NOWHERE
    if callers:
        yield STRANGER
    for refusal, text in chain.from_iterable(caller.demands() for caller in callers):
        yield Reason(refusal.status, refusal.code, text)
    yield from (TOO_OFTEN, AWAY)


def headers_of(status: HTTPStatus) -> Json:
    """The headers of every answer with this status."""
    names = ["X-Request-ID", *MORE_HEADERS.get(status, ())]
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


MORE_HEADERS = {
    HTTPStatus.UNAUTHORIZED: ["WWW-Authenticate"],
    HTTPStatus.TOO_MANY_REQUESTS: ["Retry-After"],
    HTTPStatus.SERVICE_UNAVAILABLE: ["Retry-After"],
}

_FIELD_ERROR: Json = {
    "type": "object",
    "required": ["field", "message"],
    "properties": {
        "field": {"type": "string", "examples": ["body.quantity"]},
        "message": {"type": "string", "examples": ["Input should be greater than 0"]},
    },
}

COMPONENTS: Json = {
    "schemas": {
        "Problem": {
            "title": "Problem",
            "description": "Why something was refused (RFC 9457). More fields hold the figures.",
            "type": "object",
            "required": ["type", "title", "status", "code", "detail", "correlation_id"],
            "properties": {
                "type": {"type": "string", "format": "uri-reference"},
                "title": {"type": "string", "description": "The status in words."},
                "status": {"type": "integer", "minimum": 400, "maximum": 599},
                "code": {
                    "type": "string",
                    "pattern": "^[a-z]+(_[a-z]+)*$",
                    "description": "Which refusal it is, for programs: it never changes.",
                },
                "detail": {"type": "string", "description": "What is wrong, for people."},
                "correlation_id": {
                    "type": "string",
                    "format": "uuid",
                    "description": "Leads to the log lines; the same as `X-Request-ID`.",
                },
                "errors": {
                    "type": "array",
                    "items": _FIELD_ERROR,
                    "description": "With `validation_failed`: each field that is wrong.",
                },
            },
        }
    },
    "headers": {
        "X-Request-ID": {
            "description": "The id of the request, in all logs.",
            "required": True,
            "schema": {"type": "string", "format": "uuid"},
        },
        "Retry-After": {
            "description": "In how many seconds to ask again.",
            "required": True,
            "schema": {"type": "integer", "minimum": 0},
        },
        "WWW-Authenticate": {
            "description": "How to sign in (RFC 6750).",
            "required": True,
            "schema": {"type": "string", "examples": ["Bearer"]},
        },
    },
}
