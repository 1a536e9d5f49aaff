"""All bars of one instrument from before its simulation began."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from market_data.domain.bars import MINUTE, WIDTHS, Bar, bar_end, bar_start, rounded_down, zone_of
from market_data.domain.past.beginning import Beginning
from market_data.domain.past.draws import Draws
from market_data.domain.past.hours import PastSession, sessions_before
from market_data.domain.past.pieces import Maker, Piece, starting
from market_data.domain.past.walk import Walk
from market_data.domain.simulation.characters import Character
from market_data.domain.trading_days import TradingDays
from vocabulary import BarInterval

MINUTE_DAYS = timedelta(days=35)
"""For so many days there are minutes, and bars of up to four hours made of them."""
YEARS = 5
"""For so many whole years, and for the one in which the simulation began, there are days."""
WITHIN_A_DAY = tuple(WIDTHS)
COARSE = 30
"""Days that are further away are made of so many minutes at once."""


class Past:
    """The same for the same beginning and the same dice, whatever of it is asked for first."""

    def __init__(
        self, character: Character, beginning: Beginning, days: TradingDays, draws: Draws
    ) -> None:
        self._character, self._beginning = character, beginning
        self._days, self._draws = days, draws
        self._ticks = int(beginning.price / character.instrument.tick_size)
        self._until = rounded_down(beginning.begins, MINUTE)
        self._last = self._until.date()
        self._before: dict[date, int] = {}
        self._zone = zone_of(character.instrument.asset_class)
        self._maker = Maker(character.instrument)

    def bars(self, interval: BarInterval, first: datetime, until: datetime) -> list[Bar]:
        """Those of a day or less that start from ``first`` on and before ``until``."""
        minutely = interval is not BarInterval.DAY_1
        if until.date() < (self._last - MINUTE_DAYS if minutely else first_day(self._last)):
            return []
        made: list[Bar] = []
        for session, width, pieces in self._sessions(until):
            if _closes(session) <= first or (minutely and width > 1):
                break
            if session.opens < until and session.on not in self._beginning.taken:
                bars = self._bars(session, pieces, interval)
                made += [bar for bar in reversed(bars) if first <= bar.start < until]
        return made[::-1]

    def newest(self) -> list[Bar]:
        """All of the day on which the simulation began, and the days since the year before.

        What grows at that moment, be it a bar of five minutes or of a year, consists of these.
        """
        today = bar_start(self._until, BarInterval.DAY_1, self._zone)
        this_year = bar_start(self._until, BarInterval.YEAR_1, self._zone)
        last_year = bar_start(this_year - MINUTE, BarInterval.YEAR_1, self._zone)
        short = [bar for one in WITHIN_A_DAY for bar in self.bars(one, today, self._until)]
        return short + self.bars(BarInterval.DAY_1, last_year, today)

    def _bars(self, session: PastSession, pieces: list[Piece], interval: BarInterval) -> list[Bar]:
        return [
            self._maker.bar(piece, start, interval)
            for start, piece in starting(pieces, session.opens, interval, self._zone)
            if bar_end(start, interval, self._zone) <= self._until
        ]

    def _sessions(self, until: datetime) -> Iterator[tuple[PastSession, int, list[Piece]]]:
        """The last one first, in pieces of so many minutes.

        Of those that began at ``until`` or later some may be left out.
        """
        walk = Walk(self._character, self._draws, self._ticks)
        calendar, first = self._character.instrument.calendar, first_day(self._last)
        for session in sessions_before(calendar, self._days, self._until, first):
            known = self._before.get(session.on)
            if known is not None and session.opens >= until:
                walk.parts = known
                continue
            width = 1 if session.on > self._last - MINUTE_DAYS else COARSE
            yield session, width, walk.back(session, width)
            if width == 1:
                self._before[session.on] = walk.parts


def first_day(last: date) -> date:
    """The first day of a past of which the last one is ``last``."""
    return date(last.year - YEARS, 1, 1)


def _closes(session: PastSession) -> datetime:
    return session.opens + session.minutes * MINUTE
