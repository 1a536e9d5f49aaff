"""Bars of the past in shares of today.

Prices before a split are divided by its ratio and volumes multiplied by it. Prices before a cash
dividend are multiplied by 1 - cash / (last close before the ex-date), which makes the returns of
adjusted prices those of somebody who reinvested the dividend: the method of the CRSP database
("Calculations: adjusted data"). Volumes have nothing to do with dividends.

Factors are fractions, so that any number of them is exact; a price is rounded once, at the end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Context, Decimal, Inexact
from enum import StrEnum
from fractions import Fraction

from market_data.domain.actions import CorporateAction, Split
from market_data.domain.bars import Bar
from vocabulary import (
    PRICE_PLACES,
    QUANTITY_PLACES,
    CorporateActionKind,
    Price,
    Quantity,
)

_ONE = Fraction(1)
_EXACT = Context(prec=100, traps=[Inexact])
_PRICE_UNIT = Decimal(1).scaleb(-PRICE_PLACES)
_QUANTITY_UNIT = Decimal(1).scaleb(-QUANTITY_PLACES)
_TURNOVER_UNIT = _PRICE_UNIT * _QUANTITY_UNIT


class Adjusted(StrEnum):
    """For what bars of the past are adjusted, as written in URLs."""

    RAW = "raw"
    """Nothing: prices as traded."""
    SPLIT = "split"
    """Splits."""
    ALL = "all"
    """Splits and dividends."""

    def applies_to(self, kind: CorporateActionKind) -> bool:
        """Whether actions of this kind count."""
        return self is Adjusted.ALL or self.value == kind.value


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What bars that start before ``at`` are multiplied by, because of one action."""

    kind: CorporateActionKind
    at: datetime
    price: Fraction
    volume: Fraction


def adjustment(action: CorporateAction, close_before: Price | None) -> Adjustment | None:
    """What ``action`` does to the bars before it.

    Nothing, where it cannot be known: a dividend without a close before it, or of at least as much.
    ``close_before`` is in dollars per share as traded on the last day before the ex-date.
    """
    at = action.effective_at
    if isinstance(action.what, Split):
        ratio = action.what.ratio
        return Adjustment(action.kind, at, 1 / ratio, ratio)
    if close_before is None or action.what.cash >= close_before:
        return None
    paid = Fraction(action.what.cash) / Fraction(close_before)
    return Adjustment(action.kind, at, 1 - paid, _ONE)


def adjusted(bars: Iterable[Bar], adjustments: Iterable[Adjustment]) -> list[Bar]:
    """``bars``, in the order of time, as if what came after them had always been so.

    A bar that ends after an adjustment begins is of both kinds of shares: make it of shorter ones.
    """
    todo = sorted(adjustments, key=lambda one: one.at)
    price, volume = _product(todo)
    result: list[Bar] = []
    for bar in bars:
        while todo and todo[0].at <= bar.start:
            done = todo.pop(0)
            price, volume = price / done.price, volume / done.volume
        result.append(_scaled(bar, price, volume) if todo else bar)
    return result


def straddles(first: datetime, until: datetime, adjustments: Iterable[Adjustment]) -> bool:
    """Whether a bar from ``first`` to ``until`` is of shares before and after an adjustment."""
    return any(first < one.at < until for one in adjustments)


def _product(adjustments: Sequence[Adjustment]) -> tuple[Fraction, Fraction]:
    price = volume = _ONE
    for one in adjustments:
        price, volume = price * one.price, volume * one.volume
    return price, volume


def _scaled(bar: Bar, price: Fraction, volume: Fraction) -> Bar:
    turnover = bar.turnover
    if turnover is not None and price * volume != 1:
        turnover = _rounded(turnover, price * volume, _TURNOVER_UNIT)
    return replace(
        bar,
        open=_price(bar.open, price),
        high=_price(bar.high, price),
        low=_price(bar.low, price),
        close=_price(bar.close, price),
        volume=Quantity(_rounded(bar.volume, volume, _QUANTITY_UNIT)),
        turnover=turnover,
    )


def _price(price: Price, factor: Fraction) -> Price:
    """However little it is, it is not nothing."""
    return Price(max(_rounded(price, factor, _PRICE_UNIT), _PRICE_UNIT))


def _rounded(number: Decimal, factor: Fraction, unit: Decimal) -> Decimal:
    """Rounded half-even, as ``round`` does with fractions, to whole units."""
    units = round(Fraction(number) * factor / Fraction(unit))
    return _EXACT.multiply(Decimal(units), unit)
