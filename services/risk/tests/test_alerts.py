"""Alerts about prices: risk watches them, tells the account once, and forgets them with it."""

import asyncio
from collections.abc import AsyncGenerator
from uuid import UUID

import pytest
from price_alerts import ID, Market, listed, put, rung
from risk_office import ACME, SETTINGS, Office, Watching, risk_office

from bus.envelope import new_id
from bus.interface import Subscription
from chassis.testing import sign_in, simulation
from events import (
    AccountClosed,
    PriceAlertFired,
)
from risk.commands.alerts import ALERTS_MAX
from risk.main import create_service
from vocabulary import Symbol

pytestmark = pytest.mark.real


@pytest.fixture
async def office(postgres_url: str) -> AsyncGenerator[Office]:
    async with risk_office(postgres_url) as office:
        yield office


@pytest.fixture
async def market(office: Office) -> Market:
    market = Market(office)
    await market.names("100")
    return market


async def test_it_is_told_once_though_two_watch(office: Office, market: Market) -> None:
    trader = await office.open(1_000)
    answer = await put(office, trader)
    await office.look()

    await market.names("100.99")
    await office.look()
    assert rung(office) == []
    await market.names("101.2")
    await office.look()
    await market.names("99")
    await market.names("102")
    await office.look()

    assert answer.json()["reference"] == "100"
    assert rung(office) == ["101.2"]
    (said,) = office.said(PriceAlertFired)
    assert (said.account_id, said.alert_id, said.symbol) == (trader, ID, ACME)
    (shown,) = await listed(office, trader)
    assert (shown["is_waiting"], shown["fired_price"]) == (False, "101.2")


async def test_what_the_price_did_while_nobody_watched_counts(
    office: Office, market: Market
) -> None:
    trader = await office.open(1_000)
    await put(office, trader)

    await market.names("103")
    await office.look()
    await office.look()

    assert rung(office) == ["103"]


async def test_set_anew_it_goes_off_again_from_the_price_of_now(
    office: Office, market: Market
) -> None:
    trader = await office.open(1_000)
    await put(office, trader)
    await office.look()
    await market.names("102")
    await office.look()

    again = await put(office, trader, kind="moves", level="5", repeats=True)
    await office.look()
    await market.names("107")
    await office.look()
    await market.names("107.2")
    await office.look()
    await market.names("90")  # within the minute
    await office.look()

    assert again.json()["reference"] == "102"
    assert rung(office) == ["102", "107.2"]


async def test_a_removed_one_is_silent_and_nobody_sees_or_removes_what_others_wait_for(
    office: Office, market: Market
) -> None:
    trader, other = await office.open(1_000), await office.open(1_000)
    await put(office, trader)
    await put(office, other, level="102")
    await office.look()

    for _ in range(2):
        gone = await office.client.delete(f"/api/risk/alerts/{ID}", headers=sign_in(trader))
        assert gone.status_code == 204
    await market.names("103")
    await office.look()

    assert await listed(office, trader) == []
    assert [one["level"] for one in await listed(office, other)] == ["102"]
    assert [one.account_id for one in office.said(PriceAlertFired)] == [other]


async def test_what_cannot_be_waited_for_is_refused(office: Office, market: Market) -> None:
    trader = await office.open(1_000)
    await market.names("50", Symbol("GONE"), stale=True)

    answers = [
        await put(office, trader, symbol="NONE"),
        await put(office, trader, symbol="GONE"),
        await put(office, trader, level="100"),
        await put(office, trader, level="0"),
        await put(office, trader, level=101),
        await put(office, trader, kind="doubles"),
    ]

    assert [(one.status_code, one.json()["code"]) for one in answers] == [
        (422, "no_quote"),
        (422, "no_quote"),
        (422, "level_reached"),
        (422, "validation_failed"),
        (422, "validation_failed"),
        (422, "validation_failed"),
    ]
    assert (await office.client.get("/api/risk/alerts")).status_code == 401
    assert await listed(office, trader) == []


async def test_of_two_wishes_at_once_for_one_alert_the_last_counts(
    office: Office, market: Market
) -> None:
    trader = await office.open(1_000)
    levels = [str(level) for level in range(101, 109)]

    answers = await asyncio.gather(*(put(office, trader, level=level) for level in levels))

    assert {one.status_code for one in answers} == {200}
    assert [one["level"] for one in await listed(office, trader)] == ["108"]


async def test_two_hundred_are_enough(office: Office, market: Market) -> None:
    trader = await office.open(1_000)
    made = await asyncio.gather(*(put(office, trader, new_id()) for _ in range(ALERTS_MAX)))

    too_many = await put(office, trader, new_id())
    changed = await put(office, trader, UUID(made[0].json()["alert_id"]), level="99")

    assert {one.status_code for one in made} == {200}
    assert (too_many.status_code, too_many.json()["code"]) == (409, "too_many_alerts")
    assert changed.status_code == 200
    assert len(await listed(office, trader)) == ALERTS_MAX


def test_a_service_that_starts_anew_watches_again(postgres_url: str) -> None:
    """In another event loop, and with nothing on its mind."""
    service = create_service(SETTINGS)

    async def live() -> list[str]:
        everything = Subscription("test.listener", frozenset({PriceAlertFired.name}))
        async with (
            simulation(postgres_url) as world,
            world.bus.listening(everything, lambda _: None),
        ):
            office = Office(world, await world.start(service), Watching())
            trader, market = await office.open(1_000), Market(office)
            await market.names("100")
            await put(office, trader)
            await market.names("102")
            async with asyncio.timeout(30):
                while not rung(office):
                    await asyncio.sleep(0.05)
                    await world.settle()
            return rung(office)

    assert [asyncio.run(live()) for _ in range(2)] == [["102"], ["102"]]


async def test_a_closed_account_waits_for_nothing(office: Office, market: Market) -> None:
    trader = await office.open(1_000)
    await put(office, trader)

    await office.world.publish(AccountClosed(account_id=trader, epoch=1), source="portfolio")
    await office.look()
    await market.names("103")
    await office.look()

    assert rung(office) == []
    assert await listed(office, trader) == []
