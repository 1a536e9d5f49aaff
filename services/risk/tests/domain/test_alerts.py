"""When an alert about a price goes off."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.domain.alerts import QUIET, Alert, middle
from vocabulary import AccountId, AlertKind, Price, Quantity, Symbol

NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)
CROSSES, MOVES = AlertKind.CROSSES, AlertKind.MOVES
prices = st.decimals("0.01", "1000", places=2).map(Price)


def dollars(figure: str) -> Price:
    return Price(Decimal(figure))


def alert(kind: AlertKind, level: str, reference: str, *, repeats: bool = False) -> Alert:
    return Alert(
        AccountId(UUID(int=1)),
        UUID(int=2),
        Symbol("IBM"),
        kind,
        Decimal(level),
        dollars(reference),
        repeats,
        NINE,
    )


def rings(one: Alert, *said: str, every: timedelta = QUIET) -> list[str]:
    """The prices, one after the other, at which it goes off."""
    heard: list[str] = []
    for number, price in enumerate(said, start=1):
        after = one.heard(dollars(price), NINE + number * every)
        if after.version != one.version:
            assert (after.fired_price, after.reference) == (dollars(price), dollars(price))
            heard.append(price)
        one = after
    return heard


@pytest.mark.parametrize(
    ("kind", "level", "reference", "said", "expected"),
    [
        (CROSSES, "190", "189", ["189.99", "190"], ["190"]),
        (CROSSES, "190", "189", ["191", "189"], ["191"]),
        (CROSSES, "190", "191", ["190.01", "189.99"], ["189.99"]),
        (CROSSES, "190", "189", ["188", "189.99"], []),
        (CROSSES, "190", "190", ["190", "190"], []),
        (CROSSES, "190", "190", ["190.5", "191"], []),
        (CROSSES, "190", "190", ["190.5", "189.5"], ["189.5"]),
        (MOVES, "2", "100", ["101.99", "102"], ["102"]),
        (MOVES, "2", "100", ["98.01", "98"], ["98"]),
        (MOVES, "2", "100", ["101", "99"], []),
    ],
)
def test_it_goes_off_once(
    kind: AlertKind, level: str, reference: str, said: list[str], expected: list[str]
) -> None:
    assert rings(alert(kind, level, reference), *said) == expected


@pytest.mark.parametrize(
    ("kind", "level", "said", "expected"),
    [
        (CROSSES, "190", ["191", "189", "188", "190"], ["191", "189", "190"]),
        (CROSSES, "190", ["190", "189", "190"], ["190", "190"]),
        (MOVES, "10", ["209", "225", "230", "202.5"], ["209", "230", "202.5"]),
    ],
)
def test_one_that_repeats_goes_on_from_where_it_went_off(
    kind: AlertKind, level: str, said: list[str], expected: list[str]
) -> None:
    assert rings(alert(kind, level, "189", repeats=True), *said) == expected


def test_one_that_repeats_is_quiet_for_a_minute_and_then_sees_what_it_missed() -> None:
    one = alert(CROSSES, "190", "189", repeats=True)

    assert rings(one, "191", "189", "191", "189", every=QUIET / 3) == ["191", "189"]


@given(prices, prices, prices)
def test_a_level_is_crossed_by_who_goes_from_one_side_of_it_to_the_other(
    level: Price, reference: Price, price: Price
) -> None:
    one = replace(alert(CROSSES, "1", "1"), level=level, reference=reference)
    between = min(reference, price) <= level <= max(reference, price)

    has_fired = one.heard(price, NINE).fired_at is not None

    assert has_fired == (between and reference != level)


@given(prices, prices, prices, st.sampled_from(AlertKind))
def test_a_split_that_moves_nothing_sets_nothing_off(
    level: Price, reference: Price, price: Price, kind: AlertKind
) -> None:
    """Prices a fifth of what they were are, in new shares, where they were."""
    one = replace(alert(kind, "1", "1"), level=level, reference=reference)
    after = one.split(Quantity(Decimal(5)), Quantity(Decimal(1)))

    in_new_shares = Price(price / 5)

    assert (after.heard(in_new_shares, NINE).fired_at is None) == (
        one.heard(price, NINE).fired_at is None
    )


def test_the_middle_is_known_where_both_sides_are() -> None:
    assert middle(dollars("10.01"), dollars("10.02")) == dollars("10.015")
    assert middle(None, dollars("10")) is None
    assert middle(dollars("10"), None) is None
