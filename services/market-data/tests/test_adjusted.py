"""History as traded, and in shares of today, through the front door."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from live_market import Exchange, OpenExchange
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from market_data.domain.actions import CorporateAction, Dividend, Split
from market_data.imports.history import HistoryFile, find_history
from market_data.imports.store import import_actions, import_history
from market_data.queries.adjustments import closes_before
from market_data.ticker.wall import SteppedWall
from vocabulary import Money, Quantity, Symbol

AAPL = Symbol("AAPL")
RECORDED = Path(__file__).parents[3] / ".." / "shared" / "market-data" / "bars" / "1Day"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not RECORDED.exists(), reason=f"recorded prices are not at {RECORDED}"),
]
SPLITS = {"2000-06-21": 2, "2005-02-28": 2, "2014-06-09": 7, "2020-08-31": 4}
JUNE = {"since": "2014-06-05T04:00:00Z", "before": "2014-06-11T04:00:00Z"}


@pytest.fixture
async def apple(database_url: str) -> Sequence[CorporateAction]:
    """Twenty years of days as traded, the four splits, and one dividend."""
    engine = create_async_engine(database_url, poolclass=NullPool)

    @asynccontextmanager
    async def begin() -> AsyncGenerator[AsyncConnection]:
        async with engine.begin() as connection:
            yield connection

    (recording,) = find_history(RECORDED / "AAPL.csv.gz")
    await import_history(HistoryFile(recording, None, None), begin, lambda _: None, again=True)
    splits = [
        CorporateAction(
            AAPL, date.fromisoformat(day), Split(Quantity(Decimal(new)), Quantity(Decimal(1)))
        )
        for day, new in SPLITS.items()
    ]
    paid = CorporateAction(AAPL, date(2014, 5, 8), Dividend(Money(Decimal("3.29"))))
    await import_actions([*splits, paid], begin)
    await engine.dispose()
    return [*splits, paid]


async def bars(market: Exchange, **query: str | int) -> list[dict[str, Any]]:
    return (await market.get("ohlcv/AAPL", query))["items"]


async def closes(market: Exchange, **query: str | int) -> list[str]:
    return [bar["close"] for bar in await bars(market, **query)]


@pytest.mark.usefixtures("apple")
async def test_days_around_a_split_are_shown_as_traded_and_in_shares_of_today(
    exchange: OpenExchange,
) -> None:
    async with exchange(symbols="AAPL") as market:
        raw = await closes(market, interval="1Day", **JUNE)
        split = await closes(market, interval="1Day", adjusted="split", **JUNE)
        everything = await closes(market, interval="1Day", adjusted="all", **JUNE)
        before = {"before": "2014-05-08T00:00:00Z", "limit": 1, "interval": "1Day"}
        paid = [await closes(market, adjusted=how, **before) for how in ("raw", "split", "all")]
        (first, *_) = await bars(
            market, interval="1Day", adjusted="split", before="1998-01-03T00:00:00Z"
        )
        chart = await market.get(
            "ohlcv/AAPL", {"format": "highcharts", "interval": "1Day", "adjusted": "split", **JUNE}
        )

    assert raw == ["647.35", "645.57", "93.7", "94.25"]
    assert split == everything == ["23.11964286", "23.05607143", "23.425", "23.5625"]
    assert [row[4] for row in chart["ohlc"]] == list(map(float, split))
    close = Decimal(paid[0][0])
    assert Decimal(paid[1][0]) == round(close / 28, 8)
    assert Decimal(paid[2][0]) == round((close - Decimal("3.29")) / 28, 8)
    assert (first["close"], first["volume"]) == ("0.14508929", str(6315000 * 112))


@pytest.mark.usefixtures("apple")
async def test_a_year_with_a_split_in_it_is_made_of_its_adjusted_days(
    exchange: OpenExchange,
) -> None:
    year = {"since": "2014-01-01T12:00:00-05:00", "before": "2015-01-01T00:00:00-05:00"}
    async with exchange(symbols="AAPL") as market:
        days = await bars(market, interval="1Day", adjusted="split", limit=300, **year)
        (whole,) = await bars(market, interval="1Year", adjusted="split", **year)
        (raw,) = await bars(market, interval="1Year", **year)

    def most(name: str) -> Decimal:
        return max(Decimal(day[name]) for day in days)

    assert len(days) == 252
    assert Decimal(raw["high"]) > 600 > most("high") * 4
    assert whole["open"] == days[0]["open"]
    assert Decimal(whole["high"]) == most("high")
    assert Decimal(whole["low"]) == min(Decimal(day["low"]) for day in days)
    assert Decimal(whole["volume"]) == sum(Decimal(day["volume"]) for day in days)


@pytest.mark.usefixtures("apple")
async def test_what_does_not_tick_is_adjusted_too(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        days = await closes(market, interval="1Day", adjusted="split", **JUNE)
        (month,) = await closes(market, interval="1Month", adjusted="split", limit=1, **JUNE)

    assert days[-1] == "23.5625"
    assert month == "23.2325"  # 92.93 on the last of June, and four for one in 2020


@pytest.mark.usefixtures("apple")
async def test_a_split_that_is_ahead_in_market_time_is_not_known(exchange: OpenExchange) -> None:
    evening = datetime(2014, 6, 6, 22, tzinfo=UTC)
    async with exchange(SteppedWall(evening), symbols="AAPL") as market:
        query = {"since": "2014-06-05T04:00:00Z", "interval": "1Day"}
        raw, split = await closes(market, **query), await closes(market, adjusted="split", **query)

    assert raw[0] == split[0] == "647.35"


async def test_the_last_close_before_an_action_is_of_shares_as_traded(
    apple: Sequence[CorporateAction], database_url: str
) -> None:
    unknown = CorporateAction(AAPL, date(1990, 1, 2), Dividend(Money(Decimal(1))))
    engine = create_async_engine(database_url, poolclass=NullPool)
    async with engine.connect() as connection:
        found = await closes_before(connection, [one.action_id for one in (*apple, unknown)])
    await engine.dispose()

    assert found[apple[2].action_id] == Decimal("645.57")
    assert unknown.action_id not in found
