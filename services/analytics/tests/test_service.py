"""What a trader sees of profit and orders: the whole service on real PostgreSQL."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from traders import NOON, Trader

from analytics.api import AREA
from analytics.domain.fill import Fill
from analytics.main import create_service
from analytics.repository.accounts import TrackRecords
from analytics.settings import AnalyticsSettings
from bus.envelope import first
from bus.message import pack
from chassis.testing import fresh_database, simulation, some_account
from events import AccountOpened, AccountReset, OrderAccepted, OrderRejected, Trade
from vocabulary import (
    FillId,
    Money,
    OrderId,
    Price,
    Quantity,
    RejectionReason,
    Side,
    Symbol,
    UserId,
)

pytestmark = pytest.mark.real

SERVICE = create_service(
    AnalyticsSettings.model_validate({"port": 8106, "rabbitmq_password": "test"})
)
IBM = Symbol("IBM")


async def open_account(trader: Trader) -> None:
    cash, user_id = Money(Decimal(100_000)), UserId(uuid4())
    await trader.simulation.publish(
        AccountOpened(account_id=trader.account_id, user_id=user_id, cash=cash)
    )


@pytest.fixture
async def stranger(postgres_url: str) -> AsyncGenerator[Trader]:
    """Somebody whose account is not open yet."""
    async with simulation(postgres_url) as started:
        yield Trader(started, await started.start(SERVICE), some_account(), AREA)


@pytest.fixture
async def trader(stranger: Trader) -> Trader:
    """Somebody with an open account."""
    await open_account(stranger)
    return stranger


@pytest.mark.parametrize("path", ["/pnl", "/orders"])
async def test_there_is_nothing_to_see_before_the_account_is_open(
    stranger: Trader, path: str
) -> None:
    await stranger.trade("buy 10 IBM 180")

    assert await stranger.problem(path) == (404, "account_not_open")


async def test_profit_is_shown_in_all_and_by_symbol(trader: Trader) -> None:
    await trader.trade("buy 10 IBM 180", "sell 4 IBM 190 fee 0.12", "buy 100 BAC 14 fee 1")
    shares, price = Quantity(Decimal(1)), Price(Decimal(200))
    await trader.simulation.show(Trade(symbol=IBM, sequence=1, time=NOON, price=price, size=shares))

    seen = await trader.see("/pnl")

    bac, ibm = seen.pop("symbols")
    assert seen == {
        "account_id": str(trader.account_id),
        "epoch": 1,
        "opening_cash": "100000",
        "paid_in": "0",
        "dividends": "0",
        "interest": "0",
        "realised": "38.88",
        "fees": "1.12",
        "unrealised": "120",
        "total": "158.88",
        "equity": "100158.88",
        "trades": 3,
        "turnover": "3960",
        "unpriced": ["BAC"],
    }
    assert ibm == {
        "symbol": "IBM",
        "quantity": "6",
        "cost": "1080",
        "mark_price": "200",
        "realised": "39.88",
        "fees": "0.12",
        "unrealised": "120",
        "total": "159.88",
        "trades": 2,
        "shares_traded": "14",
        "turnover": "2560",
    }
    assert (bac["mark_price"], bac["unrealised"], bac["total"]) == (None, None, "-1")


async def test_orders_are_counted(trader: Trader) -> None:
    order_id, account_id = OrderId(uuid4()), trader.account_id
    await trader.simulation.publish(
        OrderAccepted(order_id=order_id, account_id=account_id, symbol=IBM),
        OrderRejected(
            order_id=OrderId(uuid4()),
            account_id=account_id,
            symbol=IBM,
            reason=RejectionReason.ORDER_TOO_LARGE,
            rule="too large",
        ),
        trader.fill("buy 10 IBM 180"),
    )

    assert await trader.see("/orders") == {
        "account_id": str(account_id),
        "created": 0,
        "rejected": 1,
        "accepted": 1,
        "filled": 1,
        "canceled": 0,
        "expired": 0,
        "replaced": 0,
        "rejections": {"order_too_large": 1},
    }


async def test_a_restarted_service_goes_on_where_it_was(postgres_url: str) -> None:
    database_url, me = await fresh_database(postgres_url, "analytics"), some_account()
    async with simulation(postgres_url) as first:
        trader = Trader(first, await first.start(SERVICE, database_url), me, AREA)
        await open_account(trader)
        await trader.trade("buy 10 IBM 180 fee 1", "sell 4 IBM 200")
        before = [await trader.see(path) for path in ("/pnl", "/orders")]

    async with simulation(postgres_url) as second:
        trader = Trader(second, await second.start(SERVICE, database_url), me, AREA)

        assert [await trader.see(path) for path in ("/pnl", "/orders")] == before
        await trader.trade("sell 6 IBM 190")
        assert (await trader.see("/pnl"))["realised"] == "139"


async def test_a_fill_that_was_counted_before_breaks_a_key(trader: Trader) -> None:
    shares, price = Quantity(Decimal(10)), Price(Decimal(180))
    fill = Fill(FillId(uuid4()), IBM, Side.BUY, shares, price, NOON, NOON)
    keep, me = TrackRecords(), trader.account_id
    async with trader.simulation.database("analytics").engine.connect() as connection:
        record = (await keep.load(connection, [me]))[me]
        record.trade(fill)
        await keep.save(connection, [record])
        record.trade(fill)

        with pytest.raises(IntegrityError, match="fills_pkey"):
            await keep.save(connection, [record])


async def test_a_reset_that_is_heard_of_late_moves_the_fills_that_came_after_it(
    trader: Trader,
) -> None:
    before, after = (trader.fill(one) for one in ("buy 10 IBM 180", "buy 3 IBM 170"))
    reset = AccountReset(account_id=trader.account_id, epoch=2, cash=Money(Decimal(500)))
    said = [(before, 1), (after, 3), (reset, 2), (trader.fill("sell 3 IBM 190"), 4)]
    now = datetime.now(UTC)

    for event, second in said:
        envelope = replace(first(event, "test"), time=now + timedelta(seconds=second))
        await trader.simulation.bus.publish(pack([envelope]))
        await trader.simulation.settle()

    epochs = [await trader.see("/pnl", epoch=epoch) for epoch in (1, 2)]
    assert [(one["opening_cash"], one["turnover"]) for one in epochs] == [
        ("100000", "1800"),
        ("500", "1080"),
    ]
    assert epochs[1]["realised"] == "60"
    assert (await trader.see("/trips/open", epoch=1))[0]["shares"] == "10"
