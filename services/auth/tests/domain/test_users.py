"""E-mails, passwords and names, and what is left of somebody who leaves."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.domain.users import (
    User,
    name_from,
    new_password,
    normal_display_name,
    normal_email,
    prepared_password,
)
from vocabulary import AccountId, Role, UserId

NOW = datetime(2026, 7, 4, tzinfo=UTC)
ADA = User(
    user_id=UserId(UUID(int=1)),
    account_id=AccountId(UUID(int=2)),
    email="ada@example.com",
    password_hash="$argon2id$...",  # noqa: S106  # of nothing
    display_name="Ada Lovelace",
    roles=frozenset({Role.TRADER, Role.ADMIN}),
    created_at=NOW - timedelta(days=1),
    time_zone="Europe/London",
    devices_since=NOW - timedelta(hours=1),
)


def test_of_somebody_who_leaves_only_ids_are_left() -> None:
    left = ADA.gone(NOW)

    kept = {one.name for one in fields(User) if getattr(left, one.name) == getattr(ADA, one.name)}
    assert kept == {"user_id", "account_id", "created_at"}
    assert (left.password_hash, left.roles, left.disabled_at) == ("", frozenset(), NOW)
    assert (left.is_gone, ADA.is_gone) == (True, False)


def test_who_is_disabled_administers_nothing() -> None:
    assert ADA.is_admin
    assert not replace(ADA, disabled_at=NOW).is_admin
    assert not replace(ADA, roles=frozenset({Role.TRADER})).is_admin


def test_who_is_disabled_stays_so_since_then_and_is_known_nowhere() -> None:
    disabled = ADA.disabled(NOW)

    assert (disabled.disabled_at, disabled.devices_since) == (NOW, NOW)
    assert disabled.disabled(NOW + timedelta(hours=1)) == disabled


def test_nobody_can_say_that_the_email_of_somebody_who_left_is_theirs() -> None:
    with pytest.raises(ValueError, match="look like"):
        normal_email(ADA.gone(NOW).email)


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("ada@example.com", "ada@example.com"),
        ("  Ada@Example.COM\n", "ada@example.com"),
        ("a.b+tag@mail.example.co.uk", "a.b+tag@mail.example.co.uk"),
        ("demo@outcry.local", "demo@outcry.local"),
        ("x" * 64 + "@example.com", "x" * 64 + "@example.com"),
    ],
)
def test_an_email_is_compared_in_one_form(text: str, email: str) -> None:
    assert normal_email(text) == email


@pytest.mark.parametrize(
    "text",
    [
        "", "ada", "@example.com", "ada@", "ada@example", "ada@@example.com", "a b@example.com",
        "ada@exam ple.com", "ada@.com", "ada@example..com", "ada@-example.com", "ada@example.com.",
        "ada\0@example.com", "ada@example.com\nbcc: eve@example.com", "\u0430da@example.com",
        "<ada@example.com>", '"a"@example.com', "x" * 65 + "@example.com",
        "ada@" + "a" * 64 + ".com", "ada@" + "a." * 125 + "com",
    ],
)  # fmt: skip
def test_what_is_no_email_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="e-mail"):
        normal_email(text)


@given(st.emails() | st.text())
def test_a_normal_email_stays_as_it_is(text: str) -> None:
    try:
        email = normal_email(text)
    except ValueError:
        return
    assert normal_email(email) == email == email.lower()
    assert email.isascii()


@pytest.mark.parametrize(
    "text", ["12345678", "x" * 128, "correct horse", "pässwörter", "密码密码密码密码"]
)
def test_a_password_of_8_to_128_characters_is_fine_whatever_they_are(text: str) -> None:
    assert new_password(text) == prepared_password(text) == text


@pytest.mark.parametrize("text", ["", "1234567", "x" * 129, "\ufdfa" * 8])
def test_a_password_of_another_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"at least 8|at most 128"):
        new_password(text)


def test_half_a_character_is_no_part_of_a_password() -> None:
    with pytest.raises(ValueError, match="whole characters"):
        prepared_password("12345678\ud800")


def test_a_password_is_the_same_however_the_keyboard_composes_it() -> None:
    assert prepared_password("pa\u0308sswort") == prepared_password("p\u00e4sswort")


@pytest.mark.parametrize(
    ("text", "name"), [("Ada", "Ada"), ("  Ada \t Lovelace\n", "Ada Lovelace"), ("張偉", "張偉")]
)
def test_a_name_is_one_line(text: str, name: str) -> None:
    assert normal_display_name(text) == name


@pytest.mark.parametrize("text", ["", " ", "x" * 81, "a\0b", "a\u202eb", "\x1b[31m"])
def test_a_name_that_cannot_be_shown_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="printable"):
        normal_display_name(text)


def test_who_gives_no_name_is_called_after_the_email() -> None:
    assert name_from("ada@example.com") == "ada"
