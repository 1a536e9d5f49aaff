"""Parts of recorded days, pressed together, and when during them traders want something."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from random import Random

from order.domain.exchange.inputs import Item
from recorded.playing import HOUR, day_without_auctions
from recorded.ticks import DAYS, SYMBOLS, Shown, Tick, Window, excerpt, ticks_of
from recorded.wishes import Traders, Wish
from vocabulary import AccountId, SessionPhase

MORNING, EVENING, NEXT_DAY = (
    Window(DAYS[0], "13:30:00", "13:40:00"),
    Window(DAYS[0], "19:52:00"),
    Window(DAYS[1], "13:30:00", "13:38:00"),
)
HALF_A_MILLISECOND = 500
SECOND = 1_000_000


@dataclass(frozen=True)
class Schedule:
    """Ticks by symbol and part, wishes, who has them, and the market time at which all is over."""

    ticks: dict[str, list[list[Tick]]]
    wishes: Sequence[Wish]
    accounts: Sequence[AccountId]
    ends: int

    @property
    def stops(self) -> list[tuple[int, list[Wish]]]:
        """The market times at which somebody wants something, and what."""
        return [(at, [*own]) for at, own in groupby(self.wishes, attrgetter("at"))]

    def record(self, folder: Path) -> None:
        """Write the ticks as a recording that a feed can replay."""
        excerpt([MORNING, EVENING, NEXT_DAY], folder)

    def items(self) -> list[Item]:
        """What books are told: to the end of the last part, but not of its day."""
        told: list[list[Item]] = []
        for morning, evening, next_day in self.ticks.values():
            items = day_without_auctions([[*morning, *evening], next_day])
            told.append([item for item in items if item[2] <= self.ends])
        return [*merge(*told, key=itemgetter(2))]


def schedule(stops: int, at_once: int, seed: int = 7) -> Schedule:
    """So many orders at each of so many times; one of these is in the night."""
    parts = MORNING, EVENING, NEXT_DAY
    ticks = {symbol: [[*ticks_of([part], symbol)] for part in parts] for symbol in SYMBOLS}
    whole = [[tick for own in ticks.values() for tick in own[part]] for part in range(len(parts))]
    edges = [(min(one)[0], max(one)[0]) for one in whole]
    ends = edges[-1][1] // 1_000 * 1_000 - HALF_A_MILLISECOND
    shown = {symbol: Shown(tick for part in own for tick in part) for symbol, own in ticks.items()}
    traders, draw = Traders(seed, shown, ends), Random(seed)  # noqa: S311  # the same every time
    begun = [draw.choice(edges) for _ in range(stops - 1)]
    times = [draw.randrange(begin + SECOND, end - 20 * SECOND) for begin, end in begun]
    night = edges[1][1] + 4 * HOUR
    wishes: list[Wish] = []
    for time in sorted([*times, night]):
        at = time // 1_000 * 1_000 + HALF_A_MILLISECOND  # never at the time of a tick
        phase = SessionPhase.CLOSED if time == night else SessionPhase.REGULAR
        wishes += traders.wishes(at, at_once, phase)
    return Schedule(ticks, wishes, traders.accounts, ends)
