"""Risk and the order service together: a kill switch that cancels, and a liquidation that fills."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from decimal import Decimal
from time import time
from typing import Any

import httpx
import pytest
from risk_office import Watching, watched_risk
from trading_desk import MARKET_TIME, Desk, trading_desk

from bus.envelope import new_id
from chassis.testing import sign_in, some_account, token_for
from events import AccountOpened, MarginCallMet, MarketClock, OrderFilled
from vocabulary import ClockState, MarginType, Money, SessionPhase, UserId

pytestmark = pytest.mark.real
Json = dict[str, Any]


@dataclass
class House:
    """The desk of a trader, risk behind it, and somebody who watches."""

    desk: Desk
    risk: httpx.AsyncClient
    watching: Watching
    seconds: int = 0

    async def open(self, margin: MarginType) -> None:
        """Give the trader 10,000 dollars."""
        opened = AccountOpened(
            account_id=self.desk.trader,
            user_id=UserId(new_id()),
            cash=Money(Decimal(10_000)),
            margin=margin,
        )
        await self.desk.simulation.publish(opened)

    async def see(self) -> Json:
        """What risk shows to the trader."""
        answer = await self.risk.get("/api/risk/account", headers=sign_in(self.desk.trader))
        return answer.raise_for_status().json()

    async def halt(self, place: str) -> None:
        """Pull the switch."""
        token = token_for(some_account(), "trader", "admin", authenticated_at=int(time()))
        answer = await self.risk.put(
            f"/api/risk/admin/halts/{place}",
            json={"reason": "fire"},
            headers={"authorization": f"Bearer {token}"},
        )
        answer.raise_for_status()
        await self.rest()

    async def look(self) -> None:
        """Let the watch look, and what comes of it happen."""
        await self.watching.look(self.desk.simulation.database("risk"))
        await self.rest()

    async def rest(self) -> None:
        """Let everything be answered that was asked."""
        for _ in range(3):
            await self.desk.simulation.settle()
            await self.desk.pass_time()

    async def quote(self, price: str, seconds: int) -> None:
        """So many seconds after the beginning, IBM is at a price; on the tape too."""
        await self.desk.pass_time(seconds - self.seconds)
        self.seconds = seconds
        clock = MarketClock(
            time=MARKET_TIME.fromtimestamp(MARKET_TIME.timestamp() + seconds, MARKET_TIME.tzinfo),
            state=ClockState.PAUSED,
            feed="test",
            session_open=True,
            exchange_phase=SessionPhase.AFTER,
        )
        await self.desk.simulation.show(clock)
        await self.desk.show((price, "1000"), (price, "1000"))


@pytest.fixture
async def house(postgres_url: str) -> AsyncGenerator[House]:
    async with trading_desk(postgres_url) as desk:
        service, watching = watched_risk()
        yield House(desk, await desk.simulation.start(service), watching)


@pytest.mark.parametrize("place", ["house/everybody", "symbol/IBM", "account/{}"])
async def test_a_switch_cancels_what_is_open_and_stops_what_is_new(
    house: House, place: str
) -> None:
    desk = house.desk
    await house.open(MarginType.CASH)
    await house.quote("100", 0)
    resting = await desk.place(limit_price="90")
    await house.rest()
    held = await house.see()

    await house.halt(place.format(desk.trader))
    late = await desk.place(limit_price="91")
    await house.rest()

    assert held["held_cash"] == "900"
    assert (await desk.see(resting["order_id"]))["status"] == "canceled"
    assert (await desk.see(late["order_id"]))["status"] == "rejected"
    after = await house.see()
    assert (after["held_cash"], after["buying_power"], after["holds"]) == ("0", "10000", [])


async def test_a_margin_call_that_is_not_met_ends_in_fills(house: House) -> None:
    desk = house.desk
    await house.open(MarginType.MARGIN)
    await house.quote("100", 0)
    await desk.place(quantity="180", limit_price="100")
    await house.rest()
    await desk.place(side="sell", quantity="5", limit_price="140")
    await house.rest()
    assert (await house.see())["shares"][0]["owned"] == "180"

    await house.quote("58", 1)
    for seconds in (2, 902, 903, 904, 905):
        await house.quote("58", seconds)
        await house.look()

    shown = await house.see()
    assert shown["margin_call"] is None
    assert Decimal(shown["equity"]) >= Decimal(shown["maintenance"])
    assert 0 < Decimal(shown["shares"][0]["owned"]) < 180
    fills = [one for one in desk.said if isinstance(one, OrderFilled)]
    assert [one.side for one in fills] == ["buy", "sell"]
    assert [one.liquidated for one in desk.said if isinstance(one, MarginCallMet)] == [True]
    assert shown["holds"] == []
