"""The audit trail: a chain in which the hash of every entry covers all that stands before it.

Who changes, drops, swaps or slips in an entry would have to write everything after it anew, and the
head would not be what was noted elsewhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple, Self
from uuid import UUID


class Broken(Exception):
    """The trail is not what was written. ``position`` is the first that is wrong, or missing."""

    def __init__(self, position: int, why: str) -> None:
        super().__init__(f"position {position}: {why}")
        self.position = position


class Entry(NamedTuple):
    """Something that was done, and by whom, as far as is known."""

    event_id: UUID
    recorded_at: datetime
    action: str
    user_id: UUID | None
    account_id: UUID | None
    session_id: UUID | None
    order_id: UUID | None
    correlation_id: UUID
    document: str
    """All that the event says, as one line of JSON."""


class Head(NamedTuple):
    """Where a trail ends: how many entries there are, and the hash of the last."""

    position: int
    hash: bytes

    @classmethod
    def read(cls, text: str) -> Self:
        """The head that is written like this.

        Raises:
            ValueError: no head is.
        """
        found = HEAD.fullmatch(text)
        if not found:
            raise ValueError(f"a head is POSITION:HASH, and not {text!r}")
        return cls(int(found[1]), bytes.fromhex(found[2]))

    @property
    def text(self) -> str:
        """How it is written down."""
        return f"{self.position}:{self.hash.hex()}"


HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")
BEGINNING = Head(0, bytes(sha256().digest_size))
"""The head of an empty trail."""


class Link(NamedTuple):
    """An entry in its place."""

    position: int
    previous: bytes
    """The hash of the entry before."""
    hash: bytes
    entry: Entry


@dataclass(slots=True)
class Trail:
    """The end of the trail; ``fresh`` is what is not saved yet."""

    head: Head = BEGINNING
    fresh: list[Link] = field(default_factory=list[Link])

    def append(self, entry: Entry) -> None:
        """Add an entry at the end."""
        link = following(self.head, entry)
        self.fresh.append(link)
        self.head = Head(link.position, link.hash)

    def saved(self) -> None:
        """What was fresh is stored now."""
        self.fresh.clear()


@dataclass(slots=True)
class Inspection:
    """Walks along a trail from its first entry, and stops at the first thing that is wrong.

    What was ``noted`` elsewhere, hashes by position, must be found again: it shows what a chain
    alone cannot, that its end was cut off or that all of it was written anew.
    """

    noted: Mapping[int, bytes] = field(default_factory=dict[int, bytes])
    head: Head = BEGINNING

    def look_at(self, link: Link) -> None:
        """Go on to the next entry.

        Raises:
            Broken: it is not the next, or it is not what it was.
        """
        head = checked(self.head, link)
        if self.noted.get(head.position, head.hash) != head.hash:
            raise Broken(head.position, "this hash is not the one that was noted")
        self.head = head

    def finish(self) -> Head:
        """Where the trail ends.

        Raises:
            Broken: it once went on from there.
        """
        end = max(self.noted, default=0)
        if end > self.head.position:
            raise Broken(self.head.position + 1, f"missing: the trail once reached {end}")
        return self.head


def following(head: Head, entry: Entry) -> Link:
    """The entry in the place after ``head``."""
    position = head.position + 1
    return Link(position, head.hash, _hash(head.hash, position, entry), entry)


def checked(head: Head, link: Link) -> Head:
    """The head after ``link``, which must be the one that follows ``head``.

    Raises:
        Broken: it does not, or it is not what it was when it was written.
    """
    expected = head.position + 1
    if link.position != expected:
        raise Broken(expected, f"missing: the next one is {link.position}")
    if link.previous != head.hash:
        raise Broken(expected, "it was written after another entry than the one before it")
    if link.hash != _hash(head.hash, expected, link.entry):
        raise Broken(expected, "changed: it does not have the hash that it was given")
    return Head(link.position, link.hash)


def _hash(previous: bytes, position: int, entry: Entry) -> bytes:
    """SHA-256 of the hash before, the position and all fields, each on a line of its own.

    Nothing can be shifted from one line to the next: every id is on a line that holds nothing else,
    and the document, which comes last, is none.
    """
    content = (
        f"{previous.hex()}\n{position}\n{entry.event_id}\n"
        f"{entry.recorded_at.astimezone(UTC).isoformat()}\n{entry.action}\n"
        f"{entry.user_id or ''}\n{entry.account_id or ''}\n{entry.session_id or ''}\n"
        f"{entry.order_id or ''}\n{entry.correlation_id}\n{entry.document}"
    )
    return sha256(content.encode()).digest()
