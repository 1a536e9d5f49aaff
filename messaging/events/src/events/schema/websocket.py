"""The WebSocket ``/ws`` as AsyncAPI has it. The document speaks for the server."""

from collections.abc import Iterable
from typing import Any

from events import (
    CATALOGUE,
    AccountAtRest,
    AccountReviewRequested,
    AuditRecorded,
    Channel,
    ClockSteered,
    CorporateActionAnnounced,
    CorporateActionDue,
    CorporateActionEffective,
    DividendDue,
    Event,
    InterestDue,
    MarketSnapshot,
    OrderBook,
    OrderReplacementRefused,
    TapeWritten,
    TransferRequested,
    UserDeleted,
    UserRegistered,
    WindingUpRequested,
    WithdrawalApproved,
    WithdrawalRequested,
)
from events.base import Facts
from events.schema import frames
from events.schema.facts import Json, as_sent, sorted_by_name

SERVER, CHANNEL = "gateway", "websocket"
DESCRIPTION = """\
Get a ticket with `POST /api/stream/ticket` and show it in the first message; then subscribe.

Messages about orders, the portfolio and the security of the account are private: numbered by `seq`
within an `epoch`, never dropped, and resumed with `since` after a reconnect. Prices are for
everybody; a client that is slow gets the newest. Bars of one minute are on the channel `bars`,
longer ones on a channel for each interval: `bars:5Min` to `bars:1Year`.

| the server closes with | when |
|---|---|
| 1009 `too_large` | a message is longer than 65,536 characters |
| 1011 `internal_error` | we failed |
| 1012 `restarting` | come back after the pause that `server_shutdown` names |
| 1013 `try_again_later` | nobody can check tickets now |
| 4008 `slow` | the client does not keep up; come back and resume |
| 4400 `too_many_bad_messages` | the client makes no sense, again and again |
| 4401 `bad_ticket` | the ticket was used, has expired, or never was one |
| 4401 `token_expired` | no new ticket was shown in time |
| 4401 `session_revoked` | the session or the API key that the ticket was bought with was revoked |
| 4408 `authentication_timeout` | no ticket was shown at all |
| 4408 `silent` | nothing was heard of the client |
| 4429 `too_many_connections` | the user has too many open |
"""

NOT_FORWARDED = (
    AccountAtRest,
    AccountReviewRequested,
    AuditRecorded,
    ClockSteered,
    CorporateActionAnnounced,
    CorporateActionDue,
    CorporateActionEffective,
    DividendDue,
    InterestDue,
    MarketSnapshot,
    OrderBook,
    OrderReplacementRefused,
    TapeWritten,
    TransferRequested,
    UserDeleted,
    UserRegistered,
    WindingUpRequested,
    WithdrawalApproved,
    WithdrawalRequested,
)
"""Not the news of one account; and what reaches clients as something else that is made of it."""

_SAID = [one for pair in frames.ASKED_AND_ANSWERED for one in pair] + list(frames.UNASKED)
MODELS = [type(one) for one in _SAID] + [frames.PrivateEvent, frames.MarketEvent]
"""What the messages refer to."""


def channels() -> Json:
    """The one channel, with everything that travels on it."""
    return {
        CHANNEL: {
            "address": "/ws",
            "title": "WebSocket",
            "description": DESCRIPTION,
            "servers": [{"$ref": f"#/servers/{SERVER}"}],
            "messages": {name: _component(name) for name in messages()},
            "bindings": {"ws": {"method": "GET", "bindingVersion": "0.1.0"}},
        }
    }


def messages() -> Json:
    """Every message, by name."""
    spoken = {_name(one): _spoken(one) for one in _SAID}
    return spoken | {_frame_name(event): _frame(event) for event in _forwarded()}


def operations() -> Json:
    """What the server receives and answers, and what it sends by itself."""
    asked = {
        f"websocket_{_name(ask)}": {
            "action": "receive",
            "channel": _channel(),
            "summary": type(ask).__doc__,
            "messages": [_message(_name(ask))],
            "reply": {"channel": _channel(), "messages": [_message(_name(answer))]},
        }
        for ask, answer in frames.ASKED_AND_ANSWERED
    }
    return asked | {
        "websocket_control": _send("News of the connection itself.", map(_name, frames.UNASKED)),
        "websocket_private": _send(
            "What happens to the client's account.", map(_frame_name, _forwarded(Channel.EVENTS))
        ),
        "websocket_market": _send(
            "What happens on the market.", map(_frame_name, _forwarded(Channel.MARKET))
        ),
    }


def _forwarded(channel: Channel | None = None) -> list[type[Event]]:
    """The events that reach clients."""
    return [
        event
        for event in sorted_by_name(CATALOGUE)
        if event not in NOT_FORWARDED and channel in {None, event.channel}
    ]


def _spoken(one: Facts) -> Json:
    model = type(one)
    return {
        "name": _name(one),
        "summary": model.__doc__,
        "contentType": "application/json",
        "payload": {"$ref": f"#/components/schemas/{model.__name__}"},
        "examples": [{"payload": as_sent(one)}],
    }


def _frame(event: type[Event]) -> Json:
    private = event.channel is Channel.EVENTS
    base = frames.PrivateEvent if private else frames.MarketEvent
    example = frames.private_frame if private else frames.market_frame
    facts = {"$ref": f"#/components/schemas/{event.__name__}"}
    return {
        "name": event.name,
        "summary": event.__doc__,
        "contentType": "application/json",
        "payload": {
            "allOf": [
                {"$ref": f"#/components/schemas/{base.__name__}"},
                {"properties": {"type": {"const": event.name}, "data": facts}},
            ]
        },
        "examples": [{"payload": as_sent(example(event.name))}],
    }


def _send(summary: str, names: Iterable[str]) -> Json:
    return {
        "action": "send",
        "channel": _channel(),
        "summary": summary,
        "messages": [_message(name) for name in names],
    }


def _name(one: Facts) -> str:
    said: Any = one
    return said.action if "action" in type(one).model_fields else said.type


def _frame_name(event: type[Event]) -> str:
    return f"{event.name}.frame"


def _channel() -> Json:
    return {"$ref": f"#/channels/{CHANNEL}"}


def _message(name: str) -> Json:
    return {"$ref": f"#/channels/{CHANNEL}/messages/{name}"}


def _component(name: str) -> Json:
    return {"$ref": f"#/components/messages/{name}"}
