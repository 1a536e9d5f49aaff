"""What is to happen later, by market time and then in the order in which it was decided."""

from enum import IntEnum
from heapq import heappop, heappush
from typing import NamedTuple

from order.domain.exchange.order import Order


class Due(IntEnum):
    """What there is to do."""

    ARRIVE = 0
    CANCEL = 1
    REPLACE = 2
    EXPIRE = 3


class Plan(NamedTuple):
    """Do ``what`` to ``order`` at ``time`` (microseconds), with ``other`` as its replacement."""

    time: int
    serial: int
    what: Due
    order: Order
    other: Order | None


class Agenda:
    """Plans, the next one first."""

    __slots__ = ("_plans", "_serial")

    def __init__(self) -> None:
        self._plans: list[Plan] = []
        self._serial = 0

    def plan(self, time: int, what: Due, order: Order, other: Order | None = None) -> None:
        """Remember what to do at ``time``."""
        self._serial += 1
        heappush(self._plans, Plan(time, self._serial, what, order, other))

    def next(self, now: int) -> Plan | None:
        """What is to be done first of all that is due by ``now``."""
        if self._plans and self._plans[0].time <= now:
            return heappop(self._plans)
        return None
