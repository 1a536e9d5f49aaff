"""Of which times all bars are known that there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from market_data.domain.bars import bar_end, bar_start
from market_data.domain.patience import Backoff
from market_data.domain.stretch import END, Span
from vocabulary import BarInterval

LATE_MAX = timedelta(days=4)
"""So late a vendor may be: one that tells a day at its end, with a long weekend in between."""
GROWING = timedelta(hours=1)
"""For so long after its end a bar may not be all there yet with a vendor that tells late."""
_MOMENT = timedelta(microseconds=1)
_PAUSES = Backoff(first=60.0, longest=900.0)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same moments, in spans that do not touch each other, in the order of time."""
    result: list[Span] = []
    for span in sorted(spans, key=lambda one: one.first):
        if result and span.first <= result[-1].until:
            last = result.pop()
            span = Span(last.first, max(last.until, span.until))  # noqa: PLW2901  # it grew
        result.append(span)
    return result


def gap(wanted: Span, known: Iterable[Span]) -> Span | None:
    """The shortest span with all of ``wanted`` that is not known; None if everything is."""
    first, until = wanted.first, wanted.until
    for one in joined(known):
        if one.first <= first < one.until:
            first = one.until
        if one.first < until <= one.until:
            until = one.first
    return Span(first, until) if first < until else None


@dataclass(frozen=True, slots=True)
class _Awaited:
    """What a vendor may not have had yet; ``newest`` is where what it did have ends."""

    span: Span
    newest: datetime
    again_at: float
    tries: int


class Coverage:
    """What a vendor was asked for of one symbol and interval.

    Of the newest days it may have had nothing only because it is late. That is asked for again,
    and with ever longer pauses as long as nothing comes. Times without a date are seconds of any
    clock that never goes back.
    """

    def __init__(self) -> None:
        self._known: list[Span] = []
        self._awaited: _Awaited | None = None

    def not_now(self, now: float) -> list[Span]:
        """What is known, and for how much it is too early to ask again."""
        if self._awaited is None or now >= self._awaited.again_at:
            return self._known
        return [*self._known, Span(self._awaited.span.first, END)]

    def around(self, moment: datetime) -> Span:
        """The whole stretch that is known, and in which ``moment`` is; an empty one if none is."""
        known = (one for one in self._known if one.first <= moment < one.until)
        return next(known, Span(moment, moment))

    def answered(self, asked: Span, newest: Span | None, today: datetime, now: float) -> None:
        """All of ``asked`` was told but, perhaps, what is late at the time of day ``today``.

        ``newest`` is when the newest of the bars that were told lasts, if there were any.
        """
        sure = min(asked.until, max(_sure(asked, newest, today), today - LATE_MAX))
        self._known = joined([*self._known, Span(asked.first, sure)])
        if sure >= asked.until:
            if self._awaited is not None and asked.until >= self._awaited.span.until:
                self._awaited = None
            return
        before = self._awaited or _Awaited(asked, asked.first, now, 0)
        ends = max(before.newest, newest.until) if newest else before.newest
        tries = before.tries + 1 if ends == before.newest else 1
        again_at = now + _PAUSES.pause(tries, 1)
        self._awaited = _Awaited(Span(sure, asked.until), ends, again_at, tries)


def _sure(asked: Span, newest: Span | None, today: datetime) -> datetime:
    if newest is None:
        return asked.first
    return newest.until if newest.until <= today - GROWING else newest.first


def whole_bars(asked: Span, known: Span, interval: BarInterval, zone: tzinfo) -> Span | None:
    """Where the bars of ``interval`` are that have a part in ``asked`` and no part is unknown."""
    first = bar_start(asked.first, interval, zone)
    if first < known.first:
        first = bar_end(first, interval, zone)
    last = bar_start(min(asked.until, known.until) - _MOMENT, interval, zone)
    ends = bar_end(last, interval, zone)
    until = last if ends > known.until else ends
    return Span(first, until) if first < until else None
