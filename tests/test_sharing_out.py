"""Who tests what, and when, in a run of all tests."""

from typing import Any, cast

import pytest
from sharing_out import GIVEN, THE_STACK, WORKERS, ByFile, unit_of, weight, workers

ALONE = (
    "tests/proofs/test_tape_and_kills.py",
    "services/auth/tests/test_api.py",
    "tests/test_tidy.py",
)
TOGETHER = "tests/test_people.py", "tests/test_gateway_security.py"


class Newcomer:
    """A worker as the scheduler sees it."""

    shutting_down = False

    def __init__(self) -> None:
        self.given: list[int] = []

    def send_runtest_some(self, indices: list[int]) -> None:
        self.given += indices

    def shutdown(self) -> None:
        self.shutting_down = True


@pytest.fixture
def everything(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> pytest.Config:
    """The configuration of a run of all tests on servers of its own."""
    monkeypatch.setattr(pytestconfig, "args_source", pytest.Config.ArgsSource.TESTPATHS)
    monkeypatch.setattr(pytestconfig.option, "keyword", "")
    monkeypatch.setattr(pytestconfig.option, "lf", False)
    for name in GIVEN:
        monkeypatch.delenv(name, raising=False)
    return pytestconfig


def test_all_tests_are_shared_out(everything: pytest.Config) -> None:
    assert workers(everything) == WORKERS


@pytest.mark.parametrize("name", GIVEN)
def test_whoever_has_only_one_server_is_alone_with_it(
    everything: pytest.Config, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "somewhere")

    assert workers(everything) == 0


def test_for_a_few_tests_nobody_else_is_started(
    everything: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(everything.option, "keyword", "cancel")
    assert workers(everything) == 0

    monkeypatch.setattr(everything.option, "keyword", "")
    monkeypatch.setattr(everything, "args_source", pytest.Config.ArgsSource.ARGS)
    assert workers(everything) == 0


def test_one_worker_has_the_whole_stack() -> None:
    assert {unit_of(file) for file in TOGETHER} == {THE_STACK}
    assert [unit_of(file) for file in ALONE] == [*ALONE]


def test_what_takes_long_comes_first() -> None:
    assert [weight(unit) for unit in (THE_STACK, *ALONE)] == [3, 2, 1, 0]


def test_who_takes_a_dead_workers_place_is_given_nothing_before_it_knows_the_tests(
    everything: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(everything.option, "tx", ["popen"], raising=False)
    names = ["tests/test_tidy.py::test_it"]
    sharing, dead, newcomer = ByFile(everything), cast("Any", Newcomer()), cast("Any", Newcomer())
    sharing.collection, sharing.registered_collections[dead] = names, names
    sharing.workqueue["tests/test_tidy.py"] = dict.fromkeys(names, False)
    sharing.add_node(newcomer)

    sharing.schedule()
    assert sharing.workqueue

    sharing.add_node_collection(newcomer, names)
    sharing.schedule()
    assert newcomer.given == [0]
