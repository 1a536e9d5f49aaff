"""What a client may say. Whatever it sends, it is told what was wrong with it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from stream.domain.channels import ANY, BY_SYMBOL, PRIVATE, Channel
from vocabulary import Symbol

SYMBOL_CHARACTERS_MAX = 32
TICKET_CHARACTERS_MAX = 128
EPOCH_CHARACTERS_MAX = 64
Fields = Mapping[str, object]


class BadMessage(Exception):
    """A message that makes no sense. ``code`` is for programs, the text for people."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True, slots=True)
class Position:
    """A place in an account's private messages: after ``seq``, counted within ``epoch``."""

    epoch: str
    seq: int


@dataclass(frozen=True, slots=True)
class Authenticate:
    """The client shows a ticket: first of all, and again before its token expires."""

    ticket: str


@dataclass(frozen=True, slots=True)
class Subscribe:
    """The client wants news, from where it left off if it says so."""

    channels: frozenset[Channel]
    symbols: frozenset[Symbol] = frozenset()
    since: Position | None = None


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """The client has enough of these symbols; without symbols, of the channels as a whole."""

    channels: frozenset[Channel]
    symbols: frozenset[Symbol] = frozenset()


@dataclass(frozen=True, slots=True)
class Ping:
    """The client is there, and wants to hear that we are."""


Action = Authenticate | Subscribe | Unsubscribe | Ping


def read(text: str | None) -> Action:
    """The action that a message asks for; ``None`` is a message that is not text.

    Raises:
        BadMessage: it is not JSON, not an object, asks for nothing we know, or asks it wrongly.
    """
    if text is None:
        raise BadMessage("binary", "messages are JSON text, not binary")
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError):
        raise BadMessage("bad_json", "the message is not valid JSON") from None
    if not isinstance(document, dict):
        raise BadMessage("bad_json", "the message is not a JSON object")
    fields = cast("Fields", document)
    action = fields.get("action")
    if not isinstance(action, str) or action not in _READERS:
        raise BadMessage("unknown_action", f"action is one of {', '.join(_READERS)}")
    return _READERS[action](fields)


def _authenticate(fields: Fields) -> Action:
    ticket = fields.get("ticket")
    if not isinstance(ticket, str) or not 0 < len(ticket) <= TICKET_CHARACTERS_MAX:
        raise BadMessage("bad_ticket", "ticket is the text that POST /api/stream/ticket returned")
    return Authenticate(ticket)


def _subscribe(fields: Fields) -> Action:
    channels, symbols = _channels(fields), _symbols(fields)
    if channels & BY_SYMBOL and not symbols:
        raise BadMessage("symbols_missing", 'prices need symbols: a list of them, or ["*"]')
    since = _since(fields)
    if since and not channels & PRIVATE:
        raise BadMessage("bad_since", f"only {', '.join(sorted(PRIVATE))} can be resumed")
    return Subscribe(channels, symbols, since)


def _unsubscribe(fields: Fields) -> Action:
    return Unsubscribe(_channels(fields), _symbols(fields))


def _ping(_fields: Fields) -> Action:
    return Ping()


_READERS: dict[str, Callable[[Fields], Action]] = {
    "authenticate": _authenticate,
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "ping": _ping,
}


def _channels(fields: Fields) -> frozenset[Channel]:
    names = _texts(fields, "channels")
    unknown = names - set(Channel)
    if unknown or not names:
        raise BadMessage("unknown_channel", f"channels are some of {', '.join(Channel)}")
    return frozenset(Channel(name) for name in names)


def _symbols(fields: Fields) -> frozenset[Symbol]:
    symbols = _texts(fields, "symbols")
    if not all(_is_symbol(text) for text in symbols):
        raise BadMessage("bad_symbol", "a symbol is printable ASCII without spaces, like IBM")
    return frozenset(Symbol(text) for text in symbols)


def _is_symbol(text: str) -> bool:
    printable = text.isascii() and text.isprintable() and " " not in text
    return printable and 0 < len(text) <= SYMBOL_CHARACTERS_MAX and (text == ANY or "*" not in text)


def _texts(fields: Fields, name: str) -> frozenset[str]:
    texts = fields.get(name, [])
    if not isinstance(texts, list):
        raise BadMessage(f"bad_{name}", f"{name} is a list of strings")
    several = cast("list[object]", texts)
    if not all(isinstance(text, str) for text in several):
        raise BadMessage(f"bad_{name}", f"{name} is a list of strings")
    return frozenset(cast("list[str]", several))


def _since(fields: Fields) -> Position | None:
    since = fields.get("since")
    if since is None:
        return None
    if isinstance(since, dict):
        place = cast("Fields", since)
        epoch, seq = place.get("epoch"), place.get("seq")
        if isinstance(epoch, str) and type(seq) is int and seq >= 0:
            return Position(epoch[:EPOCH_CHARACTERS_MAX], seq)
    raise BadMessage("bad_since", "since is the epoch and seq of the last message received")
