"""What is to happen later, by market time and then in the order in which it was decided."""

from enum import IntEnum
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from order.domain.exchange.order import Order

OVER_MAX = 64
"""So many plans, and as many as still matter, may be for orders that have ended."""


class Due(IntEnum):
    """What there is to do."""

    ARRIVE = 0
    ASK_CANCEL = 1
    CANCEL = 2
    ASK_REPLACE = 3
    REPLACE = 4
    EXPIRE = 5
    END_DAY = 6
    """Expire, if the regular session goes on: it has no after hours that the order waits for."""


STAYING = frozenset({Due.EXPIRE, Due.END_DAY})
"""Plans that keep their time when the market begins anew."""


class Plan(NamedTuple):
    """Do ``what`` to ``order`` at ``time`` (microseconds), with ``other`` as its replacement."""

    time: int
    serial: int
    what: Due
    order: Order
    other: Order | None

    @property
    def matters(self) -> bool:
        """Whether it would still change anything."""
        if self.what is Due.CANCEL and self.order.replaced_by is not None:
            return True
        other = self.other
        return self.order.life.is_live or (other is not None and other.life.is_live)


class Agenda:
    """Plans, the next one first. ``serial`` counts all there ever were."""

    __slots__ = ("_plans", "serial")

    def __init__(self, plans: list[Plan] | None = None, serial: int = 0) -> None:
        self._plans: list[Plan] = plans or []
        heapify(self._plans)
        self.serial = serial

    @property
    def size(self) -> int:
        """How many there are, also those that do not matter any more."""
        return len(self._plans)

    def plan(self, time: int, what: Due, order: Order, other: Order | None = None) -> None:
        """Remember what to do at ``time``."""
        self.serial += 1
        heappush(self._plans, Plan(time, self.serial, what, order, other))

    def next(self, now: int) -> Plan | None:
        """What is to be done first of all that is due by ``now``."""
        if self._plans and self._plans[0].time <= now:
            return heappop(self._plans)
        return None

    def plans(self) -> list[Plan]:
        """All that still matters, the next one first."""
        return sorted(plan for plan in self._plans if plan.matters)

    def under_way(self, until: int | None) -> list[Plan]:
        """Take out what was under way and due by then, the next one first; expiries stay."""
        taken, left = list[Plan](), list[Plan]()
        for plan in self.plans():
            is_due = until is None or plan.time <= until
            (taken if is_due and plan.what not in STAYING else left).append(plan)
        self._plans = left
        return taken

    def sweep(self, live: int) -> None:
        """Forget plans for orders that have ended, now and then; ``live`` have not."""
        if self.size > 4 * live + OVER_MAX:
            self._plans = self.plans()
