"""Around every request: where it comes from, how large it may be, how long it took."""

from collections.abc import Awaitable, Callable
from http import HTTPMethod, HTTPStatus
from time import perf_counter

from fastapi import FastAPI, HTTPException
from opentelemetry.trace import SpanKind
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bus.envelope import Origin
from chassis import context, metrics
from chassis.errors import BODY_TOO_LARGE, problem, unexpected
from chassis.health import Health
from chassis.tracing import tracing

METHODS = frozenset(method.value for method in HTTPMethod)
"""Those that are counted by name: anybody can think of more."""
BODY_BYTES_MAX = 64 * 1024
TOO_LARGE = f"the body is larger than {BODY_BYTES_MAX} bytes"


class Edge:
    """Pure ASGI middleware; Starlette's own base class would cost a task for each request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id, traceparent = headers.get("x-request-id", ""), headers.get("traceparent", "")
        origin = context.origin_of(request_id, traceparent)
        with tracing.span("request", SpanKind.SERVER, origin.traceparent) as own:
            context.enter(Origin(origin.correlationid, own))
            await self._measured(scope, receive, send, headers)

    async def _measured(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        started = perf_counter()
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                correlationid = context.current_origin().correlationid
                MutableHeaders(scope=message)["x-request-id"] = str(correlationid)
            await send(message)

        try:
            if int(headers.get("content-length", "0") or "0") > BODY_BYTES_MAX:
                await too_large()(scope, receive, answer)
            else:
                await self._app(scope, _limited(receive), answer)
        except Exception as error:
            if status:
                raise  # half an answer is out; only the connection can still be closed
            await unexpected(error)(scope, receive, answer)
        finally:
            method = scope["method"] if scope["method"] in METHODS else "other"
            route = getattr(scope.get("route"), "path", "none")
            metrics.REQUESTS.labels(method, route, status).inc()
            metrics.REQUEST_SECONDS.labels(method, route).observe(perf_counter() - started)


def too_large() -> Response:
    """The answer to a body over the limit."""
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, BODY_TOO_LARGE, TOO_LARGE)


def _limited(receive: Receive) -> Receive:
    """The same body, which fails once it has become too large; it need not have said its length."""
    size = 0

    async def limited() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > BODY_BYTES_MAX:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)
        return message

    return limited


def add_operations(
    app: FastAPI, health: Callable[[], Health], observe: Callable[[], Awaitable[None]]
) -> None:
    """Add the routes that the gateway does not pass on: liveness, readiness, metrics."""

    async def livez(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(_request: Request) -> Response:
        readiness = await health().readiness()
        status = HTTPStatus.OK if readiness["ready"] else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse(readiness, status)

    async def prometheus(_request: Request) -> Response:
        await observe()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    app.add_route("/livez", livez, include_in_schema=False)
    app.add_route("/readyz", readyz, include_in_schema=False)
    app.add_route("/metrics", prometheus, include_in_schema=False)
