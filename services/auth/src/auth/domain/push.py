"""Devices that are notified while no terminal is open, and what they are told."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from vocabulary import AccountId, SessionId, UserId

SUBSCRIPTIONS_MAX = 20
"""So many devices of one user are notified."""
ENDPOINT_CHARACTERS_MAX = 1024
NEWS_LIFE = timedelta(hours=1)
"""What is older is no news: it is not told any more, and the terminal has it."""
PACE = timedelta(seconds=5)
"""A device is told something at most this often; what comes meanwhile is told as one."""
BACK_OFF_FIRST, BACK_OFF_MAX = timedelta(seconds=5), timedelta(minutes=10)
TITLE_CHARACTERS_MAX, BODY_CHARACTERS_MAX = 100, 300
"""Four bytes each at most: far below the 3,993 that every push service takes (RFC 8291, 4)."""
NAMED_MAX = 3
_NAME = re.compile(r"[a-z0-9.-]+")
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where one session is notified, and what encrypts for it alone (RFC 8291, section 2).

    ``key`` is an uncompressed point of P-256, 65 bytes; ``secret`` are 16 bytes.
    """

    session_id: SessionId
    user_id: UserId
    endpoint: str
    key: bytes
    secret: bytes
    created_at: datetime


@dataclass(frozen=True, slots=True)
class News:
    """Something that a user is told. ``path`` is where the terminal shows it."""

    event_id: UUID
    told_at: datetime
    title: str
    body: str
    path: str

    def is_over(self, now: datetime) -> bool:
        """Whether it is too old to be told."""
        return now >= self.told_at + NEWS_LIFE


@dataclass(frozen=True, slots=True)
class Listener:
    """Whom an account's news are for. ``account_name`` is empty where they have one account."""

    user_id: UserId
    account_name: str = ""


@dataclass(frozen=True, slots=True)
class Owned:
    """An account that is open, and whose it is."""

    account_id: AccountId
    user_id: UserId
    name: str


def listeners_to(owned: Collection[Owned]) -> dict[AccountId, Listener]:
    """Who is told of each account; its name is told to those who could mistake it."""
    count = Counter(one.user_id for one in owned)
    return {
        one.account_id: Listener(one.user_id, one.name if count[one.user_id] > 1 else "")
        for one in owned
    }


def is_push_service(endpoint: str, allowed: Collection[str]) -> bool:
    """Whether an endpoint is at one of the ``allowed`` origins, for example ``https://a.example``.

    ``https://*.a.example`` are all hosts below it, and not itself. The endpoint is a URL that
    somebody has chosen: whatever names a user, or could be read in two ways, is refused.
    """
    if not _is_plain(endpoint):
        return False
    try:
        asked = _origin(endpoint)
        wanted = [_origin(one) for one in allowed]
    except ValueError:
        return False
    return any(_covers(one, asked) for one in wanted)


def _is_plain(endpoint: str) -> bool:
    strange = {"\\", "@", "#", " "}
    is_ascii = endpoint.isascii() and endpoint.isprintable()
    return is_ascii and len(endpoint) <= ENDPOINT_CHARACTERS_MAX and not strange & {*endpoint}


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    port = parts.port if parts.port is not None else _PORTS.get(parts.scheme)
    return parts.scheme, parts.hostname or "", port


def _covers(wanted: tuple[str, str, int | None], asked: tuple[str, str, int | None]) -> bool:
    (scheme, host, port), (_, name, _) = wanted, asked
    if (scheme, port) != (asked[0], asked[2]) or not _NAME.fullmatch(name):
        return False
    return name.endswith(host[1:]) if host.startswith("*.") else name == host


def back_off(tries: int, asked: timedelta | None = None) -> timedelta:
    """How long to wait after so many vain tries; longer if the push service has asked for it."""
    doubled = BACK_OFF_FIRST * 2 ** min(max(tries - 1, 0), 10)
    return max(min(doubled, BACK_OFF_MAX), min(asked or PACE, NEWS_LIFE))


def shortened(text: str, characters: int) -> str:
    """``text`` on one line, or as much of it as fits."""
    line = "".join(one if one.isprintable() else " " for one in text)
    return line if len(line) <= characters else f"{line[: characters - 1]}\N{HORIZONTAL ELLIPSIS}"


def as_one(news: Sequence[News]) -> News:
    """One notification of all that is to be told, oldest first: a single one as it is.

    It goes by the id of the oldest: told again with more to it, it takes the place of the first.
    """
    first = news[0]
    if len(news) == 1:
        return first
    titles = list(dict.fromkeys(one.title for one in news))
    more = len(titles) - NAMED_MAX
    named = ", ".join(titles[:NAMED_MAX]) + (f" and {more} more" if more > 0 else "")
    body = shortened(named, BODY_CHARACTERS_MAX)
    return News(first.event_id, news[-1].told_at, f"{len(news)} notifications", body, "/alerts")


class Ration:
    """How much is told of an account that trades faster than anybody reads.

    Of orders, so many in a minute; the terminal has all of them. The process that hears counts in
    memory: another that takes over begins anew.
    """

    def __init__(self, most: int = 60, within: timedelta = timedelta(minutes=1)) -> None:
        self._most = most
        self._within = within
        self._since: datetime | None = None
        self._counted: dict[AccountId, int] = {}

    def allows(self, account_id: AccountId, at: datetime) -> bool:
        """Whether one more is told."""
        if self._since is None or at - self._since >= self._within:
            self._since, self._counted = at, {}
        counted = self._counted[account_id] = self._counted.get(account_id, 0) + 1
        return counted <= self._most
