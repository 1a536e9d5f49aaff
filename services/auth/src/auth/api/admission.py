"""What the gateway asks for itself and never forwards: whether a request may pass."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import Headers

from auth.api.caller import OwnClient
from auth.credentials.api_keys import Shown, shown, shown_as_basic
from auth.credentials.turnstile import Turnstile
from chassis.errors import NotSignedIn
from chassis.security import TokenVerifier, bearer_token

KEY_ID = "apca-api-key-id"
KEY_SECRET = "apca-api-secret-key"  # noqa: S105  # the names that Alpaca's clients use

inside = APIRouter(include_in_schema=False)


async def _turnstile(request: Request) -> Turnstile:
    return request.state.turnstile


OwnTurnstile = Annotated[Turnstile, Depends(_turnstile)]
"""Ask for this in an endpoint to turn a key into a token."""


@inside.get("/internal/verify")
async def verify(request: Request, client: OwnClient, turnstile: OwnTurnstile) -> Response:
    """Whether a request may pass the gateway, in whose name, and with which token."""
    key = _shown_key(request.headers)
    token = bearer_token(request) if key is None else await turnstile.token(key, client)
    tokens: TokenVerifier = request.state.tokens
    who = await tokens.verify(token)
    whose = {"x-user-id": str(who.user_id), "x-account-id": str(who.account_id)}
    return Response(headers=whose | {"x-access-token": token})


def _shown_key(headers: Headers) -> Shown | None:
    """The API key with which the request was sent, if it was.

    Raises:
        NotSignedIn: it was sent with something else as well, so that two readers could take it for
            two different callers'; or it is not written as it should be.
    """
    scheme, _, credentials = headers.get("authorization", "").partition(" ")
    if KEY_ID not in headers and KEY_SECRET not in headers:
        return shown_as_basic(credentials) if scheme.lower() == "basic" else None
    if "authorization" in headers:
        raise NotSignedIn("send an API key or something else, and not both")
    return shown(headers.get(KEY_ID, ""), headers.get(KEY_SECRET, ""))
