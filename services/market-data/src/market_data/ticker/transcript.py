"""What is written on the tape, word by word: ticks in order, turns of the day, marks of time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from market_data.domain.courses import Turn, course_of
from market_data.domain.instruments import Instrument
from market_data.domain.sessions import Sessions
from market_data.domain.ticks import (
    BandTick,
    DepthTick,
    QuoteTick,
    StaleTick,
    StatusTick,
    Tick,
    TradeTick,
)
from market_data.ticker.backlog import Began
from market_data.ticker.items import BEGIN, Item, Told, microseconds
from vocabulary import AssetClass, SessionPhase, Symbol

_MAKERS: dict[type[Tick], Callable[[Told, Any, int], Item]] = {
    QuoteTick: Told.quote,
    TradeTick: Told.trade,
    DepthTick: Told.depth,
    StatusTick: Told.status,
    StaleTick: Told.stale,
    BandTick: Told.bands,
}
"""Bars are not of the tape: they say what it has said already."""


class Transcript:
    """Time on the tape never goes back, but where the market begins anew.

    What a vendor tells late is written down as of when it was heard: nobody could trade on it
    before. ``time`` is in microseconds.
    """

    def __init__(self, instruments: Iterable[Instrument], sessions: Sessions) -> None:
        self._of_class: defaultdict[AssetClass, list[Symbol]] = defaultdict(list)
        for one in instruments:
            self._of_class[one.asset_class].append(one.symbol)
        self._courses = {kind: course_of(kind, sessions) for kind in self._of_class}
        self._told: dict[Symbol, Told] = {}
        self._phases: dict[AssetClass, SessionPhase] = {}
        self._turns: dict[AssetClass, Turn] = {}
        self.time = self._next_turn = 0

    def write(self, taken: Iterable[Tick | Began]) -> list[Item]:
        """What the market has taken, and what lies between."""
        items: list[Item] = []
        for tick in taken:
            if isinstance(tick, Began):
                items += self._begin(tick.time)
            elif (make := _MAKERS.get(type(tick))) is not None:
                time = microseconds(tick.time)
                if time < self.time:
                    time = self.time
                elif time >= self._next_turn:
                    items += self.go_on(time)
                self.time = time
                items.append(make(self._told[tick.symbol], tick, time))
        return items

    def go_on(self, time: int) -> list[Item]:
        """Time has come to ``time``; what the calendar says meanwhile."""
        items: list[Item] = []
        while time >= self._next_turn:
            items += self._turn()
        self.time = max(self.time, time)
        return items

    def standing(self) -> list[Item]:
        """Where every symbol stands."""
        return [item for told in self._told.values() for item in told.standing()]

    def _begin(self, moment: datetime) -> list[Item]:
        """Nothing is known of anything but the time, and what the calendar says."""
        self.time = microseconds(moment)
        self._told = {one: Told(one) for symbols in self._of_class.values() for one in symbols}
        items: list[Item] = [[BEGIN, self.time]]
        for kind, course in self._courses.items():
            items += self._enter(kind, course.phase(moment), self.time)
            self._turns[kind] = course.next_turn(moment)
        self._look_ahead()
        return items

    def _turn(self) -> Iterator[Item]:
        """The next turn of all classes that have it at the same time."""
        time = self._next_turn
        for kind, turn in self._turns.items():
            if microseconds(turn.time) == time:
                if turn.ends_day:
                    yield from (self._told[one].day_end(time) for one in self._of_class[kind])
                if turn.phase is not self._phases[kind]:
                    yield from self._enter(kind, turn.phase, time)
                self._turns[kind] = self._courses[kind].next_turn(turn.time)
        self._look_ahead()

    def _enter(self, kind: AssetClass, phase: SessionPhase, time: int) -> Iterator[Item]:
        self._phases[kind] = phase
        return (self._told[one].phase(phase, time) for one in self._of_class[kind])

    def _look_ahead(self) -> None:
        self._next_turn = min(microseconds(turn.time) for turn in self._turns.values())
