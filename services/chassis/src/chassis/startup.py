"""Say in one line why a process cannot start; the framework would show where in the code it was."""

from collections.abc import Awaitable
from logging import getLogger

from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = getLogger(__name__)


class CannotStart(Exception):
    """What the process was given is not as it has to be; the text says what, and that is all."""


EXPECTED = (CannotStart, ConnectionError)
"""Not our mistakes: somebody has to mend something outside, and needs no traceback for that."""


def plainly(app: ASGIApp) -> ASGIApp:
    """``app``, but a start or an end that fails is logged as everything else is."""

    def entered(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] == "lifespan":
            return _live(app, scope, receive, send)
        return app(scope, receive, send)  # requests pay for nothing but this

    return entered


async def _live(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    failures: list[Message] = []

    async def pass_on(message: Message) -> None:
        if message["type"].endswith(".failed"):
            failures.append({"type": message["type"]})  # without the traceback that it comes with
        else:
            await send(message)

    try:
        await app(scope, receive, pass_on)
    except BaseException as error:
        for failure in failures:
            _say(failure["type"], error)
            await send(failure)
        raise


def _say(what: str, error: BaseException) -> None:
    said = "cannot start" if what == "lifespan.startup.failed" else "did not end well"
    if isinstance(error, EXPECTED):
        logger.critical("%s: %s", said, error)
    else:
        logger.critical(said, exc_info=error)
