"""Hands messages to the push services of browsers (RFC 8030)."""

import asyncio
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from logging import getLogger
from urllib.parse import urlsplit

import httpx

from auth.connections.encryption import encrypt
from auth.connections.vapid import Sender
from auth.domain.push import NEWS_LIFE, Subscription, is_push_service

TIMEOUT_SECONDS = 10.0
CONNECTIONS_MAX = 20
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
MOMENTARY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})

logger = getLogger(__name__)


class Fate(StrEnum):
    """What became of a message."""

    ACCEPTED = "accepted"
    """The push service delivers it when the device is reached."""
    GONE = "gone"
    """There is no such subscription any more."""
    LATER = "later"
    """It was not taken now, or nobody knows whether it was."""
    REFUSED = "refused"
    """It never will be taken."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message, and how long the push service asks to be left alone."""

    fate: Fate
    after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message as it is before it is encrypted; ``topic`` replaces one that still waits there."""

    text: bytes
    topic: str
    life: timedelta


class PushServices:
    """All push services that are allowed. What their answers say besides the status is not read."""

    def __init__(self, http: httpx.AsyncClient, sender: Sender, origins: Collection[str]) -> None:
        self._http = http
        self._sender = sender
        self._origins = origins

    @classmethod
    @asynccontextmanager
    async def open(cls, sender: Sender, origins: Collection[str]) -> AsyncGenerator["PushServices"]:
        """Keep connections within the block. Nobody is followed to another address."""
        limits = httpx.Limits(max_connections=CONNECTIONS_MAX)
        async with httpx.AsyncClient(
            timeout=TIMEOUT_SECONDS, follow_redirects=False, limits=limits
        ) as http:
            yield cls(http, sender, origins)

    async def send(self, to: Subscription, parcel: Parcel, now: datetime) -> Outcome:
        """Hand over one message, and say what became of it."""
        if not is_push_service(to.endpoint, self._origins):  # it was, when it was asked for
            return Outcome(Fate.GONE)
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                outcome = await self._post(to, parcel, now)
        except Exception as error:  # whatever it is: others have news, too
            # its text could hold the endpoint
            logger.warning("%s was not reached: %s", _host(to), type(error).__name__)
            outcome = Outcome(Fate.LATER)
        return outcome

    async def _post(self, to: Subscription, parcel: Parcel, now: datetime) -> Outcome:
        headers = {
            "authorization": self._sender.authorization(to.endpoint, now),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(max(int(parcel.life.total_seconds()), 0)),
            "topic": parcel.topic,
            "urgency": "high",
        }
        body = encrypt(parcel.text, to.key, to.secret)
        async with self._http.stream(
            "POST", to.endpoint, content=body, headers=headers
        ) as response:
            outcome = _outcome(response)
        if outcome.fate is Fate.REFUSED:
            logger.warning("%s refused a message: %d", _host(to), response.status_code)
        return outcome


def _outcome(response: httpx.Response) -> Outcome:
    if response.is_success:
        return Outcome(Fate.ACCEPTED)
    if response.status_code in GONE:
        return Outcome(Fate.GONE)
    if response.status_code in MOMENTARY or response.is_server_error:
        return Outcome(Fate.LATER, _asked_for(response))
    return Outcome(Fate.REFUSED)


def _asked_for(response: httpx.Response) -> timedelta | None:
    """What ``Retry-After`` asks for, if it says so in seconds."""
    text = response.headers.get("retry-after", "")
    is_number = text.isascii() and text.isdigit() and len(text) < 10  # noqa: PLR2004  # no overflow
    return min(timedelta(seconds=int(text)), NEWS_LIFE) if is_number else None


def _host(to: Subscription) -> str:
    """The rest of an endpoint is a secret."""
    return urlsplit(to.endpoint).hostname or ""
