"""JMeter: its plan says what the report reads, and its samples are read right."""

from xml.etree import ElementTree

import pytest
from load.jmeter import LABELS, PLAN, Samples, read, reported, value_of
from load.objectives import objectives_of
from load.watch import Watch

SAMPLES = """\
timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,bytes,Latency
1000,200,sign in,200,OK,t 1-1,text,true,10,200
1500,100,place,201,Created,t 1-1,text,true,10,100
1700,400,place,503,Service Unavailable,t 1-1,text,false,10,400
3100,50,read quote,200,OK,t 1-1,text,true,10,50
"""


@pytest.fixture
def samples() -> Samples:
    return read(iter(SAMPLES.splitlines()))


def test_samples_are_read(samples: Samples) -> None:
    assert samples.of("order_placed_ms") == [100, 400]
    assert samples.failed == {"place: 503": 1}
    measured = {one.metric: value_of(one, samples, []) for one in objectives_of("jmeter")}
    assert measured == {
        "signed_in_ms": 200,
        "page_read_ms": 50,
        "order_placed_ms": 400,
        "failed_requests": 0.25,
        "wrong_afterwards": 0,
    }


def test_they_are_counted_by_the_second_in_which_they_ended(samples: Samples) -> None:
    assert samples.a_second().seconds == [0, 1]
    assert samples.a_second().values == [3, 1]


def test_a_report_names_what_failed(samples: Samples) -> None:
    text = reported("make it", samples, ["a cent"], Watch(), "A try.").text()
    assert "- failed 1 times: place: 503" in text
    assert "- wrong afterwards: a cent" in text


def test_the_plan_is_of_the_old_format_and_makes_every_sample() -> None:
    plan = ElementTree.parse(PLAN).getroot()  # noqa: S314  # our own
    assert plan.get("jmeter") == "2.13"
    names = [one.get("testname", "") for one in plan.iter("HTTPSamplerProxy")]
    assert all(any(name.startswith(begin) for name in names) for begin in LABELS.values())
    taken = {one.get("testname") for one in plan.iter("RegexExtractor")}
    assert taken == {"take token", "take order"}
    assert len(names) == len([*plan.iter("ResponseAssertion")])
