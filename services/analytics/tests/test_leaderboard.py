"""Who did best, and who is named: the whole service on real PostgreSQL."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

import pytest
from market_days import at, opened, trade, two_days
from traders import Trader

from analytics.api import AREA
from analytics.main import create_service
from analytics.queries import leaderboard
from analytics.settings import AnalyticsSettings
from chassis.testing import sign_in, simulation, some_account
from events import UserDeleted

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


async def test_the_leaderboard_names_only_those_who_agreed(trader: Trader) -> None:
    other = replace(trader, account_id=some_account())
    await opened(other)
    await two_days(trader)
    await trade(other, (at(0), "buy 10 IBM 100"), (at(1), "sell 10 IBM 90"))
    headers = sign_in(other.account_id)
    path = f"/api/{AREA}/leaderboard/name"

    answer = await other.client.put(path, json={"name": "  Ada   L. "}, headers=headers)

    assert answer.status_code == 204
    board = await trader.see("/leaderboard")
    assert (board["accounts"], board["own"]["rank"]) == (2, 1)
    shown: list[Any] = [(one["rank"], one["name"], one["is_own"]) for one in board["standings"]]
    assert shown == [(1, None, True), (2, "Ada L.", False)]
    assert board["standings"][1]["total_return"] == "-0.01"
    assert (await other.see("/leaderboard", season="2013-11"))["accounts"] == 0
    assert await other.problem("/leaderboard", season="2013-13") == (404, "season_not_found")

    assert (await other.client.delete(path, headers=headers)).status_code == 204
    assert (await other.see("/leaderboard"))["own"]["name"] is None


async def test_who_leaves_is_named_no_more(trader: Trader) -> None:
    await trade(trader, (at(0), "buy 10 IBM 100"))
    headers = sign_in(trader.account_id)
    path = f"/api/{AREA}/leaderboard/name"
    await trader.client.put(path, json={"name": "Ada"}, headers=headers)
    board = await trader.see("/leaderboard")
    assert board["own"]["name"] == "Ada"
    async with trader.simulation.database("analytics").engine.connect() as connection:
        rows = await connection.exec_driver_sql("select user_id from names")
        user_id = rows.scalar_one()

    await trader.simulation.publish(UserDeleted(account_id=trader.account_id, user_id=user_id))

    assert (await trader.see("/leaderboard"))["own"]["name"] is None


async def test_it_is_worked_out_now_and_then(
    trader: Trader, monkeypatch: pytest.MonkeyPatch
) -> None:
    await trade(trader, (at(0), "buy 10 IBM 100"), (at(1), "sell 10 IBM 110"))
    first = await trader.see("/leaderboard")
    await trade(trader, (at(2), "buy 10 IBM 100"), (at(3), "sell 10 IBM 110"))

    again = await trader.see("/leaderboard")
    monkeypatch.setattr(leaderboard, "FRESH_SECONDS", 0.0)
    later = await trader.see("/leaderboard")

    assert (first["own"]["total_return"], again) == ("0.01", first)
    assert later["own"]["total_return"] == "0.02"


async def test_for_every_season_the_trades_of_everybody_are_read_once(
    trader: Trader, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two_days(trader)
    asked: list[object] = []
    work_out = leaderboard.work_out

    async def counted(*about: Any) -> Any:  # noqa: ANN401  # as it is called
        asked.append(about)
        return await work_out(*about)

    monkeypatch.setattr(leaderboard, "work_out", counted)
    seasons = ("all", "2013-10", "2013-11")
    boards = [await trader.see("/leaderboard", season=each) for each in seasons]

    assert [one["accounts"] for one in boards] == [1, 1, 0]
    assert len(asked) == 1


async def test_an_account_that_is_not_open_yet_is_not_on_it(trader: Trader) -> None:
    await trade(replace(trader, account_id=some_account()), (at(0), "buy 10 IBM 100"))

    assert (await trader.see("/leaderboard"))["standings"] == []
