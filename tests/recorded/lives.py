"""What became of orders, and what has to be true of every life, whatever the market did."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from order.domain.exchange.journal import Outcome
from order.domain.exchange.order import Fill, Order
from order.domain.lifecycle import Happening, Step
from order.domain.record import OrderRecord
from order.domain.units import size_units
from recorded.wishes import Wish
from vocabulary import OrderClass, OrderId

ENDS = frozenset(
    {
        Happening.COMPLETE,
        Happening.CANCEL,
        Happening.REPLACE,
        Happening.EXPIRE,
        Happening.REJECT,
    }
)


class Lives:
    """The steps and the fills of every order, in the order in which they happened."""

    def __init__(self) -> None:
        self.steps: defaultdict[OrderId, list[Step]] = defaultdict(list)
        self.fills: defaultdict[OrderId, list[Fill]] = defaultdict(list)
        self.orders: dict[OrderId, Order] = {}

    def hear(self, outcomes: Sequence[Outcome]) -> None:
        """Remember what happened."""
        for order, step, fill in outcomes:
            self.orders[order.order_id] = order
            self.steps[order.order_id].append(step)
            if fill is not None:
                self.fills[order.order_id].append(fill)

    def happenings(self) -> Counter[Happening]:
        """How often what happened."""
        return Counter(step.happening for steps in self.steps.values() for step in steps)

    def check(self, wishes: Sequence[Wish]) -> None:
        """Everything about every order and every group.

        Raises:
            AssertionError: something that must never be.
        """
        for wish in wishes:
            for record in wish.orders:
                self._check_life(record)
            if wish.record is not None and wish.record.legs:
                self._check_group(wish.record)

    def _check_life(self, record: OrderRecord) -> None:
        steps, fills = self.steps[record.order_id], self.fills[record.order_id]
        assert steps, f"nothing ever happened to {record}"
        assert [step.number for step in steps] == [*range(1, len(steps) + 1)]
        assert all(step.reason for step in steps)
        ends = [step for step in steps if step.happening in ENDS]
        assert len(ends) <= 1
        assert ends in ([], steps[-1:])
        assert all(one.time <= other.time for one, other in pairwise(fills))
        assert [fill.number for fill in fills] == [*range(1, len(fills) + 1)]
        filled = sum(fill.size for fill in fills)
        assert filled == sum(fill.size for fill in fills[:-1]) + (fills[-1].size if fills else 0)
        assert filled == self.orders[record.order_id].filled
        if record.ticket.quantity is not None:
            order = self.orders[record.order_id]
            assert filled + order.carried <= size_units(record.quantity)
        completed = [step for step in steps if step.happening is Happening.COMPLETE]
        assert bool(completed) is bool(fills and not fills[-1].open)

    def _check_group(self, record: OrderRecord) -> None:
        """Exits trade what their entry did and no more, and only after it; one ends the other."""
        members = [*record.legs] if record.ticket.order_class is not OrderClass.OCO else []
        exits = members or [record, *record.legs]
        traded = sum(fill.size for one in exits for fill in self.fills[one.order_id])
        if members:
            entry = self._whole_chain(record.order_id)
            assert traded <= sum(fill.size for fill in entry)
            if traded:
                assert entry[-1].open == 0
        else:
            assert traded <= size_units(record.quantity)
        ended = [self._end(one) for one in exits]
        if Happening.COMPLETE in ended:
            assert ended.count(Happening.COMPLETE) == 1 or traded <= size_units(record.quantity)
            assert None not in ended
        if members and self._end(record) in {Happening.CANCEL, Happening.EXPIRE, Happening.REJECT}:
            assert not traded
            assert None not in ended

    def _whole_chain(self, order_id: OrderId) -> list[Fill]:
        """The fills of an order and of those that took its place."""
        found: list[Fill] = []
        following: OrderId | None = order_id
        while following is not None:
            found += self.fills[following]
            following = self.orders[following].replaced_by
        return found

    def _end(self, record: OrderRecord) -> Happening | None:
        last = self.steps[record.order_id][-1].happening
        return last if last in ENDS else None
