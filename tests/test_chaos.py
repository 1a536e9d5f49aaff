"""The chaos itself: the same seed has the same storm, and what is lost would be seen."""

import signal
from collections import Counter
from random import Random

import pytest
from bench.http import Client
from chaos.aftermath import wrong_of
from chaos.storm import SERVERS, SERVICES, plan
from chaos.traders import Wanderer

SECONDS = 180.0
NUMBERS = {"resting": "new", "ended": "filled", "back": "canceled"}


def test_a_seed_decides_who_is_killed_when_and_how() -> None:
    first, again = (plan(Random(7), 50, 3, SECONDS) for _ in "ab")  # noqa: S311  # it repeats
    assert first == again
    assert first != plan(Random(8), 50, 3, SECONDS)  # noqa: S311


def test_so_many_services_are_killed_and_each_server_is_restarted_so_often() -> None:
    deeds = plan(Random(7), 50, 3, SECONDS)  # noqa: S311
    killed = [deed for deed in deeds if set(deed.whom) == {*SERVICES}]
    assert len(killed) == 50
    assert {deed.how for deed in killed} == {signal.SIGKILL}
    assert {deed.whom[0] for deed in killed} == {*SERVICES}
    restarted = Counter(deed.whom for deed in deeds if deed not in killed)
    assert restarted == {(name,): 3 for name in SERVERS}
    assert deeds == sorted(deeds, key=lambda deed: deed.after)
    assert 0 <= deeds[0].after < deeds[-1].after <= SECONDS


@pytest.fixture
def trader() -> Wanderer:
    """Somebody who left one order on the book and took another one back."""
    one = Wanderer(Client("localhost", 1), "http://localhost:1", "IBM", Random(1))  # noqa: S311
    one.own, one.resting, one.taken_back = {*NUMBERS}, {"resting"}, {"back"}
    one.tally.note_filled("ended")
    return one


def test_orders_that_ended_or_rest_are_right(trader: Wanderer) -> None:
    assert list(wrong_of(trader, NUMBERS)) == []


@pytest.mark.parametrize(
    ("order", "status"),
    [
        ("resting", "pending_new"),
        ("resting", "partially_filled"),
        ("ended", "new"),
        ("ended", "pending_new"),
        ("ended", "canceled"),
        ("back", "new"),
        ("back", "pending_cancel"),
    ],
)
def test_an_order_that_hangs_or_is_not_what_was_heard_is_wrong(
    trader: Wanderer, order: str, status: str
) -> None:
    assert any(order in said for said in wrong_of(trader, {**NUMBERS, order: status}))
