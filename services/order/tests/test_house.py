"""The house takes orders back where trading is halted, and closes positions after margin calls."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from trading_desk import MARKET_TIME, Desk

from bus.envelope import new_id
from events import (
    AccountAtRest,
    AccountReset,
    Event,
    LiquidationOrdered,
    OrderCancelRequested,
    OrderCreated,
    OrderRejected,
    PositionSplit,
    TradingHalted,
)
from events.examples import EXAMPLES
from order.repository.holdings import find_positions
from vocabulary import NO_MONEY, OrderId, OrderStatus, OrderType, Quantity, Side, Symbol

pytestmark = pytest.mark.real


async def halt(desk: Desk, symbol: str | None = None) -> None:
    """Risk says that the trader may not trade, or not this symbol."""
    only = None if symbol is None else Symbol(symbol)
    await desk.simulation.publish(
        TradingHalted(account_id=desk.trader, reason="somebody looks", symbol=only)
    )
    await desk.pass_time()


async def statuses(desk: Desk) -> dict[str, str]:
    """What became of the trader's orders, by symbol and id."""
    listed = (await desk.ask("GET", "?status=all")).json()["items"]
    return {one["order_id"]: one["status"] for one in listed}


def told(desk: Desk, kind: type[Event]) -> list[Event]:
    """What the order service has said of a kind."""
    return [one for one in desk.said if isinstance(one, kind)]


def ordered(desk: Desk, symbol: str = "IBM", side: Side = Side.SELL) -> LiquidationOrdered:
    """Risk wants a position closed."""
    return LiquidationOrdered(
        order_id=OrderId(new_id()),
        account_id=desk.trader,
        symbol=Symbol(symbol),
        side=side,
        quantity=Quantity(Decimal(4)),
        reason="a margin call was not met",
        market_time=MARKET_TIME,
    )


async def test_all_open_orders_are_taken_back_where_trading_is_halted(desk: Desk) -> None:
    await desk.show(("180", "100"), ("181", "100"))
    first = await desk.trade(limit_price="170")
    second = await desk.trade(limit_price="160")

    await halt(desk)
    await halt(desk)

    shown = await statuses(desk)
    assert {shown[one["order_id"]] for one in (first, second)} == {OrderStatus.CANCELED}
    names = desk.names(first["order_id"])
    assert names.count("ORDER_CANCEL_REQUESTED") == 1


async def test_exits_are_taken_back_too_whose_entry_trades_before_it_can_be(desk: Desk) -> None:
    await desk.show(("180", "100"), ("181", "100"))
    placed = await desk.trade(
        limit_price="170",
        order_class="bracket",
        take_profit={"limit_price": "200"},
        stop_loss={"stop_price": "150"},
    )

    await halt(desk)
    await halt(desk)

    legs = {OrderId(UUID(one["order_id"])) for one in placed["legs"]}
    asked = {getattr(one, "order_id", None) for one in told(desk, OrderCancelRequested)}
    assert legs < asked
    assert set((await statuses(desk)).values()) == {OrderStatus.CANCELED}


async def test_where_a_symbol_is_halted_other_orders_go_on(desk: Desk) -> None:
    await desk.show(("180", "100"), ("181", "100"))
    placed = await desk.trade(limit_price="170")

    await halt(desk, "MSFT")
    other = await statuses(desk)
    await halt(desk, "IBM")
    own = await statuses(desk)

    assert other[placed["order_id"]] == OrderStatus.NEW
    assert own[placed["order_id"]] == OrderStatus.CANCELED


async def test_a_position_is_closed_by_a_market_order_that_says_what_it_is(desk: Desk) -> None:
    await desk.hold("10")
    await desk.show(("180", "100"), ("181", "100"))
    asked = ordered(desk)

    await desk.simulation.publish(asked)

    (said,) = (one for one in told(desk, OrderCreated) if isinstance(one, OrderCreated))
    assert said.order_id == asked.order_id
    assert (said.forced, said.reduce_only, said.order_type) == (True, True, OrderType.MARKET)
    assert (said.side, said.quantity, said.reference_price) == (Side.SELL, 4, 180)
    shown = (await desk.ask("GET", f"/{asked.order_id}")).json()
    assert shown["client_order_id"] == f"liquidation-{asked.order_id}"


async def test_what_a_split_has_added_counts_as_held(desk: Desk) -> None:
    await desk.hold("10")
    two = EXAMPLES[PositionSplit.name].model_copy(update={"account_id": desk.trader})

    await desk.simulation.publish(two, two)

    async with desk.simulation.database("order").engine.connect() as connection:
        held = await find_positions(connection, desk.trader)
    assert held == {Symbol("IBM"): 30}  # each of the two, as they are two events, has added 10


@pytest.mark.parametrize("heard", [(0, 1), (1, 0)])
async def test_a_split_of_what_the_account_was_before_a_reset_adds_nothing(
    desk: Desk, heard: tuple[int, ...]
) -> None:
    await desk.hold("10")
    rest = AccountAtRest(account_id=desk.trader, winding_id=uuid4(), fills=1)
    reset = AccountReset(account_id=desk.trader, cash=NO_MONEY, epoch=2)
    about = {"account_id": desk.trader, "epoch": 1}
    of_before = EXAMPLES[PositionSplit.name].model_copy(update=about)
    of_now = of_before.model_copy(update={"epoch": 2, "added": Quantity(Decimal(3))})

    await desk.simulation.publish(rest)
    for one in heard:
        await desk.simulation.publish((of_before, reset)[one])
    await desk.simulation.publish(of_now)

    async with desk.simulation.database("order").engine.connect() as connection:
        assert await find_positions(connection, desk.trader) == {Symbol("IBM"): 3}


async def test_a_split_after_a_reset_that_is_heard_of_late_stays(desk: Desk) -> None:
    about = {"account_id": desk.trader, "epoch": 2}
    of_now = EXAMPLES[PositionSplit.name].model_copy(update=about)

    await desk.simulation.publish(of_now)
    reset = AccountReset(account_id=desk.trader, cash=NO_MONEY, epoch=2)
    await desk.simulation.publish(reset)

    async with desk.simulation.database("order").engine.connect() as connection:
        assert await find_positions(connection, desk.trader) == {Symbol("IBM"): 10}


async def test_without_a_price_risk_is_told_that_nothing_was_placed(desk: Desk) -> None:
    await desk.show(("180", "100"), None)
    nobody, unknown = ordered(desk, side=Side.BUY), ordered(desk, "XYZ")

    await desk.simulation.publish(nobody, unknown)

    refused = [one for one in told(desk, OrderRejected) if isinstance(one, OrderRejected)]
    assert {one.order_id for one in refused} == {nobody.order_id, unknown.order_id}
    assert told(desk, OrderCreated) == []
