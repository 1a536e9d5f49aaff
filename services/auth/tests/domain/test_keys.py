"""Which key signs, and which are shown, while keys come and go."""

from datetime import UTC, datetime, timedelta

import pytest

from auth.domain.keys import (
    PUBLISHED_AFTER,
    PUBLISHED_AHEAD,
    KeyLife,
    Stage,
    published_keys,
    signing_key,
    standings,
)

START = datetime(2026, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
OLD, NEW = KeyLife("old", START), KeyLife("new", START + DAY)


def kids(keys: list[KeyLife]) -> list[str]:
    return [key.kid for key in keys]


def test_the_very_first_key_signs_at_once() -> None:
    assert signing_key([OLD], START) is OLD
    assert published_keys([OLD], START) == [OLD]


@pytest.mark.parametrize(
    ("after", "signs", "published"),
    [
        (0 * SECOND, "old", ["old", "new"]),
        (PUBLISHED_AHEAD - SECOND, "old", ["old", "new"]),
        (PUBLISHED_AHEAD, "new", ["old", "new"]),
        (PUBLISHED_AHEAD + PUBLISHED_AFTER - SECOND, "new", ["old", "new"]),
        (PUBLISHED_AHEAD + PUBLISHED_AFTER, "new", ["new"]),
        (365 * DAY, "new", ["new"]),
    ],
)
def test_a_key_is_shown_before_it_signs_and_after_it_has_signed(
    after: timedelta, signs: str, published: list[str]
) -> None:
    now = NEW.created_at + after

    assert signing_key([NEW, OLD], now).kid == signs
    assert kids(published_keys([NEW, OLD], now)) == published


def test_a_withdrawn_key_is_worth_nothing_at_once() -> None:
    withdrawn = KeyLife("old", START, retired_at=START + DAY)

    assert signing_key([withdrawn, NEW], START + DAY) is NEW
    assert published_keys([withdrawn, NEW], START + DAY) == [NEW]


def test_without_a_key_nothing_can_be_signed() -> None:
    with pytest.raises(ValueError, match="no signing key"):
        signing_key([KeyLife("old", START, retired_at=START)], START)
    assert published_keys([], START) == []


@pytest.mark.parametrize(
    ("after", "stages"),
    [
        (0 * SECOND, [Stage.SIGNING, Stage.WAITING]),
        (PUBLISHED_AHEAD - SECOND, [Stage.SIGNING, Stage.WAITING]),
        (PUBLISHED_AHEAD, [Stage.RETIRING, Stage.SIGNING]),
        (PUBLISHED_AHEAD + PUBLISHED_AFTER - SECOND, [Stage.RETIRING, Stage.SIGNING]),
        (PUBLISHED_AHEAD + PUBLISHED_AFTER, [Stage.RETIRED, Stage.SIGNING]),
    ],
)
def test_a_key_waits_signs_and_retires(after: timedelta, stages: list[Stage]) -> None:
    shown = standings([NEW, OLD], NEW.created_at + after)

    until = NEW.created_at + PUBLISHED_AHEAD + PUBLISHED_AFTER
    assert [one.stage for one in shown] == stages
    assert [(one.kid, one.accepted_until) for one in shown] == [("old", until), ("new", None)]


def test_a_withdrawn_key_has_ended_when_it_was_withdrawn() -> None:
    withdrawn = KeyLife("old", START, retired_at=START + SECOND)

    assert [(one.stage, one.accepted_until) for one in standings([withdrawn], START + DAY)] == [
        (Stage.WITHDRAWN, START + SECOND)
    ]
    assert standings([], START) == []
