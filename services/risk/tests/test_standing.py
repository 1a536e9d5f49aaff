"""How an account stands, as it is stored, and as earlier versions have stored it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from risk.domain.companies import TOLD, Foreseen
from risk.domain.profile import Profile
from risk.repository.profiles import moved_document, profile_of, standing_document
from vocabulary import MarginType, OrderId, Quantity, Symbol

NOON = datetime(2013, 10, 7, 16, tzinfo=UTC)


@dataclass
class Row:
    """A row of ``accounts``."""

    standing: dict[str, Any]
    user_id: UUID | None = None
    margin: str = MarginType.MARGIN
    fills: int = 0
    is_closed: bool = False


def test_who_orders_without_end_carries_no_more_along_than_a_minute_has_seconds() -> None:
    profile = Profile(margin=MarginType.MARGIN)
    for place in range(10_000):
        profile.diary.note_order(NOON + timedelta(milliseconds=5 * place))

    stored = standing_document(profile)

    assert len(stored) < 4_000
    restored = profile_of(Row(json.loads(stored)), {}, {})
    assert restored == profile
    assert restored.diary.placed_until(NOON + timedelta(seconds=50)) == 10_000


def test_orders_that_were_stored_one_by_one_count_still() -> None:
    times = [(NOON + timedelta(seconds=second)).isoformat() for second in (0, 10)]

    diary = profile_of(Row({"placed": times}), {}, {}).diary

    assert diary.placed_until(NOON + timedelta(seconds=59)) == 2
    assert diary.placed_until(NOON + timedelta(seconds=60)) == 1


def test_splits_that_were_stored_without_what_they_were_of_are_known_still() -> None:
    stored = {"splits": {str(UUID(int=1)): "100", str(UUID(int=2)): "0"}}

    profile = profile_of(Row(stored), {}, {})

    assert profile.splits[UUID(int=1)] == Foreseen(Quantity(Decimal(100)))
    assert profile.splits[UUID(int=2)] == TOLD


def test_what_was_foreseen_and_what_was_traded_is_stored() -> None:
    nothing, some = Quantity(Decimal(0)), Quantity(Decimal(10))
    splits = {
        UUID(int=1): Foreseen(some, some, frozenset({OrderId(UUID(int=3))})),
        UUID(int=2): Foreseen(nothing, nothing),
    }
    days = {NOON.date() + timedelta(days=one): some for one in range(3)}
    profile = Profile(splits=splits, moved={Symbol("ACME"): days})

    standing, moved = json.loads(standing_document(profile)), json.loads(moved_document(days))

    assert profile_of(Row(standing, margin="cash"), {}, {Symbol("ACME"): moved}) == profile


def test_day_trades_that_were_stored_one_by_one_count_still() -> None:
    stored = {"day_trades": ["2013-10-04", "2013-10-07", "2013-10-07"]}

    diary = profile_of(Row(stored), {}, {}).diary

    assert diary.day_trades_until(NOON.date()) == 3
    assert json.loads(standing_document(Profile(diary=diary)))["day_trades"] == {
        "2013-10-04": 1,
        "2013-10-07": 2,
    }
