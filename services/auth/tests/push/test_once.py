"""What is told is told once, whoever is killed and however many replicas there are."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from fakes.push_service import FakePushService
from sqlalchemy import select
from stopped_clock import StoppedClock
from worth_telling import filled, fired

from auth.connections.hearing import Hearing
from auth.connections.sending import LEASE
from auth.domain import push as rules
from auth.domain.push import BACK_OFF_FIRST
from auth.main import create_service
from auth.repository import push as stored
from auth.settings import AuthSettings
from auth.tables import push_news
from bus.envelope import first
from bus.interface import Sealed
from bus.message import pack
from chassis.testing import Simulation
from vocabulary import AccountId

pytestmark = pytest.mark.real
Wait = Callable[[timedelta], None]
Rest = Callable[[], Awaitable[None]]
Reaches = Callable[[int], Awaitable[None]]
Counted = Callable[[], Awaitable[tuple[int, int]]]


async def test_what_a_killed_process_had_begun_somebody_else_ends(
    *,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    clock: StoppedClock,
    reaches: Reaches,
    wait: Wait,
) -> None:
    """It had taken the device for itself, and was gone before it sent anything."""
    service.answers = [503]
    await system.publish(fired(account_id, clock))
    await reaches(1)
    later = clock.time + BACK_OFF_FIRST
    async with system.database("auth").transaction() as tx:
        claimed = await stored.claim(tx.connection, later, later + LEASE, 20)
    assert len(claimed) == 1

    wait(BACK_OFF_FIRST)
    await asyncio.sleep(1.2)
    assert service.told == []

    wait(LEASE)

    await service.until(lambda: len(service.told) == 1)


async def test_an_event_that_comes_again_is_told_once(
    *,
    system: Simulation,
    service: FakePushService,
    account_id: AccountId,
    clock: StoppedClock,
    wait: Wait,
    counted: Counted,
    at_rest: Rest,
) -> None:
    """As one does that was not acknowledged before the process was killed."""
    messages = pack([first(fired(account_id, clock), "test")])
    await system.bus.publish(messages)
    await service.until(lambda: len(service.told) == 1)

    await at_rest()
    wait(timedelta(minutes=1))
    await system.bus.publish(messages)
    await system.publish(filled(account_id))
    await service.until(lambda: len(service.told) == 2)

    assert service.told[1].news["title"] == "Sold IBM"
    assert await counted() == (1, 2)


async def test_a_delivery_is_acknowledged_when_it_is_stored_and_not_before(
    system: Simulation, account_id: AccountId, clock: StoppedClock
) -> None:
    acknowledged: list[int] = []

    async def acknowledge() -> None:
        async with system.database("auth").engine.connect() as connection:
            acknowledged.append(len((await connection.execute(select(push_news))).all()))

    hearing = Hearing(clock, lambda: None)
    await hearing.load(system.database("auth"))
    (message,) = pack([first(fired(account_id, clock), "test")])
    hearing.arrived(Sealed(message.type, message.body, acknowledge))
    assert acknowledged == []

    await hearing.store(system.database("auth"))

    assert acknowledged == [1]


async def test_two_replicas_tell_a_device_once(
    *,
    system: Simulation,
    service: FakePushService,
    settings: AuthSettings,
    account_id: AccountId,
    clock: StoppedClock,
    at_rest: Rest,
    hear: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both hear every event here, and both send."""
    del hear  # somebody does, so that what is left to the second one to publish finds its way
    monkeypatch.setattr(rules, "PACE", timedelta())
    url = system.database("auth").engine.url.render_as_string(hide_password=False)
    await system.start(create_service(settings, clock), url)
    other = Hearing(clock, lambda: None)
    await other.load(system.database("auth"))

    async def nothing() -> None:
        """Nobody is told."""

    for _ in range(10):
        messages = pack([first(fired(account_id, clock), "test")])
        for message in messages:
            other.arrived(Sealed(message.type, message.body, nothing))
        again = other.store(system.database("auth"))
        await asyncio.gather(system.bus.publish(messages), again)
    await at_rest()

    titles = [one.news["title"] for one in service.told]
    single = sum(title == "IBM crosses 230" for title in titles)
    many = sum(int(title.split()[0]) for title in titles if title.endswith("notifications"))
    assert len({one.news["tag"] for one in service.told}) == len(titles)
    assert single + many == 10
