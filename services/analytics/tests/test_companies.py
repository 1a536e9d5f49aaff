"""Splits and dividends in the figures: the same in whatever order they are heard."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any
from uuid import uuid4

import httpx
import pytest
from market_days import (
    IBM,
    a_fill,
    at,
    bar,
    day_of,
    dollars,
    opened,
    passed,
)
from sqlalchemy.ext.asyncio import create_async_engine
from traders import Trader

from analytics.api import AREA
from analytics.main import create_service
from analytics.repository.rebuild import rebuild
from analytics.settings import AnalyticsSettings
from chassis.testing import Simulation, simulation, some_account
from events import DividendPaid, Event, PositionSplit
from vocabulary import BarInterval, FillId, Quantity

pytestmark = pytest.mark.real

SERVICE = create_service(
    AnalyticsSettings.model_validate({"port": 8106, "rabbitmq_password": "test"})
)
MIDNIGHT = datetime(2013, 10, 8, 4, tzinfo=UTC)
TUESDAY = 1


def shares(number: str) -> Quantity:
    return Quantity(Decimal(number))


def split(
    trader: Trader,
    added: str,
    *,
    new: str = "2",
    old: str = "1",
    after: FillId | None = None,
    **more: str,
) -> Event:
    """What the portfolio service says of a split."""
    return PositionSplit(
        account_id=trader.account_id,
        action_id=uuid4(),
        booking_id=uuid4(),
        symbol=IBM,
        new_shares=shares(new),
        old_shares=shares(old),
        added=shares(added),
        cash_in_lieu=dollars(more.get("cash", 0)),
        realised=dollars(more.get("realised", 0)),
        quantity=shares("0"),
        cost=dollars(0),
        cash=dollars(0),
        market_time=MIDNIGHT,
        fill_id=after,
    )


def dividend(trader: Trader, amount: str) -> Event:
    """What it says of one that was paid on Tuesday."""
    return DividendPaid(
        account_id=trader.account_id,
        action_id=uuid4(),
        booking_id=uuid4(),
        symbol=IBM,
        amount=dollars(amount),
        cash=dollars(0),
        market_time=MIDNIGHT,
    )


async def come(started: Simulation) -> Trader:
    """Somebody with an open account."""
    one = Trader(started, CLIENTS[started.postgres_url], some_account(), AREA)
    await opened(one)
    return one


CLIENTS: dict[str, httpx.AsyncClient] = {}
"""How to ask the service, by the server on which it is."""


@pytest.fixture
async def house(postgres_url: str) -> AsyncGenerator[Simulation]:
    async with simulation(postgres_url) as started:
        CLIENTS[postgres_url] = await started.start(SERVICE)
        yield started


async def rebuilt(house: Simulation) -> list[bool]:
    """For each account, whether its figures were different."""
    url = house.database("analytics").engine.url.render_as_string(hide_password=False)
    engine = create_async_engine(url, isolation_level="REPEATABLE READ")
    found = [different async for _, _, different in rebuild(engine)]
    await engine.dispose()
    return found


async def test_in_whatever_order_they_are_heard_the_figures_are_the_same(
    house: Simulation,
) -> None:
    seen: list[Any] = []
    for order in permutations(range(4)):
        trader = await come(house)
        said = [
            a_fill(trader.account_id, "buy 10 IBM 100", at(0)),
            a_fill(trader.account_id, "sell 15 IBM 60", at(0, TUESDAY)),
            split(trader, "10"),
            dividend(trader, "4.7"),
        ]
        if order.index(0) > order.index(1):
            continue  # one book tells of both, in their order
        await house.publish(*(said[one] for one in order))
        pnl = await trader.see("/pnl")
        pnl.pop("account_id")
        trips = await trader.see("/trips/open")
        seen.append((pnl, [{**one, "trip_id": None} for one in trips]))

    first, *others = seen
    assert all(one == first for one in others)
    pnl, (trip,) = first
    assert (pnl["realised"], pnl["dividends"], pnl["fees"]) == ("150", "4.7", "0")
    assert pnl["symbols"][0]["quantity"] == "5"
    assert (trip["quantity"], trip["shares"]) == ("5", "20")
    assert set(await rebuilt(house)) == {False}


async def test_how_far_a_trip_went_is_told_in_shares_of_each_moment(house: Simulation) -> None:
    trader = await come(house)
    await house.publish(
        a_fill(trader.account_id, "buy 10 IBM 100", at(0)),
        split(trader, "10"),
        a_fill(trader.account_id, "sell 20 IBM 51", at(5, TUESDAY)),
    )
    minutes = [
        (at(1), "100 103 99 100"),
        (at(1, TUESDAY), "50 52 48 50"),
    ]
    await passed(trader, *(bar(IBM, when, what, BarInterval.MINUTE_1) for when, what in minutes))

    (trip,) = (await trader.see("/trips"))["trips"]

    assert (trip["profit"], trip["shares"]) == ("20", "20")
    assert (trip["adverse"], trip["favourable"]) == ("-40", "40")  # 20 at 48, and 20 at 52


async def test_days_go_on_across_a_split_and_a_dividend_is_income(house: Simulation) -> None:
    trader = await come(house)
    await house.publish(
        a_fill(trader.account_id, "buy 10 IBM 100", at(0)),
        split(trader, "10"),
        dividend(trader, "4.7"),
    )
    await passed(trader, day_of(IBM, 0, "100 100 100 100"), day_of(IBM, 1, "50 50 50 50.1"))

    first, second = await trader.see("/curve")

    assert (first["equity"], second["equity"]) == ("10000", "10006.7")
    assert (second["deposited"], second["realised"], second["change"]) == ("0", "4.7", "6.7")
    (pnl,) = (await trader.see("/pnl"))["symbols"]
    assert (pnl["quantity"], pnl["realised"]) == ("20", "0")


async def test_fractions_that_were_paid_for_are_sold(house: Simulation) -> None:
    trader = await come(house)
    await house.publish(
        a_fill(trader.account_id, "buy 13 IBM 10", at(0)),
        split(trader, "-12", new="1", old="8", cash="60", realised="10"),
    )

    pnl = await trader.see("/pnl")

    assert (pnl["realised"], pnl["turnover"]) == ("10", "190")
    assert pnl["symbols"][0]["quantity"] == "1"
    await house.publish(a_fill(trader.account_id, "sell 1 IBM 90", at(0, TUESDAY)))
    (trip,) = (await trader.see("/trips"))["trips"]
    assert trip["profit"] == (await trader.see("/pnl"))["realised"] == "20"


async def test_a_trade_that_was_late_is_of_the_shares_that_it_has_become(house: Simulation) -> None:
    trader = await come(house)
    late = a_fill(trader.account_id, "buy 10 IBM 100", at(2))
    short, after = (
        a_fill(trader.account_id, trade, when)
        for trade, when in (("sell 2 IBM 100", at(0)), ("sell 16 IBM 60", at(0, TUESDAY)))
    )
    await house.publish(short, split(trader, "-2"), late)
    await house.publish(split(trader, "10", after=late.fill_id), after)

    (pnl,) = (await trader.see("/pnl"))["symbols"]
    first, second = (await trader.see("/trips"))["trips"]

    assert (pnl["quantity"], pnl["realised"]) == ("0", "160")
    assert (second["side"], second["shares"], second["profit"]) == ("sell", "4", "0")
    assert (first["side"], first["shares"], first["profit"]) == ("buy", "16", "160")
    assert set(await rebuilt(house)) == {False}


async def test_a_split_changes_the_price_once_whatever_is_told_of_it(house: Simulation) -> None:
    trader = await come(house)
    late = a_fill(trader.account_id, "buy 1 IBM 100", at(1))
    await house.publish(
        a_fill(trader.account_id, "buy 10 IBM 100", at(0)),
        split(trader, "10"),
        late,
        split(trader, "1", after=late.fill_id),
    )
    await passed(trader, day_of(IBM, 0, "100 100 100 100"))

    *_, last = await trader.see("/curve")

    assert last["equity"] == "10000"


async def test_who_has_nothing_of_a_split_has_no_trip(house: Simulation) -> None:
    trader = await come(house)
    await house.publish(
        a_fill(trader.account_id, "buy 10 IBM 100", at(0)),
        a_fill(trader.account_id, "sell 10 IBM 101", at(1)),
        split(trader, "0"),
    )

    assert len((await trader.see("/trips"))["trips"]) == 1
    assert set(await rebuilt(house)) == {False}
