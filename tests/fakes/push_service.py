"""A browser's push service (RFC 8030, 8292), and a device that reads what it is sent (RFC 8291)."""

import asyncio
import json
import os
import socket
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

CURVE = ec.SECP256R1()


def encoded(raw: bytes) -> str:
    """In base64url, without padding."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """The inverse of :func:`encoded`."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True)
class Told:
    """A message as the device has read it, and the headers it came with."""

    news: dict[str, Any]
    headers: Mapping[str, str]


@dataclass
class Device:
    """A browser that has subscribed, and can read what is sent to it and nobody else."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(CURVE)
    )
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def point(self) -> bytes:
        """Its public key."""
        public = self.private.public_key()
        return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def subscription(self) -> dict[str, Any]:
        """What the browser says of it."""
        keys = {"p256dh": encoded(self.point), "auth": encoded(self.secret)}
        return {"endpoint": self.endpoint, "keys": keys}

    def read(self, message: bytes) -> dict[str, Any]:
        """Decrypt, as a browser does."""
        salt, size, length = message[:16], int.from_bytes(message[16:20]), message[20]
        point, sealed = message[21 : 21 + length], message[21 + length :]
        assert len(sealed) <= size
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
        shared = self.private.exchange(ec.ECDH(), theirs)
        info = b"WebPush: info\0" + self.point + point
        seed = HKDF(SHA256(), 32, self.secret, info).derive(shared)
        key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(seed)
        nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(seed)
        text = AESGCM(key).decrypt(nonce, sealed, None)
        assert text.endswith(b"\2")
        return json.loads(text[:-1])


@dataclass
class FakePushService:
    """Takes messages, until it is told to refuse them."""

    port: int = 0
    devices: dict[str, Device] = field(default_factory=dict[str, Device])
    told: list[Told] = field(default_factory=list[Told])
    answers: list[int] = field(default_factory=list[int])
    """How the next messages are answered; 201 after that."""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    asked: int = 0
    is_stuck: bool = False
    """Whether messages are read and never answered."""

    @property
    def origin(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def device(self) -> Device:
        """A new one."""
        path = f"/push/{uuid4().hex}"
        device = self.devices[path] = Device(self.origin + path)
        return device

    async def take(self, request: Request) -> Response:
        """Read a message, and answer."""
        self.asked += 1
        if self.is_stuck:
            await asyncio.sleep(3600)
        self._check(request.headers["authorization"])
        status = self.answers.pop(0) if self.answers else 201
        if status == 201:
            news = self.devices[request.url.path].read(await request.body())
            self.told.append(Told(news, request.headers))
        return Response(status_code=status, headers=self.headers)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for something to come true."""
        async with asyncio.timeout(60):
            while not is_so():  # noqa: ASYNC110  # nobody tells a fake
                await asyncio.sleep(0.01)

    def _check(self, authorization: str) -> None:
        scheme, token, key = authorization.replace(",", "").split()
        public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(key[2:]))
        assert scheme == "vapid"
        jwt.decode(token[2:], public, ["ES256"], audience=self.origin)


@asynccontextmanager
async def push_service() -> AsyncGenerator[FakePushService]:
    """One on a port of its own, until the block ends."""
    fake = FakePushService()
    app = Starlette(routes=[Route("/{path:path}", fake.take, methods=["POST", "GET"])])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        fake.port = listener.getsockname()[1]
        config = uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve([listener]))
        try:
            while not server.started:  # noqa: ASYNC110  # uvicorn has nothing to wait for
                await asyncio.sleep(0.005)
            yield fake
        finally:
            server.should_exit = True
            await task
