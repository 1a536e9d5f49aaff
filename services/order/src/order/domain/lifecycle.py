"""The life of an order: one table says what may happen in which state, and where that leads.

``pending_cancel`` and ``pending_replace`` are how a state is shown while a wish is on its way,
never states: so a fill that comes first needs no rule of its own.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from vocabulary import OrderStatus


class Happening(StrEnum):
    """What may happen to an order."""

    ACCEPT = "accept"
    """It is received, and works later: it is on its way, or the market is not open for it."""
    HOLD = "hold"
    """It is an exit whose entry is not filled yet."""
    RELEASE = "release"
    """Its entry is filled."""
    OPEN = "open"
    """It works: it may trade from now on."""
    PAUSE = "pause"
    """The market is not open for it any more; it will work again."""
    RESUME = "resume"
    """It works again after a pause."""
    WAIT = "wait"
    """It cannot trade yet, for a reason that its owner should know."""
    TRIGGER = "trigger"
    """The price that it waited for is there."""
    FILL = "fill"
    COMPLETE = "complete"
    """The last of it is filled."""
    SHRINK = "shrink"
    """It is to trade less than it said."""
    ADJUST = "adjust"
    """Its shares were split: it asks for new ones, at other prices."""
    ASK_CANCEL = "ask_cancel"
    ASK_REPLACE = "ask_replace"
    KEEP = "keep"
    """A replacement came to nothing: the order stays as it is."""
    CANCEL = "cancel"
    REPLACE = "replace"
    EXPIRE = "expire"
    REJECT = "reject"


_NO_CHANGE = (
    Happening.SHRINK,
    Happening.ADJUST,
    Happening.ASK_CANCEL,
    Happening.ASK_REPLACE,
    Happening.KEEP,
)
_ENDS = {
    Happening.CANCEL: OrderStatus.CANCELED,
    Happening.REPLACE: OrderStatus.REPLACED,
    Happening.EXPIRE: OrderStatus.EXPIRED,
}


def _row(
    status: OrderStatus, *same: Happening, **leads: OrderStatus
) -> dict[tuple[OrderStatus, Happening], OrderStatus]:
    """One state: what leaves it as it is, what ends it, and what leads elsewhere."""
    named = {Happening(happening): after for happening, after in leads.items()}
    after = dict.fromkeys((*_NO_CHANGE, *same), status) | _ENDS | named
    return {(status, happening): then for happening, then in after.items()}


TRANSITIONS: Mapping[tuple[OrderStatus, Happening], OrderStatus] = {
    **_row(
        OrderStatus.PENDING_NEW,
        accept=OrderStatus.ACCEPTED,
        hold=OrderStatus.HELD,
        open=OrderStatus.NEW,
        reject=OrderStatus.REJECTED,
    ),
    **_row(
        OrderStatus.ACCEPTED,
        Happening.WAIT,
        open=OrderStatus.NEW,
        resume=OrderStatus.NEW,
        reject=OrderStatus.REJECTED,
        # in an auction, before it works on its own
        fill=OrderStatus.PARTIALLY_FILLED,
        complete=OrderStatus.FILLED,
    ),
    **_row(OrderStatus.HELD, release=OrderStatus.ACCEPTED),
    **_row(
        OrderStatus.NEW,
        Happening.TRIGGER,
        Happening.WAIT,
        pause=OrderStatus.ACCEPTED,
        fill=OrderStatus.PARTIALLY_FILLED,
        complete=OrderStatus.FILLED,
    ),
    **_row(
        OrderStatus.PARTIALLY_FILLED,
        Happening.OPEN,
        Happening.PAUSE,
        Happening.WAIT,
        Happening.FILL,
        complete=OrderStatus.FILLED,
    ),
}
"""Where what happens leads. What is not here cannot happen; a state without a row is an end."""

LIVE = frozenset(status for status, _ in TRANSITIONS)
"""Not ended."""
WORKING = frozenset({OrderStatus.NEW, OrderStatus.PARTIALLY_FILLED})
"""On the book."""


class CannotHappen(Exception):
    """In the state in which the order is, that does not happen."""


class Step(NamedTuple):
    """One thing that happened to an order.

    Its ``number`` in the order's life, from 1; the market time in microseconds; the state
    afterwards, as it is shown; why, in plain words; and the figures.
    """

    number: int
    time: int
    happening: Happening
    status: OrderStatus
    reason: str
    figures: Mapping[str, str]


class Life:
    """The state of one order, and how many steps led there. Nothing else changes a state.

    ``time`` is that of the last step, in microseconds.
    """

    __slots__ = ("_asked", "_has_worked", "_number", "_status", "time")

    def __init__(
        self,
        status: OrderStatus = OrderStatus.PENDING_NEW,
        number: int = 0,
        asked: Happening | None = None,
        *,
        has_worked: bool = False,
        time: int = 0,
    ) -> None:
        self._status = status
        self._number = number
        self._asked = asked
        self._has_worked = has_worked
        self.time = time

    @property
    def status(self) -> OrderStatus:
        """Where the order is in its life."""
        return self._status

    @property
    def number(self) -> int:
        """How many steps there were."""
        return self._number

    @property
    def has_worked(self) -> bool:
        """Whether the order works, or did before it had to stop for a while."""
        return self._has_worked or self._status in WORKING

    @property
    def asked(self) -> Happening | None:
        """Which wish of its owner is on its way."""
        return self._asked if self._status in LIVE else None

    @property
    def shown(self) -> OrderStatus:
        """The state as its owner sees it."""
        if self.asked is Happening.ASK_CANCEL:
            return OrderStatus.PENDING_CANCEL
        if self.asked is Happening.ASK_REPLACE:
            return OrderStatus.PENDING_REPLACE
        return self._status

    @property
    def is_live(self) -> bool:
        """Whether anything can still happen."""
        return self._status in LIVE

    def step(self, happening: Happening, time: int, reason: str, **figures: str) -> Step:
        """Let something happen, at ``time`` in microseconds.

        What was wished early, or is heard of late, does not come before what happened meanwhile.

        Raises:
            CannotHappen: not in this state; nothing changes.
        """
        after = TRANSITIONS.get((self._status, happening))
        if after is None:
            raise CannotHappen(f"{happening} to an order that is {self._status}")
        self._status = after
        self._number += 1
        if happening in {Happening.ASK_CANCEL, Happening.ASK_REPLACE}:
            self._asked = happening
        elif happening is Happening.KEEP and self._asked is Happening.ASK_REPLACE:
            self._asked = None
        elif happening is Happening.PAUSE:
            self._has_worked = True
        self.time = max(self.time, time)
        return Step(self._number, self.time, happening, self.shown, reason, figures)
