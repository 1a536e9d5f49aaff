"""What a user's terminal remembers: one JSON object, replaced as a whole, kept letter by letter."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response

from auth.api.answers import LEFT, Answers
from auth.api.sessions import OwnDesk
from auth.commands import preferences as commands
from auth.commands.preferences import etag
from auth.domain.preferences import NotJson, NotStorable, Preferences, document_of, versions_in
from auth.queries import preferences as queries
from auth.repository.preferences import Replacement
from chassis.errors import Refusal, Unprocessable
from chassis.security import Person
from chassis.service import OwnDatabase, SharedCommands

JSON = "application/json"
CONTENT: dict[str, Any] = {JSON: {"schema": {"type": "object"}, "example": {"theme": "dark"}}}
TAG: dict[str, Any] = {
    "ETag": {
        "description": 'The version, counted by changes; `"0"` before the first.',
        "required": True,
        "schema": {"type": "string", "examples": ['"1"']},
    }
}
STORED: Answers = {200: {"content": CONTENT, "headers": TAG}}
REFUSED: Answers = {
    **LEFT,
    412: {
        "description": "`version_passed`: somebody has stored another version since; `ETag` says"
        " which",
        "headers": TAG,
    },
    415: {"description": "`unsupported_media_type`: only `application/json` is kept"},
    422: {"description": "`not_storable`: it is no object, or more than 32 deep"},
    428: {"description": "`version_required`: say in `If-Match` which version you have seen"},
}

router = APIRouter(prefix="/api/auth", tags=["profile"])


class MalformedDocument(Refusal):
    """The body is no JSON."""

    code = "malformed_json"


class NotADocument(Unprocessable):
    """The body is JSON, but nothing that is kept as preferences."""

    code = "not_storable"


class UnsupportedMediaType(Refusal):
    """The body is of a kind that is not kept."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    code = "unsupported_media_type"


class VersionRequired(Refusal):
    """The caller did not say which version they have seen."""

    status = HTTPStatus.PRECONDITION_REQUIRED
    code = "version_required"


@router.get("/preferences", response_class=Response, responses=STORED)
async def show_preferences(who: Person, database: OwnDatabase) -> Response:
    """The caller's preferences, as they were stored; `{}` before that."""
    return _shown(await queries.find_preferences(database, who.user_id))


@router.put(
    "/preferences",
    response_class=Response,
    responses=STORED | REFUSED,
    openapi_extra={"requestBody": {"content": CONTENT, "required": True}},
)
async def store_preferences(
    request: Request,
    who: Person,
    desk: OwnDesk,
    shared: SharedCommands,
    if_match: Annotated[str | None, Header(alias="If-Match", examples=['"0"'])] = None,
) -> Response:
    """Replace the caller's preferences: any JSON object of up to 65,536 bytes.

    `If-Match` names the version that is replaced. Of several who replace the same version, one is
    answered 200, and the others 412.
    """
    if if_match is None:
        raise VersionRequired("say in If-Match which version you have seen")
    document = await _document(request)
    wish = Replacement(who.user_id, document, versions_in(if_match), desk.now())
    return _shown(await shared.run(commands.replace_preferences, wish))


async def _document(request: Request) -> str:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise UnsupportedMediaType(f"preferences are sent as {JSON}")
    try:
        return document_of(await request.body())
    except NotJson as error:
        raise MalformedDocument(str(error)) from error
    except NotStorable as error:
        raise NotADocument(str(error)) from error


def _shown(preferences: Preferences) -> Response:
    headers = {"etag": etag(preferences.version), "cache-control": "no-cache"}
    return Response(preferences.document, media_type=JSON, headers=headers)
