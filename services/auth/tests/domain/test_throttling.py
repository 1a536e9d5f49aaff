"""How long somebody waits who guesses, as arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.domain.throttling import (
    ACCOUNT,
    DAY,
    FAILURES_MAX,
    HOUR,
    MINUTE,
    SECOND,
    Rule,
    Standing,
    Verdict,
    attempt,
    is_forgotten,
    rule_for_addresses,
    take_back,
)

ADDRESS = rule_for_addresses(20)
rules = st.sampled_from([ACCOUNT, ADDRESS, ACCOUNT.stricter(), Rule(free=0, remembered=HOUR)])


def guesses_within(rule: Rule, milliseconds: int) -> int:
    """How many are evaluated of somebody who guesses as soon as it is allowed."""
    standing, now, made = Standing(), 0, 0
    while now <= milliseconds:
        verdict = attempt([(rule, standing)], now)
        made += verdict.wait == 0
        now += verdict.wait or 1
    return made


def test_the_first_failures_cost_nothing_and_then_the_delay_doubles() -> None:
    delays = [ACCOUNT.delay(failures) // SECOND for failures in range(18)]

    assert delays == [0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_after_a_hundred_failures_in_a_row_one_guess_a_day_is_left() -> None:
    assert ACCOUNT.delay(FAILURES_MAX - 1) == 15 * MINUTE
    assert ACCOUNT.delay(FAILURES_MAX) == ACCOUNT.delay(10**9) == DAY


def test_many_who_share_an_address_are_never_shut_out_for_a_day() -> None:
    assert ADDRESS.delay(20) == 0
    assert ADDRESS.delay(10**9) == 15 * MINUTE


def test_of_an_account_a_hundred_guesses_take_a_day() -> None:
    assert guesses_within(ACCOUNT, HOUR) == 18
    assert guesses_within(ACCOUNT, 20 * HOUR) < FAILURES_MAX
    assert guesses_within(ACCOUNT, 7 * DAY) < FAILURES_MAX + 7


@given(rules, st.integers(0, 10**6))
def test_a_delay_never_shrinks(rule: Rule, failures: int) -> None:
    assert 0 <= rule.delay(failures) <= rule.delay(failures + 1)


@given(rules, st.integers(0, 1000))
def test_a_stricter_rule_never_waits_less(rule: Rule, failures: int) -> None:
    assert rule.stricter().delay(failures) >= rule.delay(failures)


def test_many_attempts_at_once_are_no_way_around_it() -> None:
    standing = Standing()

    made = [attempt([(ACCOUNT, standing)], now=7).wait == 0 for _ in range(100)]

    assert sum(made) == ACCOUNT.free + 1


def test_who_waits_for_one_reason_is_not_counted_for_another() -> None:
    account, address = Standing(failures=6, open_at=500), Standing(failures=1)

    assert attempt([(ACCOUNT, account), (ADDRESS, address)], now=100) == Verdict(400, tell=True)
    assert (account.failures, address.failures) == (6, 1)
    assert attempt([(ACCOUNT, account), (ADDRESS, address)], now=500) == Verdict()
    assert (account.failures, address.failures) == (7, 2)


def test_who_waits_for_two_reasons_waits_for_the_longer() -> None:
    closed = [(ACCOUNT, Standing(open_at=300)), (ADDRESS, Standing(open_at=900))]

    assert attempt(closed, now=100).wait == 800


def test_of_those_who_come_too_early_is_told_once_a_minute() -> None:
    standing = Standing(open_at=HOUR)

    times = [now for now in range(0, 5 * MINUTE, 100) if attempt([(ACCOUNT, standing)], now).tell]

    assert times == [0, MINUTE, 2 * MINUTE, 3 * MINUTE, 4 * MINUTE]


def test_of_two_who_wait_is_told_when_both_are_due() -> None:
    one, other = Standing(open_at=HOUR), Standing(open_at=HOUR, told_at=10)

    assert not attempt([(ACCOUNT, one), (ACCOUNT, other)], now=MINUTE).tell
    assert attempt([(ACCOUNT, one), (ACCOUNT, other)], now=MINUTE + 10).tell


def test_what_did_not_fail_makes_nobody_wait() -> None:
    standing = Standing(failures=30, open_at=0)
    attempt([(ADDRESS, standing)], now=0)
    assert standing.open_at > 0

    take_back(standing)

    assert (standing.failures, standing.open_at) == (30, 0)
    take_back(Standing())


@pytest.mark.parametrize(("rule", "remembered"), [(ACCOUNT, 7 * DAY), (ADDRESS, HOUR)])
def test_failures_are_forgotten_after_a_while(rule: Rule, remembered: int) -> None:
    standing = Standing()
    attempt([(rule, standing)], now=5)

    assert not is_forgotten(rule, standing, now=4 + remembered)
    assert is_forgotten(rule, standing, now=5 + remembered)


def test_nobody_is_forgotten_while_they_wait() -> None:
    assert not is_forgotten(Rule(free=0, remembered=1), Standing(open_at=HOUR), now=HOUR - 1)
