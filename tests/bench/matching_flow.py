"""A flow of orders for matching engines: the same one for each of them, and ours at work on it."""

import gc
from collections.abc import Callable
from hashlib import sha256
from random import Random
from time import process_time, thread_time_ns
from typing import NamedTuple

from order.domain.core.line import Entry
from order.domain.core.matching import Matching

RESTING = (100, 1_000, 10_000)
CENT, SHARE = 10**6, 10**9
LIMITS, MARKETABLE = 0.55, 0.70
"""Below the first a resting limit order, below the second a marketable one, else a cancel."""


class Op(NamedTuple):
    """An order (price in cents, size in shares), or the cancel of one (size zero)."""

    key: int
    is_buy: bool
    price: int
    size: int


class Flow(NamedTuple):
    """What rests before, and what then comes."""

    resting: list[Op]
    ops: list[Op]


def flow(resting: int, count: int, seed: int = 1) -> Flow:
    """Resting orders around 100 dollars, most of them near; then ``count`` operations."""
    dice = Random(seed)  # noqa: S311  # not a secret
    live: list[int] = []
    keys = iter(range(1, resting + count + 1))

    def limit() -> Op:
        is_buy, away = dice.random() < 0.5, 1 + int(dice.expovariate(1 / 40))
        op = Op(next(keys), is_buy, 10_000 - away if is_buy else 10_000 + away, _size(dice, 9))
        live.append(op.key)
        return op

    def any_op() -> Op:
        kind = dice.random()
        if kind < LIMITS or not live:
            return limit()
        if kind < MARKETABLE:
            is_buy = dice.random() < 0.5
            return Op(next(keys), is_buy, 10_050 if is_buy else 9_950, _size(dice, 19))
        at = dice.randrange(len(live))
        live[at], live[-1] = live[-1], live[at]
        return Op(live.pop(), False, 0, 0)  # noqa: FBT003

    return Flow([limit() for _ in range(resting)], [any_op() for _ in range(count)])


class Ours:
    """The core, as a book of the exchange uses it."""

    def __init__(self) -> None:
        self.core: Matching = Matching()
        self.live: dict[int, Entry] = {}
        self.fills = 0

    def do(self, op: Op) -> bool:
        """Place or cancel; false if there was nothing to cancel."""
        key, is_buy, price, size = op
        core, live = self.core, self.live
        if not size:
            found = live.pop(key, None)
            if found is None:
                return False
            core.remove(found)
            return True
        entry = Entry(key, key, is_buy, price * CENT, size * SHARE)
        core.take(entry)
        if entry.left:
            core.rest(entry)
            live[key] = entry
        if core.trades:
            for _, maker, _, _, _ in core.trades:
                self.fills += 1
                if maker is not None and not maker.left:
                    del live[maker.key]
            core.trades.clear()
        return True


def ours(orders: Flow) -> tuple[float, int, list[bool]]:
    """Seconds, fills, and whether each operation found what it named."""
    engine = Ours()
    for op in orders.resting:
        engine.do(op)
    engine.fills = 0
    seconds, found = timed(engine.do, orders.ops)
    return seconds, engine.fills, found


def timed(do: Callable[[Op], bool], ops: list[Op]) -> tuple[float, list[bool]]:
    """Processor seconds, because the machine may be busy with something else."""
    gc.collect()
    started = process_time()
    found = [do(op) for op in ops]
    return process_time() - started, found


def p99_of_ours(orders: Flow) -> float:
    """Of the core, in microseconds."""
    return p99(Ours().do, orders)


def p99(do: Callable[[Op], bool], orders: Flow) -> float:
    """The 99th percentile of one operation, in microseconds of processor time."""
    for op in orders.resting:
        do(op)
    taken: list[int] = []
    for op in orders.ops:
        started = thread_time_ns()
        do(op)
        taken.append(thread_time_ns() - started)
    return sorted(taken)[len(taken) * 99 // 100] / 1_000


def golden(count: int = 4_000) -> str:
    """What everything together makes of a long mixed flow, as a hash."""
    dice = Random(7)  # noqa: S311  # not a secret
    core, entries, told = Matching(), list[Entry](), sha256()
    for key in range(1, count + 1):
        kind, price = dice.randrange(12), 10_000 + dice.randrange(-12, 13)
        if kind < 6:
            display = dice.choice([0, 0, 300])
            entry = Entry(key, dice.randrange(40), kind % 2 == 0, price, _size(dice, 9), display)
            entries.append(entry)
            core.take(entry)
            if entry.left and dice.random() < 0.9:
                core.rest(entry, dice.choice([0, 500]))
            elif entry.left:
                core.wait(entry)
        elif kind < 8 and entries:
            entry = dice.choice(entries)
            core.shrink(entry, 100) if kind == 6 else core.remove(entry)
        elif kind < 10:
            core.show([(price - n, _size(dice, 9)) for n in range(1, 4)], key, is_bid=True)
            core.show([(price + n, _size(dice, 9)) for n in range(1, 4)], key, is_bid=False)
            core.meet_market()
        else:
            core.hear(price, _size(dice, 9))
        for taker, maker, at, size, how in core.trades:
            told.update(f"{taker.key} {maker.key if maker else 0} {at} {size} {how}\n".encode())
        told.update(f"{[one.key for one in core.withdrawn]}\n".encode())
        core.trades.clear()
        core.withdrawn.clear()
    return told.hexdigest()


def _size(dice: Random, most: int) -> int:
    return 100 * dice.randrange(1, most + 1)
