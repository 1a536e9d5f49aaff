"""What the gateway asks for itself and never forwards: whether a request may pass."""

from fastapi import APIRouter, Request, Response

from chassis.security import SignedIn, bearer_token

inside = APIRouter(include_in_schema=False)


@inside.get("/internal/verify")
async def verify(who: SignedIn, request: Request) -> Response:
    """Whether a request may pass the gateway, in whose name, and with which token."""
    whose = {"x-user-id": str(who.user_id), "x-account-id": str(who.account_id)}
    return Response(headers=whose | {"x-access-token": bearer_token(request)})
