"""The limit by its arithmetic, and by its definition: a log of all that was admitted."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.gcra import BUCKETS_MIN, MICROSECONDS, Buckets, Limit, Verdict, decide, wait

limits = st.builds(Limit, rate_per_second=st.integers(1, 100_000), burst=st.integers(1, 50))
KEYS = "abc"


@st.composite
def arrivals(draw: st.DrawFn, limit: Limit) -> list[tuple[int, int]]:
    """Pauses around what one request costs, and how many come together then."""
    pauses = st.one_of(
        st.integers(0, 3 * limit.interval),
        st.sampled_from([0, limit.interval - 1, limit.interval, limit.whole]),
    )
    return draw(st.lists(st.tuples(pauses, st.integers(1, 8)), max_size=30))


@dataclass
class Log:
    """Remembers everything, and looks at every stretch of time that ends now."""

    limit: Limit
    admitted: list[int] = field(default_factory=list[int])

    def admit(self, now: int) -> bool:
        number = len(self.admitted)
        fits = all(
            (number - first + 1 - self.limit.burst) * self.limit.interval <= now - moment
            for first, moment in enumerate(self.admitted)
        )
        if fits:
            self.admitted.append(now)
        return fits


@given(st.data(), limits)
def test_it_admits_what_a_log_of_everything_would(data: st.DataObject, limit: Limit) -> None:
    log, debt, now = Log(limit), 0, 1_000_000
    for pause, number in data.draw(arrivals(limit)):
        now, debt = now + pause, max(0, debt - pause)

        verdict = decide(limit, debt, number)

        assert verdict.admitted == sum([log.admit(now) for _ in range(number)])
        debt = verdict.debt


@given(st.data(), limits)
def test_no_stretch_of_time_has_more_than_a_burst_and_the_rate(
    data: st.DataObject, limit: Limit
) -> None:
    admitted: list[int] = []
    debt = now = 0
    for pause, number in data.draw(arrivals(limit)):
        now, debt = now + pause, max(0, debt - pause)
        verdict = decide(limit, debt, number)
        debt = verdict.debt
        admitted += [now] * verdict.admitted

    for first, begin in enumerate(admitted):
        for number, end in enumerate(admitted[first:], start=1):
            at_most = limit.burst * MICROSECONDS + limit.rate_per_second * (end - begin)
            assert number * MICROSECONDS <= at_most


@given(limits, st.integers(0, 10**8), st.integers(1, 60))
def test_who_waits_as_told_is_admitted_and_no_sooner(limit: Limit, debt: int, number: int) -> None:
    verdict = decide(limit, debt, number)
    pause = wait(limit, verdict.debt)

    assert (pause == 0) == (decide(limit, verdict.debt, 1).admitted == 1)
    assert decide(limit, verdict.debt - pause, 1).admitted == 1
    if pause:
        assert decide(limit, verdict.debt - pause + 1, 1).admitted == 0


@given(limits, st.integers(0, 10**15))
def test_a_clock_that_was_set_back_locks_nobody_out(limit: Limit, debt: int) -> None:
    verdict = decide(limit, limit.whole + debt, 1)

    assert verdict == Verdict(0, limit.whole)
    assert wait(limit, verdict.debt) == limit.interval


@pytest.mark.parametrize("rate", [0.3, 1, 3, 7, 50, 999, 100_000])
def test_rounding_costs_less_than_a_percent(rate: float) -> None:
    interval = Limit(rate, 1).interval

    assert 0.99 <= MICROSECONDS / interval / rate <= 1


@given(
    st.lists(
        st.tuples(
            st.integers(0, 100_000),
            st.dictionaries(st.sampled_from(KEYS), st.integers(1, 5), min_size=1),
        )
    )
)
def test_every_key_has_a_bucket_of_its_own(calls: list[tuple[int, dict[str, int]]]) -> None:
    limit, now = Limit(50, 4), 0
    together = Buckets(limit)
    apart = {key: Buckets(limit) for key in KEYS}
    for pause, wanted in calls:
        now += pause

        verdicts = together.take(wanted, now)

        for key, number in wanted.items():
            assert verdicts[key] == apart[key].take({key: number}, now)[key]


def test_what_was_decided_elsewhere_counts_here() -> None:
    limit = Limit(10, 3)
    buckets = Buckets(limit)

    buckets.note({"a": Verdict(2, 200_000)}, now=0)

    assert buckets.take({"a": 3, "b": 3}, now=0) == {
        "a": Verdict(1, 300_000),
        "b": Verdict(3, 300_000),
    }


def test_only_what_nobody_else_may_know_is_told() -> None:
    buckets = Buckets(Limit(10, 3))
    buckets.note({"a": Verdict(2, 200_000)}, now=0)
    buckets.take({"b": 1}, now=0)

    assert [buckets.doubtful_debt(key, 50_000) for key in "abc"] == [0, 50_000, 0]
    buckets.doubt_all()
    assert [buckets.doubtful_debt(key, 50_000) for key in "abc"] == [150_000, 50_000, 0]
    buckets.note({"a": Verdict(0, 150_000)}, now=50_000)
    assert [buckets.doubtful_debt(key, 50_000) for key in "abc"] == [0, 50_000, 0]


def test_buckets_that_are_empty_again_are_forgotten() -> None:
    buckets = Buckets(Limit(1000, 1))
    for number in range(20 * BUCKETS_MIN):
        buckets.take({str(number): 1}, now=number * 10)

    assert len(buckets) <= BUCKETS_MIN + 1
    assert buckets.doubtful_debt("0", 20 * BUCKETS_MIN * 10) == 0
