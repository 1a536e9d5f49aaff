"""Days, ratios and round trips: the whole service on real PostgreSQL."""

from collections.abc import AsyncGenerator
from uuid import uuid4

import pytest
from market_days import IBM, at, bar, dollars, opened, passed, trade, two_days
from traders import Trader

from analytics.api import AREA
from analytics.main import create_service
from analytics.settings import AnalyticsSettings
from chassis.testing import simulation, some_account
from events import AccountClosed, AccountReset
from vocabulary import BarInterval

pytestmark = pytest.mark.real

SERVICE = create_service(
    AnalyticsSettings.model_validate({"port": 8106, "rabbitmq_password": "test"})
)


@pytest.fixture
async def trader(postgres_url: str) -> AsyncGenerator[Trader]:
    """Somebody with an open account."""
    async with simulation(postgres_url) as started:
        one = Trader(started, await started.start(SERVICE), some_account(), AREA)
        await opened(one)
        yield one


async def test_round_trips_are_listed_with_how_far_they_went(trader: Trader) -> None:
    await trade(
        trader,
        (at(0.5), "buy 10 IBM 100 fee 1"),
        (at(5), "sell 10 IBM 102 fee 1"),
        (at(10), "sell 5 IBM 103"),
        (at(12), "buy 15 IBM 101 fee 3"),
    )
    minutes = [
        (0, "1 900 1 1"),  # it was bought in this one: nobody knows when the low was
        (1, "100 104 97 101"),
        (4, "101 103 99 102"),
        (5, "1 900 1 1"),  # it was sold at its beginning
        (10, "103 104 102 103"),
        (12, "1 900 1 1"),
    ]
    await passed(trader, *(bar(IBM, at(one), two, BarInterval.MINUTE_1) for one, two in minutes))

    page = await trader.see("/trips", limit=1)
    rest = await trader.see("/trips", limit=5, cursor=page["next_cursor"])

    (short,), (long,) = page["trips"], rest["trips"]
    assert rest["next_cursor"] is None
    assert {name: long[name] for name in ("symbol", "side", "shares", "profit", "fees")} == {
        "symbol": "IBM",
        "side": "buy",
        "shares": "10",
        "profit": "18",
        "fees": "2",
    }
    assert (long["adverse"], long["favourable"], long["held_seconds"]) == ("-30", "40", 270)
    assert (short["side"], short["profit"], short["exit_price"]) == ("sell", "9", "101")
    assert (short["adverse"], short["favourable"]) == ("-5", "10")
    (under_way,) = await trader.see("/trips/open")
    assert (under_way["side"], under_way["quantity"], under_way["fees"]) == ("buy", "10", "2")
    assert (await trader.see("/trips", symbol="BAC"))["trips"] == []
    assert (await trader.see("/trips", cursor=str(uuid4())))["trips"] == []


async def test_the_curve_has_every_day_and_excludes_what_was_paid_in(trader: Trader) -> None:
    await two_days(trader)

    first, second = await trader.see("/curve")

    assert first == {
        "day": "2013-10-07",
        "equity": "10048",
        "cash": "8998",
        "deposited": "0",
        "withdrawn": "0",
        "realised": "-2",
        "unrealised": "50",
        "change": "48",
        "exposure": "0.104498",
        "rate": "0.0048",
        "level": "1.0048",
        "drawdown": "0",
        "benchmark_level": "1.02",
    }
    # 10,048 and 990 paid in became 8,998 + 990 + 599 in cash and 5 shares at 125
    assert (second["equity"], second["deposited"], second["rate"]) == ("11212", "990", "0.015764")
    assert (second["realised"], second["unrealised"], second["change"]) == ("99", "125", "174")
    assert (second["benchmark_level"], second["drawdown"]) == ("1.0404", "0")


async def test_profit_is_listed_by_day_and_symbol(trader: Trader) -> None:
    await two_days(trader)

    days = await trader.see("/days")

    shown = [(one["day"], one["realised"], one["unrealised"], one["change"]) for one in days]
    assert shown == [("2013-10-07", "-2", "50", "48"), ("2013-10-08", "99", "125", "174")]
    assert await trader.see("/days", symbol="IBM") == days
    assert await trader.see("/days", symbol="BAC") == []


@pytest.mark.parametrize("path", ["/curve", "/days"])
async def test_the_last_days_are_shown_and_then_those_before(trader: Trader, path: str) -> None:
    await two_days(trader)
    first, second = await trader.see(path)

    assert await trader.see(path, limit="1") == [second]
    assert await trader.see(path, limit="1", before=second["day"]) == [first]
    assert await trader.see(path, before=first["day"]) == []
    assert (await trader.problem(path, limit="5001"))[0] == 422
    assert (await trader.problem(path, before="0"))[0] == 422


async def test_performance_adds_up_days_and_trips(trader: Trader) -> None:
    await two_days(trader)
    await trade(trader, (at(60, days=1), "sell 5 IBM 125"), (at(61, days=1), "buy 1 IBM 125"))
    await trade(trader, (at(62, days=1), "sell 1 IBM 124"))

    found = await trader.see("/performance")

    trips = found["trips"]
    assert (trips["trips"], trips["wins"], trips["losses"]) == (2, 1, 1)
    assert (trips["profit"], trips["win_rate"], trips["profit_factor"]) == ("221", "0.5", "222")
    assert (trips["expectancy"], trips["streak"]) == ("110.5", -1)
    assert {one: two["profit"] for one, two in found["by_hour"].items()} == {
        "9": "222",
        "10": "-1",
    }
    assert list(found["by_weekday"]) == ["1", "2"]
    assert found["by_symbol"]["IBM"] == trips
    assert found["ratios"]["days"] == 2
    assert found["benchmark"]["ratios"]["total_return"] == "0.0404"
    assert found["exposure"]["days_invested"] == "0.5"


async def test_an_account_that_never_traded_has_figures_too(trader: Trader) -> None:
    found = await trader.see("/performance")

    assert (found["trips"]["trips"], found["trips"]["win_rate"]) == (0, None)
    assert (found["ratios"]["total_return"], found["exposure"], found["benchmark"]) == (
        "0",
        None,
        None,
    )
    assert await trader.see("/curve") == await trader.see("/days") == []
    assert await trader.see("/trips/open") == (await trader.see("/trips"))["trips"] == []


async def test_a_reset_begins_an_epoch_and_the_one_before_stays(trader: Trader) -> None:
    await trade(trader, (at(0), "buy 10 IBM 100"), (at(1), "sell 10 IBM 101"))
    await trader.simulation.publish(
        AccountReset(account_id=trader.account_id, epoch=2, cash=dollars(500))
    )
    await trade(trader, (at(-600), "buy 1 IBM 100"))

    now, before = await trader.see("/pnl"), await trader.see("/pnl", epoch=1)

    assert (now["epoch"], now["opening_cash"], now["turnover"]) == (2, "500", "100")
    assert (before["realised"], before["equity"], before["turnover"]) == ("10", "10010", "2010")
    assert len((await trader.see("/trips", epoch=1))["trips"]) == 1
    assert [one["symbol"] for one in await trader.see("/trips/open")] == ["IBM"]
    for path in ("/pnl", "/curve", "/days", "/performance", "/trips", "/trips/open"):
        assert await trader.problem(path, epoch=3) == (404, "epoch_not_found")


async def test_what_is_too_little_to_come_to_money_has_no_price(trader: Trader) -> None:
    await trade(trader, (at(0), "buy 0.000001 IBM 9"), (at(1), "sell 0.000001 IBM 9"))
    await trade(trader, (at(2), "buy 0.000001 IBM 9"))

    (trip,), (under_way,) = (await trader.see("/trips"))["trips"], await trader.see("/trips/open")

    assert (trip["entry_price"], trip["exit_price"], trip["profit"]) == (None, None, "0")
    assert under_way["entry_price"] is None


async def test_a_closed_account_has_nothing_and_what_it_did_stays(trader: Trader) -> None:
    await trade(trader, (at(0.5), "buy 10 IBM 100"), (at(5), "sell 4 IBM 102"))

    closed = AccountClosed(account_id=trader.account_id, epoch=1)
    await trader.simulation.publish(closed, source="portfolio")

    assert (await trader.see("/pnl"))["realised"] == "0"
    assert (await trader.see("/pnl", epoch=1))["realised"] == "8"
    assert await trader.see("/curve") == []
    for path in ("/performance", "/days", "/trips", "/trips/open", "/leaderboard"):
        assert (await trader.ask(path)).status_code == 200, path
    assert len(await trader.see("/trips/open", epoch=1)) == 1
