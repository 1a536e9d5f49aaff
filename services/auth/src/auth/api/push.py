"""Being notified of orders and alerts while no terminal is open: Web Push, asked for per device."""

from base64 import urlsafe_b64decode
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from auth.api.answers import STRANGER, Answers
from auth.api.sessions import OwnDesk
from auth.commands import push as commands
from auth.connections.encryption import NotAKey, open_key
from auth.connections.push import Push
from auth.domain.push import Subscription, is_push_service
from auth.queries import push as queries
from auth.schemas.push import PushRequest, PushResponse
from chassis.errors import Unprocessable
from chassis.security import Person
from chassis.service import OwnDatabase, SharedCommands
from chassis.tokens import Principal

REFUSED: Answers = {
    **STRANGER,
    409: {"description": "`too_many_devices`: as many are notified as may be"},
    422: {
        "description": "`push_service_unknown`: it is none that the operator allows;"
        " `not_a_push_key`: the key is no point of P-256"
    },
}

router = APIRouter(prefix="/api/auth/push", tags=["push"])


class PushServiceUnknown(Unprocessable):
    """The endpoint is at no push service that this installation sends to."""

    code = "push_service_unknown"


class NotAPushKey(Unprocessable):
    """Nothing can be encrypted for this key."""

    code = "not_a_push_key"


async def _push(request: Request) -> Push:
    return request.state.push


OwnPush = Annotated[Push, Depends(_push)]


@router.get("")
async def show_push(who: Person, push: OwnPush, database: OwnDatabase) -> PushResponse:
    """Whether the caller's session is notified, and the key that browsers subscribe with."""
    found = await queries.find_subscription(database, who.session_id)
    return PushResponse(public_key=push.public_key, endpoint=found and found.endpoint)


@router.put("", responses=REFUSED)
async def subscribe_to_push(
    *,
    wanted: PushRequest,
    who: Person,
    desk: OwnDesk,
    push: OwnPush,
    database: OwnDatabase,
    shared: SharedCommands,
) -> PushResponse:
    """Notify the caller's session, as long as it goes on.

    It is told of price alerts that went off, orders that were filled or rejected, and margin calls,
    of all the caller's accounts. This replaces what the session had before. What is sent is
    encrypted for the device alone.
    """
    if not is_push_service(wanted.endpoint, push.origins):
        raise PushServiceUnknown("the endpoint is at no push service that is known here")
    wish = commands.Subscribing(who, _subscription(wanted, who, desk.now()))
    await shared.run(commands.subscribe, wish)
    await push.refresh(database)
    return PushResponse(public_key=push.public_key, endpoint=wanted.endpoint)


@router.delete("", status_code=HTTPStatus.NO_CONTENT)
async def unsubscribe_from_push(who: Person, shared: SharedCommands) -> None:
    """Notify the caller's session no more. Doing it again does no harm."""
    await shared.run(commands.unsubscribe, who.session_id)


def _subscription(wanted: PushRequest, who: Principal, now: datetime) -> Subscription:
    key, secret = (_decoded(one) for one in (wanted.keys.p256dh, wanted.keys.auth))
    try:
        open_key(key)
    except NotAKey as error:
        raise NotAPushKey(str(error)) from error
    return Subscription(who.session_id, who.user_id, wanted.endpoint, key, secret, now)


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
