"""What a trader sees of an account: the whole service on real PostgreSQL."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import TypeVar
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection
from traders import NOON, Trader

from bus.inbox import count_parked
from bus.interface import Subscription
from chassis.testing import Simulation, fresh_database, simulation, some_account
from events import AccountOpened, PortfolioUpdated, PositionChanged, Trade, UserRegistered
from portfolio.api import AREA
from portfolio.main import create_service
from portfolio.queries.trial import trial_balance
from portfolio.settings import PortfolioSettings
from vocabulary import Price, Quantity, Symbol, UserId

pytestmark = pytest.mark.real

T = TypeVar("T")
PATHS = (
    "/ /positions /positions/IBM /trades /trades.csv /ledger /ledger.csv /ledger/balance"
    " /lots /closings /closings.csv /curve /statement /statement.csv"
)
SERVICE = create_service(
    PortfolioSettings.model_validate({"port": 8105, "rabbitmq_password": "test"})
)
EVERYTHING = Subscription(
    "test.listener", frozenset({AccountOpened.name, PositionChanged.name, PortfolioUpdated.name})
)


async def register(trader: Trader) -> None:
    await trader.simulation.publish(
        UserRegistered(user_id=UserId(uuid4()), account_id=trader.account_id, display_name="Ada")
    )


@asynccontextmanager
async def house(postgres_url: str) -> AsyncGenerator[Simulation]:
    """Room for the service, with somebody who listens to what it says."""
    async with (
        simulation(postgres_url) as started,
        started.bus.listening(EVERYTHING, lambda _delivery: None),
    ):
        yield started


@pytest.fixture
async def stranger(postgres_url: str) -> AsyncGenerator[Trader]:
    """Somebody whose account is not open yet."""
    async with house(postgres_url) as started:
        yield Trader(started, await started.start(SERVICE), some_account(), AREA)


@pytest.fixture
async def trader(stranger: Trader) -> Trader:
    """Somebody with an open account."""
    await register(stranger)
    return stranger


@pytest.mark.parametrize("path", PATHS.split())
async def test_there_is_nothing_to_see_before_the_account_is_open(
    stranger: Trader, path: str
) -> None:
    assert await stranger.problem(path.rstrip("/")) == (404, "account_not_open")


async def test_a_new_account_has_its_opening_cash(trader: Trader) -> None:
    seen = await trader.see("")

    assert (seen["cash"], seen["paid_in"], seen["equity"]) == ("100000", "100000", "100000")
    assert seen["positions"] == []


async def test_registering_again_gives_no_second_deposit(trader: Trader) -> None:
    await register(trader)

    assert (await trader.see(""))["cash"] == "100000"


async def test_positions_are_valued_at_what_was_last_paid(trader: Trader) -> None:
    await trader.trade("buy 10 IBM 180", "buy 30 IBM 182", "sell 20 IBM 190", "buy 100 BAC 14")
    shares = Quantity(Decimal(1))
    await trader.simulation.show(
        Trade(symbol=Symbol("IBM"), sequence=1, time=NOON, price=Price(Decimal(200)), size=shares)
    )

    seen = await trader.see("")

    assert await trader.see("/positions/IBM") == {
        "symbol": "IBM",
        "quantity": "20",
        "average_price": "181.5",
        "cost": "3630",
        "realised": "170",
        "fees": "0",
        "mark_price": "200",
        "market_value": "4000",
        "unrealised": "370",
    }
    assert seen["positions"] == await trader.see("/positions")
    assert seen["unpriced"] == ["BAC"]
    assert (seen["cash"], seen["cost"], seen["market_value"]) == ("95140", "5030", "5400")
    assert (seen["realised"], seen["unrealised"], seen["equity"]) == ("170", "370", "100540")


async def test_a_position_that_ended_is_gone(trader: Trader) -> None:
    await trader.trade("buy 10 IBM 180", "sell 10 IBM 181")

    assert await trader.see("/positions") == []
    assert await trader.problem("/positions/IBM") == (404, "position_not_found")
    assert (await trader.see(""))["realised"] == "10"


async def test_trades_are_listed_newest_first_and_in_parts(trader: Trader) -> None:
    await trader.trade("buy 1 IBM 180", "buy 2 IBM 180", "sell 3 IBM 181")

    first = await trader.see("/trades", limit=2)
    second = await trader.see("/trades", limit=2, cursor=first["next_cursor"])

    assert [one["quantity"] for one in first["items"]] == ["3", "2"]
    assert [one["quantity"] for one in second["items"]] == ["1"]
    assert second["next_cursor"] is None
    assert first["items"][0]["realised"] == "3"
    assert first["items"][0]["market_time"] == "2013-10-07T12:00:00Z"


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 201}, {"cursor": "0"}, {"cursor": "x"}])
async def test_a_part_that_makes_no_sense_is_refused(
    trader: Trader, query: dict[str, str | int]
) -> None:
    assert await trader.problem("/trades", **query) == (422, "validation_failed")


async def test_the_ledger_shows_both_sides_of_everything(trader: Trader) -> None:
    await trader.trade("buy 10 IBM 182.5")

    ledger = await trader.see("/ledger")

    bought, opening = ledger["items"]
    assert (opening["kind"], opening["number"]) == ("opening", 1)
    assert bought["description"] == "bought 10 IBM at 182.5"
    assert {(one["owner"], one["asset"], one["amount"]) for one in bought["entries"]} == {
        ("own", "IBM", "10"),
        ("outside", "IBM", "-10"),
        ("own", "USD", "-1825"),
        ("outside", "USD", "1825"),
    }
    first = await trader.see("/ledger", limit=1)
    rest = await trader.see("/ledger", cursor=first["next_cursor"])
    assert rest == {"items": [opening], "next_cursor": None}


async def test_the_ledger_balances_and_agrees_with_the_account(trader: Trader) -> None:
    await trader.trade("buy 10 IBM 182.5", "sell 4 IBM 182.3333", "buy 0.5 BTCUSD 60000.12345678")

    balance = await trader.see("/ledger/balance")
    everybody = await _ask_database(trader, trial_balance)

    assert balance == {
        "balanced": True,
        "assets": [
            {"asset": "BTCUSD", "total": "0", "own": "0.5"},
            {"asset": "IBM", "total": "0", "own": "6"},
            {"asset": "USD", "total": "0", "own": (await trader.see(""))["cash"]},
        ],
    }
    assert everybody.is_sound
    assert [one.asset for one in everybody.assets] == ["BTCUSD", "IBM", "USD"]


async def test_a_fee_is_a_booking_of_its_own_and_no_part_of_the_cost(trader: Trader) -> None:
    await trader.trade("buy 10 IBM 182 fee 1", "sell 4 IBM 190 fee 0.12")

    seen, position = await trader.see(""), await trader.see("/positions/IBM")
    sold, bought = (await trader.see("/trades"))["items"]
    fee, _, _, _, _ = (await trader.see("/ledger"))["items"]
    assert (seen["cash"], seen["fees"], seen["realised"]) == ("98938.88", "1.12", "30.88")
    assert (position["cost"], position["average_price"]) == ("1092", "182")
    assert (position["fees"], position["realised"]) == ("1.12", "30.88")
    assert [(one["fee"], one["realised"]) for one in (bought, sold)] == [
        ("1", "-1"),
        ("0.12", "31.88"),
    ]
    assert (fee["kind"], fee["description"]) == ("fee", "fee: sold 4 IBM at 190")
    assert {(one["owner"], one["asset"], one["amount"]) for one in fee["entries"]} == {
        ("own", "USD", "-0.12"),
        ("fees", "USD", "0.12"),
    }
    assert (await trader.see("/ledger/balance"))["balanced"]
    assert (await _ask_database(trader, trial_balance)).is_sound


async def test_nobody_sees_the_account_of_another(trader: Trader) -> None:
    await trader.trade("buy 10 IBM 182.5")
    other = Trader(trader.simulation, trader.client, some_account(), AREA)
    await register(other)

    assert (await other.see(""))["positions"] == []
    assert (await other.see("/trades"))["items"] == []
    assert len((await other.see("/ledger"))["items"]) == 1


async def test_every_fill_of_a_batch_is_told(trader: Trader) -> None:
    await trader.trade("buy 1 IBM 180", "buy 1 IBM 182", "sell 2 IBM 190")

    told = [one.data for one in trader.simulation.bus.history]
    positions = [one for one in told if isinstance(one, PositionChanged)]
    assert [(one.quantity, one.cost) for one in positions] == [(1, 180), (2, 362), (0, 0)]


async def test_a_fill_for_an_account_that_was_never_opened_is_parked(stranger: Trader) -> None:
    await stranger.trade("buy 10 IBM 180")
    opened = Trader(stranger.simulation, stranger.client, some_account(), AREA)
    await register(opened)

    assert await _ask_database(stranger, count_parked) == 1
    assert (await opened.see(""))["cash"] == "100000"


async def test_a_restarted_service_goes_on_where_it_was(postgres_url: str) -> None:
    database_url, me = await fresh_database(postgres_url, "portfolio"), some_account()
    async with house(postgres_url) as first:
        trader = Trader(first, await first.start(SERVICE, database_url), me, AREA)
        await register(trader)
        await trader.trade("buy 10 IBM 180", "buy 5 BAC 14 fee 0.5", "sell 4 IBM 200")
        before = await trader.see("")

    async with house(postgres_url) as second:
        trader = Trader(second, await second.start(SERVICE, database_url), me, AREA)

        assert await trader.see("") == before
        await trader.trade("sell 6 IBM 190")
        assert (await trader.see(""))["realised"] == "139.5"
        assert len((await trader.see("/ledger"))["items"]) == 6


async def _ask_database(trader: Trader, query: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    async with trader.simulation.database("portfolio").engine.connect() as connection:
        return await query(connection)
