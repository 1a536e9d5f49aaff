"""Of which times all bars are known that there are."""

from collections.abc import Iterable

from market_data.domain.stretch import Span


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
