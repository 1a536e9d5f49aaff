"""What administrators do about parked events: it happens once, and it is written down."""

from http import HTTPStatus

import pytest
import tally.handlers
from proving.desk import OLGA, Desk
from sqlalchemy.ext.asyncio import AsyncConnection

from bus import inbox
from bus.inbox import Waiting
from bus.interface import Subscription

pytestmark = pytest.mark.real


async def test_a_redrive_is_of_the_whole_key_and_is_written_down(desk: Desk) -> None:
    await desk.park(behind=1)

    answer = await desk.redrive(3, "fixed in 1.2")

    assert (answer.status_code, answer.json()) == (HTTPStatus.ACCEPTED, {"events": 2})
    assert await desk.waiting() == {1: True, 2: False, 3: True, 4: False}
    assert await desk.deeds() == [("redrive", str(OLGA), "fixed in 1.2")] * 2


async def test_what_is_mended_is_handled_when_it_is_redriven(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = await desk.park(behind=1)
    monkeypatch.setattr(tally.handlers, "POISON", "not this one")
    await desk.redrive(1)
    await desk.system.redrive()

    assert await desk.counted() == {one: 2}
    assert await desk.waiting() == {2: False, 4: False}


async def test_what_fails_again_waits_with_its_history(desk: Desk) -> None:
    await desk.park()
    await desk.redrive(1, "try")
    await desk.system.redrive()

    shown = await desk.shown(1)

    assert (shown["attempts"], shown["redrive"]) == (4, False)
    [deed] = shown["history"]
    assert (deed["action"], deed["actor"], deed["note"]) == ("redrive", str(OLGA), "try")


async def test_what_is_discarded_is_gone_and_the_others_of_its_key_wait(desk: Desk) -> None:
    one, _ = await desk.park(behind=1)

    answer = await desk.discard(1, "a test order")

    assert (answer.status_code, answer.content) == (HTTPStatus.NO_CONTENT, b"")
    assert await desk.waiting() == {2: False, 3: False, 4: False}
    assert await desk.deeds() == [("discard", str(OLGA), "a test order")]
    await desk.redrive(3)
    await desk.system.redrive()
    assert await desk.counted() == {one: 1}


async def test_what_is_discarded_while_it_is_tried_again_has_no_effect(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = await desk.park(behind=1)
    monkeypatch.setattr(tally.handlers, "POISON", "not this one")
    find_normally = inbox.to_redrive

    async def find(connection: AsyncConnection, where: Subscription) -> list[Waiting]:
        found = await find_normally(connection, where)
        await desk.discard(1)
        return found

    monkeypatch.setattr(inbox, "to_redrive", find)
    await desk.redrive(1)
    await desk.system.redrive()

    assert await desk.counted() == {one: 1}
    assert await desk.waiting() == {2: False, 4: False}
