"""Fields become moments, prices and sizes. What cannot be one is a ``ValueError`` that says why."""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from vocabulary import DIGITS_MAX, NO_SHARES, PRICE_PLACES, QUANTITY_PLACES, Price, Quantity

NUMBERS_REMEMBERED = 16_384
"""Prices and sizes come again and again; parsing each once is half of the speed."""

YEARS = range(1900, 2200)
"""Further away is what people write who know no date, and no calendar to reckon with."""


def moment(text: str) -> datetime:
    """A moment, in UTC.

    Raises:
        ValueError: it is none, or nobody knows in which time zone.
    """
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"{text!r} names no time zone")
    there = time if time.tzinfo is UTC else time.astimezone(UTC)
    if there.year not in YEARS:
        raise _no_time(text)
    return there


def day(text: str) -> date:
    """A day, wherever that is.

    Raises:
        ValueError: it is none.
    """
    on = date.fromisoformat(text)
    if on.year not in YEARS:
        raise _no_time(text)
    return on


@lru_cache(NUMBERS_REMEMBERED)
def price_if_any(text: str) -> Price | None:
    """Dollars; an empty field and a zero say that there is no price.

    Raises:
        ValueError: it is no price.
    """
    return Price(number(text, PRICE_PLACES)) or None if text else None


@lru_cache(NUMBERS_REMEMBERED)
def price(text: str) -> Price:
    """Dollars.

    Raises:
        ValueError: it is no price.
    """
    found = price_if_any(text)
    if found is None:
        raise ValueError(f"{text!r} is not a price")
    return found


@lru_cache(NUMBERS_REMEMBERED)
def size(text: str) -> Quantity:
    """Shares; none, if the field is empty.

    Raises:
        ValueError: it is no size.
    """
    return Quantity(number(text, QUANTITY_PLACES)) if text else NO_SHARES


def number(text: str, places: int) -> Decimal:
    """What is not negative and has not more than ``places`` decimals.

    Raises:
        ValueError: it is something else.
    """
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    if not found.is_finite() or found < 0 or found.adjusted() >= DIGITS_MAX:
        raise ValueError(f"{text!r} is not a price or size")
    if found != round(found, places):
        raise ValueError(f"{text!r} has more than {places} decimals")
    return found


def _no_time(text: str) -> ValueError:
    return ValueError(f"{text!r} is not from {YEARS[0]} to {YEARS[-1]}")
