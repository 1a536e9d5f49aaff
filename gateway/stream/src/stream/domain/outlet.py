"""Everything one client is owed, and what it gets next."""

from collections import deque
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from stream.domain.latest import Latest
from stream.domain.log import Behind, Reader

REPLIES_MAX = 256
REPLY_CHARACTERS_MAX = 256 * 1024


class Lane(StrEnum):
    """What kind of message it is; the earlier goes first."""

    CONTROL = "control"
    PRIVATE = "private"
    PRICES = "prices"


class Due(NamedTuple):
    """A message to be sent now. ``since`` is when a private one came in, in seconds."""

    lane: Lane
    text: str
    since: float = 0.0


class Outlet:
    """Three lanes. Replies and private messages are never dropped, prices make room for newer ones.

    The private lane is a place in the account's log rather than a queue: a burst, or a client that
    resumes far behind, costs no memory, and the client is slow only if the log has moved on.
    """

    def __init__(self) -> None:
        self.reader: Reader | None = None
        self.prices = Latest()
        self._replies: deque[str] = deque()
        self._characters = 0

    def reply(self, text: str) -> None:
        """Owe the client a reply.

        Raises:
            Behind: it asks and asks, and does not listen to the answers.
        """
        self._replies.append(text)
        self._characters += len(text)
        if len(self._replies) > REPLIES_MAX or self._characters > REPLY_CHARACTERS_MAX:
            raise Behind

    def waiting(self) -> dict[Lane, int]:
        """How much waits; of private messages, how far its account's log is ahead."""
        return {
            Lane.CONTROL: len(self._replies),
            Lane.PRIVATE: self.reader.behind if self.reader else 0,
            Lane.PRICES: len(self.prices),
        }

    def replies(self) -> list[str]:
        """Take all replies and nothing else: the client is about to be closed."""
        replies = list(self._replies)
        self._replies.clear()
        return replies

    def take(self, limit: int) -> list[Due]:
        """Take what the client should be sent now, in order, but no more than so much.

        Raises:
            Behind: private messages that the client is owed are not kept any more.
        """
        return list(islice(iter(self.next, None), limit))

    def next(self) -> Due | None:
        """Take what the client should be sent next, if anything.

        Raises:
            Behind: private messages that the client is owed are not kept any more.
        """
        if self._replies:
            text = self._replies.popleft()
            self._characters -= len(text)
            return Due(Lane.CONTROL, text)
        if self.reader and (entry := self.reader.next()):
            return Due(Lane.PRIVATE, entry.text, entry.at)
        if frame := self.prices.next():
            return Due(Lane.PRICES, frame.text)
        return None
