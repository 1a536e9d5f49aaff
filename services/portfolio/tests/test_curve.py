"""The equity curve of an account, from what was booked and the prices that were kept."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from traders import NOON, Trader

from chassis.statements import upsert
from events import Bar
from portfolio.tables import closes
from portfolio.ticker.closes import Closes
from vocabulary import BarInterval, Price, Quantity, Symbol

pytestmark = pytest.mark.real

NEW_YORK = ZoneInfo("America/New_York")
MINUTE = timedelta(minutes=1)
MIDNIGHT = datetime(2013, 10, 7, tzinfo=NEW_YORK)


def bar(interval: BarInterval, start: datetime, close: str, *, closed: bool = True) -> Bar:
    price = Price(Decimal(close))
    return Bar(
        symbol=Symbol("IBM"),
        interval=interval,
        start=start,
        open=price,
        high=price,
        low=price,
        close=price,
        volume=Quantity(Decimal(100)),
        trades=1,
        closed=closed,
    )


async def keep(trader: Trader, *bars: Bar) -> None:
    kept = Closes()
    kept.arrived("test", bars)
    await kept.store(trader.simulation.database("portfolio").engine)


async def trade_at(trader: Trader, minutes: float, trade: str) -> None:
    at = NOON + minutes * MINUTE
    await trader.simulation.publish(trader.fill(trade).model_copy(update={"market_time": at}))


async def curve(trader: Trader, interval: str, **query: str | int) -> list[tuple[str, str]]:
    seen = await trader.see("/curve", interval=interval, **query)
    return [(one["start"], one["equity"]) for one in seen["points"]]


@pytest.fixture
async def investor(holder: Trader) -> Trader:
    """Somebody who bought at noon and sold half of it two minutes later, in UTC."""
    await trade_at(holder, 0.5, "buy 10 IBM 180")
    await trade_at(holder, 2.5, "sell 5 IBM 184 fee 1")
    minutes = (
        bar(BarInterval.MINUTE_1, NOON + number * MINUTE, close)
        for number, close in ((-1, "179"), (0, "181"), (1, "182"), (3, "190"), (70, "200"))
    )
    days = (
        bar(BarInterval.DAY_1, MIDNIGHT + number * timedelta(days=1), close, closed=False)
        for number, close in ((-1, "178"), (0, "200"), (1, "210"))
    )
    ignored = bar(BarInterval.MINUTE_1, NOON + 4 * MINUTE, "999", closed=False)
    await keep(holder, *minutes, *days, ignored)
    return holder


MINUTES = [
    ("2013-10-07T12:00:00Z", "100010"),
    ("2013-10-07T12:01:00Z", "100020"),
    ("2013-10-07T12:02:00Z", "100039"),
    ("2013-10-07T12:03:00Z", "100069"),
    ("2013-10-07T13:10:00Z", "100119"),
]


async def test_minute_by_minute(investor: Trader) -> None:
    """In the third there is no bar of the market: the account's own trade is the newest price."""
    assert await curve(investor, "1Min") == MINUTES


async def test_hour_by_hour(investor: Trader) -> None:
    assert await curve(investor, "1Hour") == [
        ("2013-10-07T12:00:00Z", "100069"),
        ("2013-10-07T13:00:00Z", "100119"),
    ]


async def test_day_by_day(investor: Trader) -> None:
    assert await curve(investor, "1Day") == [
        ("2013-10-07T04:00:00Z", "100119"),
        ("2013-10-08T04:00:00Z", "100169"),
    ]


@pytest.mark.parametrize("since", range(-1, 5))
@pytest.mark.parametrize("limit", [1, 3])
async def test_it_is_the_same_in_parts(investor: Trader, since: int, limit: int) -> None:
    start = (NOON + since * MINUTE).isoformat()
    found: list[tuple[str, str]] = []
    following: str | None = start
    while following is not None:
        seen: dict[str, Any] = await investor.see(
            "/curve", interval="1Min", since=following, limit=limit
        )
        assert len(seen["points"]) <= limit
        found += [(one["start"], one["equity"]) for one in seen["points"]]
        following = seen["next_since"]

    assert found == [one for one in MINUTES if one[0] >= start.replace("+00:00", "Z")]


async def test_it_begins_with_the_first_bar_that_has_a_point(investor: Trader) -> None:
    """Not with the prices that came before: one point is asked for, and one comes."""
    seen = await investor.see("/curve", interval="1Min", limit=1)

    assert [one["start"] for one in seen["points"]] == ["2013-10-07T12:00:00Z"]
    assert seen["next_since"] == "2013-10-07T12:01:00Z"


async def test_its_end_is_what_the_account_is_worth(investor: Trader) -> None:
    seen = await investor.see("")
    points = (await investor.see("/curve", interval="1Min"))["points"]

    assert points[-1]["cash"] == seen["cash"]
    assert points[-1]["market_value"] == "1000"


async def test_what_comes_later_does_not_change_what_was(investor: Trader) -> None:
    until = (NOON + 80 * MINUTE).isoformat()
    before = await curve(investor, "1Min", until=until)
    await trade_at(investor, 90, "buy 100 IBM 300")
    await keep(investor, bar(BarInterval.MINUTE_1, NOON + 95 * MINUTE, "310"))

    assert await curve(investor, "1Min", until=until) == before == MINUTES


async def test_an_epoch_that_has_not_begun_has_no_curve(investor: Trader) -> None:
    assert await curve(investor, "1Min", epoch=1) == MINUTES
    assert await investor.problem("/curve", epoch=2) == (404, "epoch_not_found")


async def test_an_account_that_never_traded_has_no_points(holder: Trader) -> None:
    engine = holder.simulation.database("portfolio").engine
    row = {"symbol": "IBM", "interval": "1Day", "start": NOON, "close": Decimal(1)}
    async with engine.begin() as connection:
        await upsert(connection, closes, [row])

    assert await holder.see("/curve") == {"interval": "1Day", "points": [], "next_since": None}
