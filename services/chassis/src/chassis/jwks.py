"""Where the public keys of the auth service come from: one fetch for many requests."""

import asyncio
from collections.abc import Callable, Mapping
from logging import getLogger
from time import monotonic
from typing import Protocol

import httpx
import jwt

from chassis.tokens import ALGORITHM

KEYS_LIVE_SECONDS = 60.0
"""How old keys may become before they are fetched again: so long a key that was withdrawn is still
taken to be good. A new key is published at least as long before a token is signed with it."""
ATTEMPT_INTERVAL_SECONDS = 10.0
"""At most one fetch in this time, whatever callers ask for: made-up key ids cannot flood auth."""
RETRY_INTERVAL_SECONDS = 1.0
"""The same after a fetch that failed: auth may just be starting."""
TIMEOUT_SECONDS = 2.0
DOCUMENT_BYTES_MAX = 64 * 1024

logger = getLogger(__name__)


class Keys(Protocol):
    """Finds the public key that a token says it was signed with."""

    async def find(self, kid: str) -> jwt.PyJWK | None:
        """The key called ``kid``, or None if there is none (or none can be known now)."""
        ...


def keys_in(document: str | bytes) -> Mapping[str, jwt.PyJWK]:
    """The usable keys of a JWK set (RFC 7517), by their id; keys of other kinds are skipped.

    Raises:
        ValueError: this is not a JWK set, or it has no usable key.
    """
    try:
        found = jwt.PyJWKSet.from_json(document if isinstance(document, str) else document.decode())
    except (jwt.PyJWTError, AttributeError, TypeError, RecursionError) as error:
        raise ValueError("not a JWK set") from error
    keys = {key.key_id: key for key in found if key.key_id and key.algorithm_name == ALGORITHM}
    if not keys:
        raise ValueError(f"no {ALGORITHM} key in the JWK set")
    return keys


class KnownKeys:
    """Keys that are in this process already: in the auth service itself, and in tests."""

    def __init__(self, document: str | bytes) -> None:
        self._keys = keys_in(document)

    async def find(self, kid: str) -> jwt.PyJWK | None:
        """The key called ``kid``, if it is one of these."""
        return self._keys.get(kid)


class RemoteKeys:
    """The keys at a URL, fetched when needed, by one request at a time.

    While the auth service is away the last good keys stay in use. A key that was never seen is
    refused then: closed, not open.
    """

    def __init__(
        self,
        url: str,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._url = url
        self._transport = transport
        self._clock = clock
        self._document = b""
        self._keys: Mapping[str, jwt.PyJWK] = {}
        self._fetched_at = float("-inf")
        self._may_attempt_at = float("-inf")
        self._attempt: asyncio.Task[None] | None = None

    async def find(self, kid: str) -> jwt.PyJWK | None:
        """The key called ``kid``. Old keys are renewed behind the caller's back."""
        if kid not in self._keys:
            await asyncio.shield(self._newest_attempt())  # a caller who leaves stops nobody else
        elif self._clock() - self._fetched_at > KEYS_LIVE_SECONDS:
            self._newest_attempt()
        return self._keys.get(kid)

    def _newest_attempt(self) -> asyncio.Task[None]:
        """The fetch that is under way or has just been; a new one if that was long ago."""
        now = self._clock()
        if self._attempt is None or now >= self._may_attempt_at:
            self._may_attempt_at = now + ATTEMPT_INTERVAL_SECONDS
            self._attempt = asyncio.create_task(self._fetch())
        return self._attempt

    async def _fetch(self) -> None:
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                document = await self._download()
            if document != self._document:  # or every token would be checked anew
                self._keys = keys_in(document)
                self._document = document
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as error:
            logger.warning("signing keys were not fetched from %s: %r", self._url, error)
            self._may_attempt_at = self._clock() + RETRY_INTERVAL_SECONDS
        else:
            self._fetched_at = self._clock()

    async def _download(self) -> bytes:
        document = bytearray()
        async with (
            httpx.AsyncClient(transport=self._transport, trust_env=False) as client,
            client.stream("GET", self._url) as response,
        ):
            response.raise_for_status()
            async for chunk in response.aiter_bytes():
                document += chunk
                if len(document) > DOCUMENT_BYTES_MAX:
                    raise ValueError("the JWK set is too large")
        return bytes(document)
