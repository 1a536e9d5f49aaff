"""What every account was told lately, numbered, so that a client that was away misses nothing.

Memory is bounded three ways: a log keeps ``entries`` of one account for ``seconds`` after its last
event, and all logs together ``characters``; the account that was quiet longest is forgotten first.
A log that was forgotten begins anew under a new epoch, so that its old numbers mean nothing.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from stream.domain.channels import Channel
from stream.domain.log import Entry, Log, Reader
from stream.domain.messages import Position
from stream.domain.recent import Recent
from vocabulary import AccountId


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a journal keeps: entries of an account, seconds, characters and ids in all."""

    entries: int = 1_000
    seconds: float = 15 * 60
    characters: int = 64 * 1024 * 1024
    ids: int = 200_000


class Outcome(StrEnum):
    """How reading began."""

    FRESH = "fresh"
    """From now on; the client did not say where it was."""
    RESUMED = "resumed"
    """From exactly where the client was."""
    LOST = "lost"
    """From now on; what was missed is not here any more."""


class Journal:
    """The logs of all accounts. ``epoch`` is different every time the process starts."""

    def __init__(self, epoch: str, limits: Limits | None = None) -> None:
        self._epoch = epoch
        self._limits = limits or Limits()
        self._logs: OrderedDict[AccountId, Log] = OrderedDict()
        self._recent = Recent(self._limits.ids)
        self._opened = 0
        self._size = 0

    def record(
        self,
        account_id: AccountId,
        event_id: UUID,
        channel: Channel,
        write: Callable[[Position], str],
        now: float,
    ) -> bool:
        """Number an event and keep what ``write`` makes of it; say whether it was new.

        ``now`` is in seconds of a clock that never goes back.
        """
        if not self._recent.add(event_id):
            return False
        log = self._touch(account_id, now)
        position = Position(log.epoch, log.last + 1)
        entry = Entry(position.seq, now, channel, write(position))
        self._size += log.append(entry)
        self._size -= log.trim(self._limits.entries, now - self._limits.seconds)
        self._make_room(now)
        return True

    def follow(
        self,
        account_id: AccountId,
        channels: frozenset[Channel],
        since: Position | None,
        now: float,
    ) -> tuple[Reader, Outcome]:
        """Read an account's log from ``since`` on, or from now on if that cannot be."""
        log = self._touch(account_id, now)
        log.readers += 1
        if since is None:
            return Reader(log, log.last, channels), Outcome.FRESH
        if since.epoch != log.epoch or not log.holds(since.seq):
            return Reader(log, log.last, channels), Outcome.LOST
        return Reader(log, since.seq, channels), Outcome.RESUMED

    def leave(self, reader: Reader) -> None:
        """End what :meth:`follow` began."""
        reader.log.readers -= 1

    def expire(self, now: float) -> None:
        """Forget the accounts to which nothing has happened for too long."""
        while self._logs:
            account_id, log = next(iter(self._logs.items()))
            if log.touched_at > now - self._limits.seconds:
                return
            self._forget(account_id, now)

    def _touch(self, account_id: AccountId, now: float) -> Log:
        log = self._logs.get(account_id)
        if log is None:
            self._opened += 1
            log = self._logs[account_id] = Log(f"{self._epoch}.{self._opened}")
            self._size += log.size
        log.touched_at = now
        self._logs.move_to_end(account_id)
        return log

    def _make_room(self, now: float) -> None:
        for _ in range(len(self._logs)):  # each at most once: what is being read stays, emptied
            if self._size <= self._limits.characters:
                return
            self._forget(next(iter(self._logs)), now)

    def _forget(self, account_id: AccountId, now: float) -> None:
        """Drop a log; while somebody reads it, only its entries, so that its numbers go on."""
        log = self._logs[account_id]
        self._size -= log.clear()
        if log.readers:
            self._touch(account_id, now)
        else:
            self._size -= log.size
            del self._logs[account_id]
