"""One side of a book: prices in order, and at each price a line.

Adding and taking away cost the same however many orders wait: a price is found in a dict, the best
one in a heap, and who leaves a line is unhooked from it.
"""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush

from order.domain.core.line import Entry, Level

EMPTY_MAX = 64
"""So many prices, and as many as are in use, may be remembered at which nobody waits any more."""


class Ladder:
    """One side. ``sign`` is 1 for sells, whose lowest price is best, and -1 for buys."""

    __slots__ = ("in_use", "levels", "ranks", "sign", "turns")

    def __init__(self, sign: int) -> None:
        self.sign = sign
        self.levels: dict[int, Level] = {}
        self.ranks: list[int] = []
        self.in_use = 0
        self.turns = 0

    def add(self, entry: Entry) -> None:
        """Put an order at the end of the line of its price."""
        level = self.levels.get(entry.price)
        if level is None:
            level = self._new_level(entry.price)
        if level.first is None:
            self.in_use += 1
        self.turns += 1
        entry.turn = self.turns
        level.append(entry)

    def keep(self, price: int) -> Level:
        """A price at which somebody is about to wait, in a ladder that has none there."""
        self.in_use += 1
        return self._new_level(price)

    def remove(self, entry: Entry) -> None:
        """Take an order out, wherever in its line it is; one that does not wait stays so."""
        level = entry.level
        if level is None:
            return
        level.remove(entry)
        if level.first is None:
            self.in_use -= 1

    def best(self) -> Level | None:
        """The best price at which anybody waits."""
        ranks = self.ranks
        while ranks:
            level = self.levels[ranks[0] * self.sign]
            if level.first is not None:
                return level
            del self.levels[heappop(ranks) * self.sign]
        return None

    def first(self) -> Entry | None:
        """Who comes first: the oldest at the best price."""
        level = self.best()
        return None if level is None else level.first

    def in_order(self) -> list[Level]:
        """All prices at which anybody waits, best first."""
        used = [level for level in self.levels.values() if level.first is not None]
        return sorted(used, key=self._rank)

    def walk(self) -> Iterator[Level]:
        """The same, found one by one: whoever stops soon does not sort those that come after.

        Nobody may come or leave meanwhile. A price is behind the one above it in the heap.
        """
        ranks = self.ranks
        due = [(ranks[0], 0)] if ranks else []
        while due:
            rank, place = heappop(due)
            for below in (2 * place + 1, 2 * place + 2):
                if below < len(ranks):
                    heappush(due, (ranks[below], below))
            level = self.levels[rank * self.sign]
            if level.first is not None:
                yield level

    def entries(self) -> list[Entry]:
        """All who wait: best price first, oldest first."""
        found: list[Entry] = []
        for level in self.in_order():
            entry = level.first
            while entry is not None:
                found.append(entry)
                entry = entry.after
        return found

    def _rank(self, level: Level) -> int:
        return level.price * self.sign

    def _new_level(self, price: int) -> Level:
        if len(self.ranks) > 2 * self.in_use + EMPTY_MAX:
            self._sweep()
        level = self.levels[price] = Level(price)
        heappush(self.ranks, price * self.sign)
        return level

    def _sweep(self) -> None:
        """Forget prices at which nobody waits."""
        used = {price: level for price, level in self.levels.items() if level.first is not None}
        self.levels = used
        self.ranks = [price * self.sign for price in used]
        heapify(self.ranks)
