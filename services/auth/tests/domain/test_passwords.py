"""Passwords that would be tried first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.domain.passwords import is_tried_first

COMMON = frozenset({"password1", "trustno1"})
ADA = ("ada.lovelace+trading@example.com", "Ada Lovelace")


@pytest.mark.parametrize(
    "password",
    [
        "password1",
        "PassWord1",
        "TRUSTNO1",
        "aaaaaaaa",
        "abababab",
        "        ",
        "outcry123",
        "Outcry!2026",
        "outcryoutcry",
        "ada.lovelace+trading",
        "Ada Lovelace",
        "adalovelace1815",
        "lovelace-outcry",
        "12trading12",
    ],
)
def test_what_anybody_would_try_is_refused(password: str) -> None:
    assert is_tried_first(password, COMMON, ADA)


@pytest.mark.parametrize(
    "password",
    [
        "password1 and more",
        "correct horse battery staple",
        "ada loves engines",
        "the outcry of 1815",
        "example.com",
        "90210-31415",
        "\u00fcber\u00e4ngstlich",
    ],
)
def test_what_is_only_part_of_a_password_does_no_harm(password: str) -> None:
    assert not is_tried_first(password, COMMON, ADA)


def test_without_names_only_popular_ones_are_refused() -> None:
    assert is_tried_first("trustno1", COMMON, ())
    assert not is_tried_first("ada lovelace", COMMON, ())


def test_a_very_short_name_is_in_too_many_words_to_mean_anything() -> None:
    assert not is_tried_first("bo123456789", COMMON, ("Bo Li",))


@given(st.text(min_size=8, max_size=128), st.text(max_size=80))
def test_the_answer_does_not_depend_on_capitals(password: str, name: str) -> None:
    small = is_tried_first(password.casefold(), COMMON, [name])

    assert is_tried_first(password, COMMON, [name]) == small
