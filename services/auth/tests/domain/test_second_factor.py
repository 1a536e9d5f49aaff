"""Which codes are good, when, and how often."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyotp.totp import TOTP

from auth.domain.second_factor import (
    RECOVERY_CODE_BYTES,
    SECRET_BYTES,
    SET_UP_LIFE,
    STEP_SECONDS,
    WRONG_CODES_MAX,
    SecondFactor,
    code_digest,
    is_recovery_code,
    matching_step,
    means_of,
    normal_code,
    recovery_code,
)
from vocabulary import UserId

START = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
STEP = timedelta(seconds=STEP_SECONDS)
SECRET = bytes(range(SECRET_BYTES))
PHONE = TOTP(b32encode(SECRET).decode())
SPARE = [normal_code(recovery_code(bytes([n]) * RECOVERY_CODE_BYTES)) for n in range(3)]


def a_factor() -> SecondFactor:
    """One that was confirmed an hour before."""
    factor = SecondFactor(UserId(UUID(int=1)), b"sealed", START, START)
    factor.renew_codes([code_digest(code) for code in SPARE])
    return factor


@pytest.mark.parametrize(
    ("seconds", "code"),
    [  # RFC 6238, appendix B, the last six digits of the codes with SHA-1
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)

    assert matching_step(b"12345678901234567890", code, now) == seconds // STEP_SECONDS


@pytest.mark.parametrize(
    ("off", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_phone_may_be_one_step_off(off: int, good: bool) -> None:  # noqa: FBT001  # a table
    assert a_factor().take(PHONE.at(START + off * STEP), SECRET, START) is good


def test_a_code_of_another_secret_is_wrong() -> None:
    other = TOTP(b32encode(SECRET[::-1]).decode())

    assert not a_factor().take(other.at(START), SECRET, START)


def test_a_code_is_good_once() -> None:
    factor = a_factor()
    code = PHONE.at(START)

    assert factor.take(code, SECRET, START)
    assert not factor.take(code, SECRET, START)
    assert not factor.take(code, SECRET, START + STEP)


def test_who_has_used_a_code_cannot_use_the_one_before() -> None:
    factor = a_factor()

    assert factor.take(PHONE.at(START), SECRET, START)
    assert not factor.take(PHONE.at(START - STEP), SECRET, START)
    assert factor.take(PHONE.at(START + STEP), SECRET, START)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=40))
def test_whatever_comes_when_no_code_is_good_twice(tries: list[tuple[int, int]]) -> None:
    factor, accepted = a_factor(), list[int]()
    for at, shown in sorted(tries):
        if factor.take(PHONE.at(START + shown * STEP), SECRET, START + at * STEP):
            assert abs(at - shown) <= 1
            accepted.append(shown)

    assert accepted == sorted(set(accepted))
    assert factor.last_step == max(
        (int(START.timestamp()) // STEP_SECONDS + shown for shown in accepted), default=0
    )


@given(st.integers(0, 2**40), st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES))
def test_we_agree_with_every_phone(milliseconds: int, secret: bytes) -> None:
    now = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    shown = TOTP(b32encode(secret).decode()).at(now)

    found = matching_step(secret, shown, now)

    assert found is not None
    assert abs(found - now.timestamp() // STEP_SECONDS) <= 1


def test_a_recovery_code_is_good_once() -> None:
    factor = a_factor()

    assert factor.take(SPARE[0], SECRET, START)
    assert not factor.take(SPARE[0], SECRET, START + STEP)
    assert factor.codes_left == len(SPARE) - 1
    assert factor.take(SPARE[1], SECRET, START)
    assert factor.last_step == 0


def test_a_recovery_code_of_somebody_else_is_wrong() -> None:
    foreign = normal_code(recovery_code(b"\xff" * RECOVERY_CODE_BYTES))

    assert not a_factor().take(foreign, SECRET, START)


def test_new_recovery_codes_replace_all_others() -> None:
    factor = a_factor()
    factor.take(SPARE[0], SECRET, START)

    factor.renew_codes([code_digest(SPARE[2])])

    assert factor.codes_left == 1
    assert not factor.take(SPARE[1], SECRET, START)
    assert factor.take(SPARE[2], SECRET, START)


def test_a_set_up_is_confirmed_by_the_app_and_by_nothing_else() -> None:
    factor = SecondFactor(UserId(UUID(int=1)), b"sealed", START)
    factor.renew_codes([code_digest(SPARE[0])])
    now = START + STEP

    assert not factor.confirm(SPARE[0], SECRET, now)
    assert not factor.confirm(PHONE.at(now + 2 * STEP), SECRET, now)
    assert not factor.enabled
    assert factor.confirm(PHONE.at(now), SECRET, now)
    assert factor.confirmed_at == now
    assert not factor.take(PHONE.at(now), SECRET, now)


def test_a_set_up_that_nobody_confirms_lapses() -> None:
    factor = SecondFactor(UserId(UUID(int=1)), b"sealed", START)

    assert not factor.lapsed(START + SET_UP_LIFE - STEP)
    assert factor.lapsed(START + SET_UP_LIFE)
    factor.confirm(PHONE.at(START), SECRET, START)
    assert not factor.lapsed(START + SET_UP_LIFE)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("123456", "123456"),
        (" 123 456\n", "123456"),
        ("ABCD-EFGH-ijkl-mnop-qrst-u234", "abcdefghijklmnopqrstu234"),
        ("abcdefgh ijklmnop qrstuvwx", "abcdefghijklmnopqrstuvwx"),
    ],
)
def test_a_code_may_be_typed_as_one_likes(typed: str, code: str) -> None:
    assert normal_code(typed) == code


@pytest.mark.parametrize(
    "typed",
    ["", "12345", "1234567", "١٢٣٤٥٦", "12345a", "abcd-efgh", "0" * 24, "a" * 25, "a" * 24 + "\0"],
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match="six digits"):
        normal_code(typed)


@pytest.mark.parametrize(
    ("code", "words"),
    [("123456", "with a code of the app"), (SPARE[0], "with a recovery code"), (None, "")],
)
def test_the_trail_is_told_what_was_shown_and_not_the_code(code: str | None, words: str) -> None:
    assert means_of(code) == words


@given(st.binary(min_size=RECOVERY_CODE_BYTES, max_size=RECOVERY_CODE_BYTES))
def test_a_recovery_code_reads_back(random: bytes) -> None:
    written = recovery_code(random)

    assert [len(group) for group in written.split("-")] == [4] * 6
    assert is_recovery_code(normal_code(written))
    assert is_recovery_code(normal_code(written.upper().replace("-", " ")))


def test_after_so_many_wrong_codes_a_set_up_is_over() -> None:
    factor = SecondFactor(UserId(UUID(int=1)), b"sealed", START)
    for _ in range(WRONG_CODES_MAX):
        assert not factor.lapsed(START)
        assert not factor.confirm(PHONE.at(START + 2 * STEP), SECRET, START)

    assert factor.lapsed(START)


def test_what_was_confirmed_after_a_slip_stays() -> None:
    factor = SecondFactor(UserId(UUID(int=1)), b"sealed", START)
    for _ in range(WRONG_CODES_MAX - 1):
        assert not factor.confirm(PHONE.at(START + 2 * STEP), SECRET, START)

    assert factor.confirm(PHONE.at(START), SECRET, START)
    assert factor.enabled
    assert not factor.lapsed(START)
