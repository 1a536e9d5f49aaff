"""Who did best, and in which month."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from analytics.domain.leaderboard import Entry, Season, UnknownSeason, ranked
from vocabulary import AccountId


def entry(number: int, earned: str, drawdown: str = "0") -> Entry:
    return Entry(AccountId(UUID(int=number)), Decimal(earned), Decimal(drawdown), days=1)


def test_the_highest_return_comes_first_and_the_same_shares_a_rank() -> None:
    entries = [
        entry(1, "0.1"),
        entry(2, "0.3", "-0.2"),
        entry(4, "0.3", "-0.1"),
        entry(3, "0.3", "-0.1"),
        entry(5, "-1"),
    ]

    found = [(one.rank, one.entry.account_id.int) for one in ranked(entries)]

    assert found == [(1, 3), (1, 4), (1, 2), (4, 1), (5, 5)]
    assert ranked([]) == []


@pytest.mark.parametrize(
    ("name", "first", "beyond"),
    [
        ("2013-10", date(2013, 10, 1), date(2013, 11, 1)),
        ("2013-12", date(2013, 12, 1), date(2014, 1, 1)),
    ],
)
def test_a_season_is_a_month(name: str, first: date, beyond: date) -> None:
    season = Season.named(name)

    assert season.has(first)
    assert not season.has(beyond)
    assert (season.since, season.until) == (first, beyond)


def test_all_days_belong_to_all() -> None:
    assert Season.named("all").has(date(1970, 1, 1))


@pytest.mark.parametrize("name", ["", "2013", "2013-13", "autumn", "9999-12", "2013-10-07"])
def test_what_is_no_season_is_refused(name: str) -> None:
    with pytest.raises(UnknownSeason):
        Season.named(name)
