"""One account's private messages, and one client's place among them."""

from collections import deque
from typing import NamedTuple

from stream.domain.channels import Channel
from stream.domain.messages import Position

ENTRY_CHARACTERS = 250
"""What an entry takes beside its text, roughly; a log by itself takes four times that."""


class Behind(Exception):
    """What the client needs next is not kept any more."""


class Entry(NamedTuple):
    """A message with its number, and the moment it came in, in seconds."""

    seq: int
    at: float
    channel: Channel
    text: str

    @property
    def size(self) -> int:
        """Memory taken, in characters."""
        return len(self.text) + ENTRY_CHARACTERS


class Log:
    """The latest messages of one account, without a gap in their numbers."""

    __slots__ = ("_entries", "epoch", "last", "readers", "size", "touched_at")

    def __init__(self, epoch: str) -> None:
        self.epoch = epoch
        self.last = 0
        self.readers = 0
        self.touched_at = 0.0
        self.size = 4 * ENTRY_CHARACTERS
        self._entries: deque[Entry] = deque()

    def append(self, entry: Entry) -> int:
        """Add the next entry; return the memory it takes."""
        self.last = entry.seq
        self._entries.append(entry)
        self.size += entry.size
        return entry.size

    def trim(self, entries: int, since: float) -> int:
        """Keep the newest ``entries`` that came after ``since``; return the memory that is free."""
        freed = 0
        while len(self._entries) > entries or (self._entries and self._entries[0].at <= since):
            freed += self._entries.popleft().size
        self.size -= freed
        return freed

    def clear(self) -> int:
        """Drop all entries; return the memory that is free."""
        return self.trim(0, 0)

    def holds(self, seq: int) -> bool:
        """Whether everything after ``seq`` is still here."""
        return self.last - len(self._entries) <= seq <= self.last

    def after(self, seq: int) -> Entry:
        """The entry that follows ``seq``, which must not be the last.

        Raises:
            Behind: it is not kept any more.
        """
        if not self.holds(seq):
            raise Behind
        return self._entries[seq - self.last + len(self._entries)]


class Reader:
    """One client's place in a log: all up to ``seq`` has been taken for it."""

    __slots__ = ("channels", "log", "seq")

    def __init__(self, log: Log, seq: int, channels: frozenset[Channel]) -> None:
        self.log = log
        self.seq = seq
        self.channels = channels

    @property
    def position(self) -> Position:
        """Where the client is once it has received what was taken for it."""
        return Position(self.log.epoch, self.seq)

    @property
    def behind(self) -> int:
        """How many entries of the log came after what was taken, of any channel."""
        return self.log.last - self.seq

    def next(self) -> Entry | None:
        """Take the next entry of the client's channels, if there is one.

        Raises:
            Behind: the client was too slow, and its next entry is not kept any more.
        """
        while self.seq < self.log.last:
            entry = self.log.after(self.seq)
            self.seq = entry.seq
            if entry.channel in self.channels:
                return entry
        return None
