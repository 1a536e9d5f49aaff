"""The tape: everything that the feed says, in order, told once and kept for who reads it again.

It is what orders are matched against, so nothing is left out and nothing is conflated.
"""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from events.base import Channel, Event


class TapeWord(StrEnum):
    """What an item is about: its first member. The symbol is its second, the time its third.

    Prices count 10^-8 dollars and sizes 10^-9 shares; 0 is a side, or a band, that is missing.
    Times are microseconds of market time since 1970.
    """

    BEGIN = "b"
    """``[b, t]``: the market begins, or begins anew, at ``t``; what was known is void."""
    QUOTE = "q"
    """``[q, symbol, t, bid, bid size, ask, ask size]``: the best bid and offer."""
    TRADE = "t"
    """``[t, symbol, t, price, size, auction]``; ``""`` where it was made in no auction."""
    DEPTH = "d"
    """``[d, symbol, t, [[price, size], ...], [[price, size], ...]]``: bids, asks, best first."""
    STATUS = "s"
    """``[s, symbol, t, status]``: whether, and how, it trades."""
    PHASE = "p"
    """``[p, symbol, t, phase]``: the part of its trading day; ``regular`` what has none."""
    DAY_END = "e"
    """``[e, symbol, t]``: its trading day is over."""
    BANDS = "n"
    """``[n, symbol, t, low, high]``: within which prices it trades on without a halt."""
    STALE = "x"
    """``[x, symbol, t]``: the source has fallen silent; its last quote may not hold any more."""


TapeItem = Annotated[list[Any], Field(min_length=2)]
"""One thing that was said, as :class:`TapeWord` describes it."""


class TapeWritten(Event, name="TAPE_WRITTEN", key="market", channel=Channel.TAPE):
    """The market went on to a time, and this is what was said on the way.

    Written again when nobody confirmed it; ``run`` and ``number`` tell who reads it twice.
    """

    run: UUID
    """Another one wherever the market begins anew, by the same process or by another."""
    number: int
    """Counts what was written since then, from 1."""
    time: int
    """Microseconds of market time since 1970: all that happened before has been told."""
    complete: bool = False
    """Whether the items say nothing new, but repeat where every symbol stands, at its own time."""
    items: list[TapeItem]
    """What was said, in the order of market time: word, symbol, time, and what there is to say."""
