"""Stops that wait for a price, and trailing stops that follow one.

Nothing is touched for each waiting order when a price comes. Prices are multiplied by ``sign``, so
that one class does for both sides: with sign 1 a stop waits for the price to fall to it (sells),
with sign -1 for it to rise (buys).
"""

from heapq import heapify, heappop, heappush

GONE_MAX = 64
"""So many, and as many as still wait, may have gone before what they left is swept."""
WHOLE = 1_000_000
"""Percentages are in millionths: 1 % is 10,000."""

Reached = tuple[int, int]
"""An order, and the price at which it is triggered."""


class Stops:
    """Fixed stops of one side, in a heap; who is canceled is skipped when it comes up."""

    __slots__ = ("armed", "heap", "sign")

    def __init__(self, sign: int) -> None:
        self.sign = sign
        self.armed: dict[int, int] = {}
        self.heap: list[tuple[int, int]] = []

    def arm(self, key: int, stop: int) -> None:
        """Let an order wait for ``stop``."""
        self.armed[key] = stop
        heappush(self.heap, (-stop * self.sign, key))

    def disarm(self, key: int) -> bool:
        """Forget an order; false if it does not wait here."""
        found = self.armed.pop(key, None)
        if len(self.heap) > 2 * len(self.armed) + GONE_MAX:
            self.heap = [(-stop * self.sign, key) for key, stop in self.armed.items()]
            heapify(self.heap)
        return found is not None

    def reached(self, price: int) -> list[Reached]:
        """Who waited for ``price``: those it had to reach first come first, then the oldest."""
        found: list[Reached] = []
        worst = -price * self.sign
        while self.heap and self.heap[0][0] <= worst:
            stop, key = heappop(self.heap)
            if self.armed.get(key) == -stop * self.sign:
                del self.armed[key]
                found.append((key, -stop * self.sign))
        return found


class Pool:
    """Trailing stops that follow the same best price, ``mark``: the closest ones come first."""

    __slots__ = ("heap", "joined", "mark")

    def __init__(self, mark: int) -> None:
        self.mark = mark
        self.heap: list[tuple[int, int]] = []
        self.joined: Pool | None = None


class Trails:
    """Trailing stops of one side, all by prices or all by percentages (in millionths).

    The best price since an order came is the same for all who came while it was lower, so that
    orders are pooled by it, best price first. A price that is better than some of them joins those
    into one, the smaller ones poured into the largest: O(log² n) for each order in all its life.
    Only the last pool moves; of the others, whose marks stand, the one to trigger first is on top
    of a heap. ``last`` are the best prices that those had seen who were reached last.
    """

    __slots__ = ("armed", "gone", "heap", "is_percent", "last", "pools", "serial", "sign")

    def __init__(self, sign: int, *, is_percent: bool) -> None:
        self.sign = sign
        self.is_percent = is_percent
        self.pools: list[Pool] = []
        self.armed: dict[int, tuple[int, Pool]] = {}
        self.last: dict[int, int] = {}
        self.heap: list[tuple[int, int, Pool]] = []
        self.serial = 0
        self.gone = 0

    def arm(self, key: int, trail: int, mark: int) -> None:
        """Let an order follow the price at a distance; ``mark`` is the best price it has seen."""
        signed = mark * self.sign
        pools = self.pools
        at = len(pools)
        while at and pools[at - 1].mark < signed:
            at -= 1
        if at and pools[at - 1].mark == signed:
            pool = pools[at - 1]
        else:
            pool = Pool(signed)
            pools.insert(at, pool)
        heappush(pool.heap, (trail, key))
        self.armed[key] = (trail, pool)
        for one in pools[max(at - 1, 0) : at + 1]:
            self._note(one)
        if self.gone + len(self.heap) > 2 * (len(self.armed) + GONE_MAX):
            self._sweep()

    def disarm(self, key: int) -> bool:
        """Forget an order; false if it does not wait here."""
        self.gone += 1
        return self.armed.pop(key, None) is not None

    def mark(self, key: int) -> int:
        """The best price that an order has seen.

        Raises:
            KeyError: it does not wait here.
        """
        trail, pool = self.armed[key]
        found = _root(pool)
        if found is not pool:
            self.armed[key] = (trail, found)
        return found.mark * self.sign

    def stop(self, key: int) -> int:
        """The price at which an order is triggered as things stand.

        Raises:
            KeyError: it does not wait here.
        """
        mark = self.mark(key)
        return (mark * self.sign - self._distance(self.armed[key][0], mark)) * self.sign

    def follow(self, price: int) -> None:
        """The price has moved: the marks follow where it is better."""
        signed = price * self.sign
        if self.pools and self.pools[-1].mark < signed:
            self._raise(signed)

    def reached(self, price: int) -> list[Reached]:
        """Whose stop ``price`` has reached: those it had to reach first come first."""
        if not self.pools:
            return []
        signed = price * self.sign
        found: list[tuple[int, int]] = []
        self.last = {}
        self._pop_reached(self.pools[-1], signed, found)
        self._pop_frozen(signed, found)
        self._forget_empty()
        return [(key, -stop * self.sign) for stop, key in sorted(found)]

    def _raise(self, signed: int) -> None:
        pools = self.pools
        last = pools.pop()
        while pools and pools[-1].mark <= signed:
            last = _joined(last, pools.pop())
        last.mark = signed
        pools.append(last)

    def _pop_frozen(self, signed: int, found: list[tuple[int, int]]) -> None:
        heap = self.heap
        while heap and -heap[0][0] >= signed:
            pool = heappop(heap)[2]
            if pool.joined is None:
                self._pop_reached(pool, signed, found)
                self._note(pool)

    def _pop_reached(self, pool: Pool, signed: int, found: list[tuple[int, int]]) -> None:
        while (stop := self._stop_of(pool)) is not None and stop >= signed:
            _, key = heappop(pool.heap)
            self.disarm(key)
            self.last[key] = pool.mark * self.sign
            found.append((-stop, key))

    def _note(self, pool: Pool) -> None:
        """Remember when a pool whose mark stands is to trigger."""
        stop = self._stop_of(pool)
        if stop is None or pool is self.pools[-1]:
            return
        self.serial += 1
        heappush(self.heap, (-stop, self.serial, pool))

    def _sweep(self) -> None:
        """Forget who is gone, pools that are empty, and notes that do not hold any more."""
        self.gone = 0
        for pool in self.pools:
            pool.heap = [one for one in pool.heap if self._is_armed(one[1], pool)]
            heapify(pool.heap)
        self.pools = [pool for pool in self.pools if self._stop_of(pool) is not None]
        self.heap = []
        for pool in self.pools[:-1]:
            self._note(pool)

    def _forget_empty(self) -> None:
        pools = self.pools
        while pools and self._stop_of(pools[-1]) is None:
            pools.pop()

    def _stop_of(self, pool: Pool) -> int | None:
        """Where the first of a pool is triggered; signed."""
        heap = pool.heap
        while heap and not self._is_armed(heap[0][1], pool):
            heappop(heap)
        return pool.mark - self._distance(heap[0][0], pool.mark) if heap else None

    def _is_armed(self, key: int, pool: Pool) -> bool:
        found = self.armed.get(key)
        return found is not None and _root(found[1]) is pool

    def _distance(self, trail: int, mark: int) -> int:
        return abs(mark) * trail // WHOLE if self.is_percent else trail


def _joined(one: Pool, other: Pool) -> Pool:
    """One pool of the orders of two: the smaller heap is poured into the larger one."""
    small, large = (one, other) if len(one.heap) < len(other.heap) else (other, one)
    for waiting in small.heap:
        heappush(large.heap, waiting)
    small.heap = []
    small.joined = large
    return large


def _root(pool: Pool) -> Pool:
    while pool.joined is not None:
        pool = pool.joined
    return pool
