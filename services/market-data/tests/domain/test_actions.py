"""What a company does to its shares."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from market_data.domain.actions import (
    COMES_AFTER,
    WHEN_CORRECTED,
    ActionStatus,
    CorporateAction,
    Dividend,
    Split,
    status_when_announced,
)
from vocabulary import CorporateActionKind, Money, Quantity, Symbol

AAPL = Symbol("AAPL")


def split(new: str, old: str) -> Split:
    return Split(Quantity(Decimal(new)), Quantity(Decimal(old)))


def dividend(cash: str) -> Dividend:
    return Dividend(Money(Decimal(cash)))


def test_a_split_is_so_many_new_shares_for_each_old_one() -> None:
    assert split("7", "1").ratio == 7
    assert split("3", "2").ratio == Fraction(3, 2)
    assert split("1", "8").ratio == Fraction(1, 8)


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda: split("0", "1"), "some shares"),
        (lambda: split("2", "-1"), "some shares"),
        (lambda: split("2", "2"), "as many shares"),
        (lambda: dividend("0"), "some money"),
        (lambda: dividend("-0.1"), "some money"),
    ],
)
def test_what_is_no_action_is_refused(made: Callable[[], object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        made()


def test_an_action_is_known_by_its_symbol_its_kind_and_its_day() -> None:
    day = date(2014, 6, 9)
    action = CorporateAction(AAPL, day, split("7", "1"))
    others = [
        CorporateAction(AAPL, day, dividend("0.47")),
        CorporateAction(AAPL, date(2014, 6, 10), split("7", "1")),
        CorporateAction(Symbol("IBM"), day, split("7", "1")),
    ]

    assert action.kind is CorporateActionKind.SPLIT
    assert others[0].kind is CorporateActionKind.DIVIDEND
    assert action.action_id == CorporateAction(AAPL, day, split("14", "2")).action_id
    assert len({one.action_id for one in (action, *others)}) == 4
    assert str(action.action_id) == "fc6cb871-e091-5409-875d-f0231b92f887"


@pytest.mark.parametrize(
    ("day", "midnight"),
    [
        (date(2014, 6, 9), "2014-06-09T04:00:00+00:00"),
        (date(2014, 11, 6), "2014-11-06T05:00:00+00:00"),
    ],
)
def test_an_ex_date_is_a_day_in_new_york(day: date, midnight: str) -> None:
    action = CorporateAction(AAPL, day, dividend("0.47"))

    assert action.effective_at.isoformat() == midnight


def test_what_began_before_it_was_announced_is_past() -> None:
    action = CorporateAction(AAPL, date(2014, 6, 9), dividend("0.47"))
    midnight = action.effective_at

    before = midnight - timedelta(microseconds=1)
    for status in ActionStatus.IMPORTED, ActionStatus.CORRECTED:
        assert status_when_announced(action, status, before) is ActionStatus.ANNOUNCED
    assert status_when_announced(action, ActionStatus.IMPORTED, midnight) is ActionStatus.PAST


def test_what_was_announced_in_time_is_not_past_because_it_was_corrected() -> None:
    action = CorporateAction(AAPL, date(2014, 6, 9), dividend("0.47"))
    late = action.effective_at + timedelta(days=3)

    assert status_when_announced(action, ActionStatus.CORRECTED, late) is ActionStatus.ANNOUNCED


def test_what_is_effective_or_past_is_never_effective_again() -> None:
    effective = COMES_AFTER[ActionStatus.EFFECTIVE]
    assert effective == {ActionStatus.ANNOUNCED}
    assert ActionStatus.EFFECTIVE not in {
        *WHEN_CORRECTED,
        *frozenset().union(*COMES_AFTER.values()),
    }
