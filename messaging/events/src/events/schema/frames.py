"""What client and server say on ``/ws``, word by word."""

from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime

from events.base import Facts
from events.examples import EXAMPLES
from events.market_examples import NOON
from events.schema.facts import as_sent, enveloped

ChannelName = Literal[
    "orders",
    "portfolio",
    "security",
    "quotes",
    "depth",
    "trades",
    "status",
    "clock",
    "bars",
    "bars:5Min",
    "bars:15Min",
    "bars:30Min",
    "bars:1Hour",
    "bars:4Hour",
    "bars:1Day",
    "bars:1Week",
    "bars:1Month",
    "bars:1Year",
]


class Since(Facts):
    """Where the client is in its private messages."""

    epoch: str
    """The ``epoch`` of the last message received."""
    seq: int
    """The ``seq`` of the last message received."""


class _Position(Facts):
    """Where the server is in the client's private messages; missing if it subscribes to none."""

    epoch: str | None = None
    """The numbering that ``seq`` belongs to."""
    seq: int | None = None
    """The number of the last private message sent."""


class Authenticate(Facts):
    """Show a ticket: first of all, and a new one before ``expires_in`` is over."""

    action: Literal["authenticate"] = "authenticate"
    """What the client wants."""
    ticket: str
    """What ``POST /api/stream/ticket`` returned."""


class Subscribe(Facts):
    """Hear more."""

    action: Literal["subscribe"] = "subscribe"
    """What the client wants."""
    channels: list[ChannelName]
    """What to hear of."""
    symbols: list[str] | None = None
    """Of which symbols, for everything but the private channels and the clock; ``*`` is all."""
    since: Since | None = None
    """Resume private channels after this message."""


class Unsubscribe(Facts):
    """Hear less."""

    action: Literal["unsubscribe"] = "unsubscribe"
    """What the client wants."""
    channels: list[ChannelName]
    """What to hear no more of."""
    symbols: list[str] | None = None
    """Of which symbols; of all if missing."""


class Ping(Facts):
    """Ask for a sign of life."""

    action: Literal["ping"] = "ping"
    """What the client wants."""


class Authenticated(Facts):
    """The ticket was good."""

    type: Literal["authenticated"] = "authenticated"
    """What the server says."""
    expires_in: int
    """Seconds until the client must have shown a new one."""


class Subscribed(_Position):
    """All that the client hears now."""

    type: Literal["subscribed"] = "subscribed"
    """What the server says."""
    channels: dict[ChannelName, list[str]]
    """The symbols of each channel; empty where a channel has none."""


class Unsubscribed(_Position):
    """All that the client still hears."""

    type: Literal["unsubscribed"] = "unsubscribed"
    """What the server says."""
    channels: dict[ChannelName, list[str]]
    """The symbols of each channel; empty where a channel has none."""


class Resync(_Position):
    """What was missed is not kept any more: read orders and portfolio again over HTTP."""

    type: Literal["resync"] = "resync"
    """What the server says."""


class Pong(_Position):
    """The answer to ``ping``."""

    type: Literal["pong"] = "pong"
    """What the server says."""


class Heartbeat(_Position):
    """A sign of life, every 15 seconds."""

    type: Literal["heartbeat"] = "heartbeat"
    """What the server says."""
    time: AwareDatetime
    """Wall time."""


class Error(Facts):
    """A message of the client made no sense; nothing came of it."""

    type: Literal["error"] = "error"
    """What the server says."""
    code: str
    """What was wrong, for programs."""
    detail: str
    """What was wrong, for people."""


class ServerShutdown(Facts):
    """The server is about to close the connection."""

    type: Literal["server_shutdown"] = "server_shutdown"
    """What the server says."""
    reconnect_in_seconds: float
    """How long to wait before coming back."""


class PrivateEvent(Facts):
    """An event of the client's account."""

    type: str
    """The event's name."""
    seq: int
    """Counts the account's messages; one that is not of a subscribed channel leaves a gap."""
    epoch: str
    """The numbering that ``seq`` belongs to."""
    id: UUID
    """The event itself."""
    time: AwareDatetime
    """When it was published, in wall time."""
    correlationid: UUID
    """The click that everything began with."""
    causationid: UUID | None
    """The event that led to this one."""
    data: dict[str, Any]
    """The facts."""


class MarketEvent(Facts):
    """A price, or the market's clock."""

    type: str
    """The event's name."""
    data: dict[str, Any]
    """The facts."""


_EPOCH = "b7e23ec29af22b0b4e41da31e868d572.1"
_BEFORE: dict[ChannelName, list[str]] = {"orders": [], "quotes": ["BAC", "IBM"]}
_AFTERWARDS: dict[ChannelName, list[str]] = {"orders": [], "quotes": ["IBM"]}
ASKED_AND_ANSWERED: tuple[tuple[Facts, Facts], ...] = (
    (Authenticate(ticket="8lYuDbWzpLTsX3kRb1vQFf3wGq"), Authenticated(expires_in=874)),
    (
        Subscribe(
            channels=["orders", "quotes"], symbols=["BAC", "IBM"], since=Since(epoch=_EPOCH, seq=41)
        ),
        Subscribed(channels=_BEFORE, epoch=_EPOCH, seq=41),
    ),
    (
        Unsubscribe(channels=["quotes"], symbols=["BAC"]),
        Unsubscribed(channels=_AFTERWARDS, epoch=_EPOCH, seq=42),
    ),
    (Ping(), Pong(epoch=_EPOCH, seq=42)),
)
"""An example of everything that a client may ask, and what it is answered."""

UNASKED: tuple[Facts, ...] = (
    Heartbeat(time=NOON, epoch=_EPOCH, seq=42),
    Resync(epoch=_EPOCH, seq=108),
    Error(code="bad_json", detail="the message is not valid JSON"),
    ServerShutdown(reconnect_in_seconds=2.718),
)
"""An example of everything else that the server says by itself, events apart."""


def private_frame(name: str, seq: int = 43) -> PrivateEvent:
    """How the golden example of an event reaches the account's owner."""
    around = enveloped(name)
    return PrivateEvent.model_validate(around | {"epoch": _EPOCH, "seq": seq})


def market_frame(name: str) -> MarketEvent:
    """How the golden example of a price reaches a client."""
    return MarketEvent(type=name, data=as_sent(EXAMPLES[name]))
