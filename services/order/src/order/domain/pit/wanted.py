"""What owners want of a book: orders that were approved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid5

from order.domain.exchange.order import Fill, Order
from order.domain.exchange.terms import Terms
from vocabulary import AccountId, FillId, OrderClass, OrderId


@dataclass(frozen=True, slots=True)
class Asked:
    """An order of which ``is_canceled`` says whether its owner wants it back already.

    ``placed`` and ``cancel_asked`` are market time in microseconds, as far as it was known.
    """

    order_id: OrderId
    account_id: AccountId
    terms: Terms
    placed: int | None
    is_canceled: bool
    cancel_asked: int | None

    def at_most(self, size: int) -> "Asked":
        """The same with no more shares than that."""
        return replace(self, terms=replace(self.terms, size=min(self.terms.size, size)))

    def due_by(self, now: int) -> "Asked":
        """The same, and nothing of it is wished later than ``now``."""
        times = (self.placed, self.cancel_asked)
        placed, asked = (None if time is None else min(time, now) for time in times)
        return replace(self, placed=placed, cancel_asked=asked)

    def cancel_time(self, now: int) -> int:
        """When it was asked to be canceled; ``now`` if nobody knows."""
        return now if self.cancel_asked is None else self.cancel_asked

    def order(self, now: int) -> Order:
        """The order, placed ``now`` if nobody knows when."""
        placed = now if self.placed is None else self.placed
        return Order(self.order_id, self.account_id, self.terms, placed)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An order, the exits of its group, and the one in whose place it is to stand.

    ``reducible`` is how much of a position it may trade away, if it may do no more than that.
    """

    asked: Asked
    exits: Sequence[Asked]
    kind: OrderClass
    replaces: OrderId | None
    reducible: int | None = None

    def due_by(self, now: int) -> "Wanted":
        """The same, and nothing of it is wished later than ``now``."""
        exits = [one.due_by(now) for one in self.exits]
        return replace(self, asked=self.asked.due_by(now), exits=exits)

    def at_most(self, size: int) -> "Wanted":
        """The same with no more shares than that, if it may only make a position smaller.

        A new order is shrunk by its book, which says so.
        """
        if not self.asked.terms.is_reduce_only:
            return self
        if self.replaces is None:
            return replace(self, reducible=size)
        return replace(self, asked=self.asked.at_most(size))


def fill_id(fill: Fill) -> FillId:
    """The same whenever the same is done again."""
    return FillId(uuid5(fill.order.order_id, f"fill/{fill.number}"))
