"""The ``simulator`` feed: a made-up market that is the same for the same seed."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from heapq import heapify, heapreplace
from random import Random

from market_data.domain.actions import CorporateAction, midnight_after
from market_data.domain.instruments import Instrument
from market_data.domain.sessions import Sessions
from market_data.domain.simulation.characters import LISTED, Character
from market_data.domain.simulation.factors import Factor
from market_data.domain.simulation.symbol import SimulatedSymbol
from market_data.domain.simulation.timetable import Continuous, ExchangeTimetable, Timetable
from market_data.domain.ticks import Tick
from market_data.feeds.calendars import open_sessions
from market_data.feeds.catalogue import catalogue
from market_data.feeds.characters import USUAL, character_of
from market_data.feeds.feed import FeedRefused, FeedReport, Steering
from market_data.settings import MarketDataSettings
from vocabulary import ClockState, Price, Symbol

NAME = "simulator"
STEPS_PER_GROUP = 100


class Simulator:
    """A feed that makes its ticks up, a group at a time, as they are asked for."""

    name = NAME
    source = NAME
    time = ClockState.LIVE
    steering = Steering.ONWARD

    def __init__(
        self,
        characters: Sequence[Character],
        settings: MarketDataSettings,
        begins: datetime,
    ) -> None:
        self.begins = begins
        self._seed = settings.seed
        self.instruments = [character.instrument for character in characters]
        gap = timedelta(seconds=1) / settings.quotes_per_second
        names = {load.factor for character in characters for load in character.loads}
        factors = {name: Factor(begins, _dice(settings, f"factor {name}")) for name in names}
        sessions = open_sessions(settings.session)
        self._symbols = {
            character.instrument.symbol: SimulatedSymbol(
                character,
                gap,
                _timetable(character.instrument, sessions, settings),
                factors,
                _dice(settings, character.instrument.symbol),
            )
            for character in characters
        }
        self.midnight: datetime | None = None
        self._day_ends = midnight_after(begins)
        self._changed: dict[Symbol, SimulatedSymbol] = {}

    async def ticks(self) -> AsyncGenerator[Sequence[Tick]]:
        """First where every symbol stands, then every symbol at its own pace, for ever.

        No group goes beyond a midnight.
        """
        symbols = list(self._symbols.values())
        self._changed.clear()
        yield [tick for symbol in symbols for tick in symbol.begin(self.begins)]
        queue = [(symbol.due, n) for n, symbol in enumerate(symbols)]
        heapify(queue)
        while True:
            yield self._next_group(symbols, queue)

    def take_effect(self, action: CorporateAction) -> None:
        """From its next tick on, prices and sizes are of shares after ``action``."""
        symbol = self._symbols.get(action.symbol)
        if symbol is not None:
            symbol.take_effect(action.what)
            self._changed[action.symbol] = symbol

    def price(self, symbol: Symbol) -> Price:
        """What a share is worth where the feed stands, in dollars."""
        return self._symbols[symbol].price

    def report(self) -> FeedReport:
        """There is nothing to read, and nothing can be broken."""
        return FeedReport(seed=self._seed)

    def _next_group(
        self, symbols: Sequence[SimulatedSymbol], queue: list[tuple[datetime, int]]
    ) -> Sequence[Tick]:
        ticks = self._shown_anew(min(queue[0][0], self._day_ends))
        if self.midnight is not None:
            self._day_ends, self.midnight = midnight_after(self.midnight), None
        for _ in range(STEPS_PER_GROUP):
            due, number = queue[0]
            if due >= self._day_ends:
                self.midnight = self._day_ends
                break
            symbol = symbols[number]
            ticks += symbol.step()
            heapreplace(queue, (symbol.due, number))
        return ticks

    def _shown_anew(self, time: datetime) -> list[Tick]:
        changed, self._changed = self._changed, {}
        return [tick for symbol in changed.values() for tick in symbol.show_anew(time)]


def _timetable(
    instrument: Instrument, sessions: Sessions, settings: MarketDataSettings
) -> Timetable:
    """Stocks have auctions where they have hours; all else trades as its session says."""
    if settings.session == "always" or instrument.asset_class not in LISTED:
        return Continuous(sessions.of(instrument.asset_class))
    return ExchangeTimetable(sessions.days, extended=settings.session == "extended")


def _dice(settings: MarketDataSettings, name: str) -> Random:
    return Random(f"{settings.seed} {name}")  # noqa: S311  # it has to be the same again


def _chosen(symbols: Sequence[Symbol]) -> list[Character]:
    known = catalogue().instruments
    if unknown := sorted(set(symbols) - known.keys()):
        reason = f"no {', '.join(unknown)} among the {len(known)} instruments of the catalogue"
        raise FeedRefused("unknown_symbol", reason)
    return [character_of(symbol) for symbol in sorted(set(symbols or USUAL))]


@asynccontextmanager
async def open_feed(settings: MarketDataSettings, now: datetime) -> AsyncGenerator[Simulator]:
    """A simulated market that begins now, to the millisecond.

    Raises:
        FeedRefused: it does not know one of the symbols that the settings name.
    """
    begins = now.replace(microsecond=now.microsecond // 1000 * 1000)
    yield Simulator(_chosen(settings.symbols), settings, begins)
