"""Splits and dividends: announced, effective in their time, and said once."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from live_market import Exchange, OpenExchange, eventually
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from events import CorporateActionAnnounced, CorporateActionEffective
from market_data.domain.actions import CorporateAction, Dividend, Split
from market_data.imports.store import import_actions
from market_data.ticker.wall import SteppedWall
from vocabulary import Money, Quantity, Symbol

pytestmark = pytest.mark.real
Import = Callable[..., Any]
Said = CorporateActionAnnounced | CorporateActionEffective
AAPL, IBM = Symbol("AAPL"), Symbol("IBM")
TUESDAY = date(2025, 1, 7)
MONDAY_EVENING = datetime(2025, 1, 6, 23, tzinfo=UTC)
MIDNIGHT = datetime(2025, 1, 7, 5, tzinfo=UTC)
FAST: dict[str, Any] = {"symbols": "IBM", "quotes_per_second": 0.1, "speed": 1000}


def split(day: date, symbol: Symbol = AAPL, new: int = 4) -> CorporateAction:
    return CorporateAction(symbol, day, Split(Quantity(Decimal(new)), Quantity(Decimal(1))))


def dividend(day: date, symbol: Symbol = AAPL) -> CorporateAction:
    return CorporateAction(symbol, day, Dividend(Money(Decimal("0.25")), date(2025, 2, 1)))


def said(market: Exchange) -> list[Said]:
    published = (one.data for one in market.simulation.bus.history)
    return [one for one in published if isinstance(one, Said)]


def shown(events: Sequence[Said]) -> list[str]:
    return [
        f"{one.name.removeprefix('CORPORATE_ACTION_')} {one.symbol} {one.kind}" for one in events
    ]


@pytest.fixture
async def importing(database_url: str) -> AsyncGenerator[Import]:
    engine = create_async_engine(database_url, poolclass=NullPool)

    @asynccontextmanager
    async def begin() -> AsyncGenerator[AsyncConnection]:
        async with engine.begin() as connection:
            yield connection

    async def run(*actions: CorporateAction) -> None:
        await import_actions(actions, begin)

    yield run
    await engine.dispose()


async def passes(market: Exchange, seconds: float, expected: int) -> list[str]:
    """What was said after so much time, when there is so much of it."""
    await market.wall.step(seconds)

    async def enough() -> bool:
        await market.wall.step(0.01)
        await market.simulation.settle()
        await market.simulation.database("market_data").outbox.relay()  # what was left before it
        return len(said(market)) >= expected

    await eventually(enough)
    return shown(said(market))


async def test_an_action_is_announced_and_effective_when_its_day_begins(
    exchange: OpenExchange, importing: Import
) -> None:
    await importing(split(TUESDAY), dividend(TUESDAY, IBM), dividend(date(2025, 3, 3)))
    async with exchange(SteppedWall(MONDAY_EVENING), **FAST) as market:
        announced = await passes(market, 1, 3)
        (action, *_) = (await market.get("actions", {"symbol": "AAPL", "limit": 1}))["items"]
        assert (action["ex_date"], action["cash"], action["status"]) == (
            "2025-03-03",
            "0.25",
            "announced",
        )

        seconds = (MIDNIGHT - MONDAY_EVENING).total_seconds() / FAST["speed"]
        almost = await passes(market, seconds - 3, 3)
        after = await passes(market, 3, 5)
        events = said(market)
        listed = await market.get("actions", {"symbol": "AAPL"})

    assert sorted(almost) == sorted(announced)
    assert sorted(announced) == [
        "ANNOUNCED AAPL dividend",
        "ANNOUNCED AAPL split",
        "ANNOUNCED IBM dividend",
    ]
    assert sorted(after[3:]) == ["EFFECTIVE AAPL split", "EFFECTIVE IBM dividend"]
    effective = {one.symbol: one for one in events if isinstance(one, CorporateActionEffective)}
    assert effective[AAPL].market_time == effective[IBM].market_time == MIDNIGHT
    assert (effective[AAPL].new_shares, effective[AAPL].old_shares) == (4, 1)
    assert (effective[IBM].last_price or 0) > 0  # what the simulated market last paid
    assert effective[AAPL].last_price is None
    assert (effective[IBM].cash, effective[IBM].pay_date) == (Decimal("0.25"), date(2025, 2, 1))
    assert [one["status"] for one in listed["items"]] == ["announced", "effective"]


async def test_an_action_that_is_imported_right_before_a_jump_over_its_day_is_effective(
    exchange: OpenExchange, importing: Import
) -> None:
    async with exchange(SteppedWall(MONDAY_EVENING), **FAST | {"speed": 1}) as market:
        await passes(market, 1, 0)
        await importing(split(TUESDAY))
        await market.steer({"action": "jump", "to": "2025-01-07T15:00:00Z"})
        heard = await passes(market, 2, 2)

    assert heard == ["ANNOUNCED AAPL split", "EFFECTIVE AAPL split"]


async def test_what_is_over_when_it_is_imported_is_announced_and_changes_nothing(
    exchange: OpenExchange, importing: Import
) -> None:
    await importing(split(date(2025, 1, 6)))
    async with exchange(**FAST) as market:
        announced = await passes(market, 1, 1)
        later = await passes(market, 10, 1)
        (action,) = (await market.get("actions"))["items"]

        (said_of_it,) = said(market)

    assert announced == later == ["ANNOUNCED AAPL split"]
    assert isinstance(said_of_it, CorporateActionAnnounced)
    assert said_of_it.effective_at is None
    assert action["status"] == "past"


async def test_a_day_that_comes_while_nobody_is_there_is_effective_once_after_a_restart(
    exchange: OpenExchange, importing: Import
) -> None:
    await importing(split(TUESDAY))
    async with exchange(SteppedWall(MONDAY_EVENING), symbols="IBM") as market:
        await passes(market, 1, 1)
    heard: list[list[str]] = []
    for start in (MIDNIGHT + timedelta(days=3), MIDNIGHT + timedelta(days=3), MONDAY_EVENING):
        async with exchange(SteppedWall(start), **FAST) as market:
            heard.append(await passes(market, 60, 0))

    assert heard == [["EFFECTIVE AAPL split"], [], []]  # the last clock was set back


async def test_a_replay_makes_an_action_effective_on_its_way(
    exchange: OpenExchange, importing: Import, tmp_path: Path
) -> None:
    (tmp_path / "IBM.trades.csv").write_text(
        "timestamp,symbol,price,size\n"
        "2013-10-07T12:00:00Z,IBM,180,1\n2013-10-08T13:30:00Z,IBM,90,1\n"
    )
    await importing(split(date(2013, 10, 8), IBM, 2), split(date(2013, 10, 9), IBM, 3))
    async with exchange(feed="csv", replay_path=tmp_path, speed="max") as market:
        heard = await passes(market, 2, 3)

    assert heard == ["ANNOUNCED IBM split", "ANNOUNCED IBM split", "EFFECTIVE IBM split"]


async def test_a_correction_is_announced_again_under_the_same_id(
    exchange: OpenExchange, importing: Import
) -> None:
    await importing(split(TUESDAY))
    async with exchange(SteppedWall(MONDAY_EVENING), symbols="IBM") as market:
        await passes(market, 1, 1)
        await importing(split(TUESDAY, new=5))
        await passes(market, 2, 2)
        first, second = said(market)

    assert isinstance(first, CorporateActionAnnounced)
    assert isinstance(second, CorporateActionAnnounced)
    assert first.effective_at == second.effective_at == MIDNIGHT
    assert first.action_id == second.action_id
    assert (first.new_shares, second.new_shares) == (4, 5)


async def test_a_correction_between_the_midnight_and_the_telling_is_effective_once(
    exchange: OpenExchange, importing: Import
) -> None:
    await importing(split(TUESDAY), dividend(TUESDAY))
    async with exchange(SteppedWall(MONDAY_EVENING), symbols="IBM") as market:
        await passes(market, 1, 2)
    await importing(split(TUESDAY, new=5))  # market time is beyond, and nobody has told so yet
    async with exchange(SteppedWall(MIDNIGHT + timedelta(seconds=1)), symbols="IBM") as market:
        heard = await passes(market, 1, 3)
        terms = [(one.name, one.new_shares) for one in said(market) if one.new_shares]
        statuses = [one["status"] for one in (await market.get("actions"))["items"]]

    assert sorted(heard) == [
        "ANNOUNCED AAPL split",
        "EFFECTIVE AAPL dividend",
        "EFFECTIVE AAPL split",
    ]
    assert {new for _, new in terms} == {5}
    assert statuses == ["effective", "effective"]


async def test_actions_are_listed_in_pages(exchange: OpenExchange, importing: Import) -> None:
    days = [date(2020, 1, day) for day in range(1, 8)]
    await importing(*map(split, days), dividend(days[0]), split(days[0], IBM))
    async with exchange(symbols="IBM") as market:
        listed: list[str] = []
        query: dict[str, str | int] = {"symbol": "AAPL", "limit": 3}
        while True:
            page = await market.get("actions", query)
            listed += [f"{one['ex_date']} {one['kind']}" for one in page["items"]]
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]
        assert (await market.get("actions", {"symbol": "X"}))["items"] == []
        refused = await market.get("actions", {"symbol": "\0"}, status=422)

    assert refused["code"] == "validation_failed"
    assert [one.split()[0] for one in listed] == [
        *(str(day) for day in reversed(days)),
        str(days[0]),
    ]
    assert set(listed[-2:]) == {"2020-01-01 split", "2020-01-01 dividend"}
