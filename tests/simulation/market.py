"""A market that wanders about, and the tape that is written of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from exchanging import price, size

from bus.memory_tape import MemoryTape
from events import TapeWritten
from order.domain.units import time_of, time_units
from order.domain.validation import Market
from simulation.clock import Clock
from simulation.trouble import Trouble
from vocabulary import Price, SessionPhase, Symbol, uuid7

SYMBOLS = (Symbol("IBM"), Symbol("BAC"))
SPREAD = 5
RUN_BYTES = 10


@dataclass
class Wandering:
    """Bids in cents, and the tape. Market time is the simulation's."""

    clock: Clock
    tape: MemoryTape
    trouble: Trouble
    dice: Random
    bids: dict[Symbol, int] = field(default_factory=lambda: dict.fromkeys(SYMBOLS, 1000))
    parts: dict[Symbol, int] = field(default_factory=lambda: dict.fromkeys(SYMBOLS, 1))
    """Into how many shares each one was split."""
    phase: SessionPhase = SessionPhase.REGULAR
    _run: UUID = field(init=False)
    _number: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._begin_anew()

    def go_on(self) -> None:
        """Write what is new, or all there is; perhaps twice, perhaps by another process."""
        if self.trouble.dice.random() < 0.02 * self.trouble.level:
            self._begin_anew()
        if not self._number:
            self._write([["b"]], is_whole=False)
        is_whole = self._number % 10 == 1
        items: list[list[Any]] = []
        if is_whole:
            items += [[kind, one, what] for one in SYMBOLS for kind, what in self._standing()]
        items += [item for one in SYMBOLS for item in self._moved(one, always=is_whole)]
        self._write(items, is_whole=is_whole)

    def split(self, symbol: Symbol, ratio: int) -> None:
        """Let there be more shares, each worth less."""
        self.parts[symbol] *= ratio
        self.bids[symbol] //= ratio

    def close(self) -> None:
        """End the day: whatever was for the day only, expires."""
        self.phase = SessionPhase.CLOSED
        self._write(
            [[kind, one, *rest] for one in SYMBOLS for kind, *rest in _LAST], is_whole=False
        )

    def look(self, symbol: Symbol) -> Market:
        """What somebody sees who places an order."""
        bid = self.bids[symbol]
        return Market(
            bid=_dollars(bid),
            ask=_dollars(bid + SPREAD),
            last=_dollars(bid),
            time=self.time,
            phase=self.phase,
            exchange_phase=self.phase,
            closes=self.time + timedelta(hours=5),
        )

    def prices(self) -> dict[Symbol, Price]:
        """What a share of each symbol was sold for last."""
        return {symbol: _dollars(bid) for symbol, bid in self.bids.items()}

    @property
    def time(self) -> datetime:
        """Market time."""
        return time_of(time_units(self.clock.now()))

    def _begin_anew(self) -> None:
        moment = int(self.clock.now().timestamp() * 1000)
        self._run, self._number = uuid7(moment, self.dice.randbytes(RUN_BYTES)), 0

    def _standing(self) -> list[tuple[str, str]]:
        return [("s", "trading"), ("p", self.phase)]

    def _moved(self, symbol: Symbol, *, always: bool) -> list[list[Any]]:
        draw = self.dice
        if draw.random() < 0.5 and not always:
            return []
        least = 800 // self.parts[symbol]
        self.bids[symbol] = max(least, self.bids[symbol] + draw.randint(-12, 12))
        bid, shown = self.bids[symbol], [str(draw.choice((3, 20, 100))) for _ in "ba"]
        offers = (_dollars(bid), shown[0]), (_dollars(bid + SPREAD), shown[1])
        quote = [
            "q",
            symbol,
            *[each for at, many in offers for each in (price(str(at)), size(many))],
        ]
        if draw.random() < 0.3:
            return [quote, ["t", symbol, price(str(_dollars(bid + 2))), size("40"), ""]]
        return [quote]

    def _write(self, items: list[list[Any]], *, is_whole: bool) -> None:
        self._number += 1
        now = time_units(self.clock.now())
        timed = [[*item[:2], now, *item[2:]] for item in items]
        written = TapeWritten(
            run=self._run, number=self._number, time=now, complete=is_whole, items=timed
        )
        self.tape.write(written)
        if self.trouble.repeats():
            self.tape.write(written)


_LAST = (("p", "closed"), ("e",))


def _dollars(cents: int) -> Price:
    return Price(Decimal(cents) / 100)
