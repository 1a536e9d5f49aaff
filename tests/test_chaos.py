"""The chaos itself: the same seed has the same storm, and what is lost would be seen."""

import signal
from collections import Counter
from collections.abc import Mapping
from random import Random

import orjson
import pytest
from bench.http import Answer, Client
from chaos import owners
from chaos.aftermath import wrong_of
from chaos.owners import Owner
from chaos.storm import SERVERS, SERVICES, plan
from chaos.traders import Wanderer
from typing_extensions import override

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


class Clumsy(Client):
    """Answers every second time only; what it is told is kept by key."""

    def __init__(self) -> None:
        super().__init__("localhost", 1)
        self.keys: list[str] = []
        self.state = "requested"
        self._count = 0

    @override
    async def send(
        self, method: str, path: str, headers: Mapping[str, str], body: object = None
    ) -> Answer:
        self._count += 1
        if key := headers.get("Idempotency-Key"):
            self.keys.append(key)
        if self._count % 2:
            raise ConnectionError("killed")
        if path == "/api/portfolio/accounts":
            return Answer(200, orjson.dumps({"items": [{"account_id": "ada"}]}))
        found = {"transfer_id": "t", "winding_id": "w", "state": self.state}
        return Answer(202 if method == "POST" else 200, orjson.dumps(found))


async def test_an_owner_asks_under_one_key_until_there_is_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(owners, "RETRY_SECONDS", 0)
    client = Clumsy()
    owner = Owner(client, Random(1), 5)  # noqa: S311  # it repeats
    for _ in range(40):
        await owner.act({})
    assert Counter(Counter(client.keys).values()) == {2: 40}
    home = "/api/portfolio/accounts/ada"
    assert {*owner.granted} == {f"{home}/transfers/t", f"{home}/windings/w"}

    assert await owner.unfinished({}) == [f"{one} is requested" for one in owner.granted]
    client.state = "refused"
    assert await owner.unfinished({}) == []
