"""The tape in pieces: how a strip of it travels, and what a reader makes of what arrives.

It is read more often than it is said: after a lost confirmation a strip is written twice, and a
process that was given up may write once more when another one has taken its place.
"""

from typing import Any, NamedTuple
from uuid import UUID

import orjson

from events import TapeWritten

_FACTS = {"run": str, "number": int, "time": int, "complete": bool, "items": list}


class UnreadableTape(ValueError):
    """The bytes are no strip of the tape."""


class TapeLost(Exception):
    """The tape is not the one that was read before: it ends earlier, or says something else."""


class Bookmark(NamedTuple):
    """Where a strip is, and which it is, so that it is known again."""

    offset: int
    run: UUID
    number: int


class Strip(NamedTuple):
    """What was written at once. ``is_torn`` says that something before it is missing.

    Either it was never read by this reader, or it is lost: then only the next complete strip says
    where everything stands.
    """

    offset: int
    written: TapeWritten
    is_torn: bool

    @property
    def bookmark(self) -> Bookmark:
        """Where to begin in order to read this one again, and all after it."""
        return Bookmark(self.offset, self.written.run, self.written.number)


class Reel:
    """Puts together what arrives: every strip once, in order, and no gap unnoticed.

    ``place`` is the newest strip that arrived, wanted or not; before any did, where to begin.
    """

    def __init__(self, start: Bookmark | None = None) -> None:
        self.place = start
        self._is_begun = False
        self._is_lost = False
        self._run: UUID | None = None
        self._number = 0

    def begin_anew(self) -> None:
        """Take whatever comes next, which does not follow what was read before."""
        self.place, self._is_begun, self._is_lost, self._run = None, False, True, None

    def take(self, offset: int, written: TapeWritten) -> Strip | None:
        """What arrived, if it is new; None if it was read, or comes from a process given up.

        Raises:
            TapeLost: it is not what used to be there.
        """
        here, place = Bookmark(offset, written.run, written.number), self.place
        expected = self._check(here)
        self.place = here
        has_gap = offset > expected
        if offset < expected or not self._is_wanted(here, has_gap=has_gap):
            return None
        is_torn = self._is_lost or has_gap or not (here == place or self._follows(here))
        self._run, self._number = here.run, here.number
        self._is_begun, self._is_lost = True, False
        return Strip(offset, written, is_torn)

    def _check(self, here: Bookmark) -> int:
        """The offset that should have come."""
        place = self.place
        if place is None:
            return here.offset
        if here.offset < place.offset or (here.offset == place.offset and here != place):
            raise TapeLost(f"{place} is gone, {here} is there")
        return place.offset + self._is_begun

    def _is_wanted(self, here: Bookmark, *, has_gap: bool) -> bool:
        """Whether it is of the newest process, and was not read. Runs are named in their order."""
        if here.run == self._run:
            return here.number > self._number
        return self._run is None or here.number == 1 or here.run > self._run or has_gap

    def _follows(self, here: Bookmark) -> bool:
        return here.number == (self._number + 1 if here.run == self._run else 1)


def encode_tape(written: TapeWritten) -> bytes:
    """A strip as it travels."""
    return orjson.dumps(
        {
            "run": str(written.run),
            "number": written.number,
            "time": written.time,
            "complete": written.complete,
            "items": written.items,
        }
    )


def decode_tape(body: bytes) -> TapeWritten:
    """The inverse of :func:`encode_tape`. Items are not looked at: nobody but the owner may write.

    Raises:
        UnreadableTape: it is something else.
    """
    try:
        facts: Any = orjson.loads(body)
        if wrong := [name for name, kind in _FACTS.items() if type(facts[name]) is not kind]:
            raise UnreadableTape(f"a strip with another {wrong}")
        return TapeWritten.model_construct(
            run=UUID(facts["run"]),
            number=facts["number"],
            time=facts["time"],
            complete=facts["complete"],
            items=facts["items"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableTape(repr(error)) from error
