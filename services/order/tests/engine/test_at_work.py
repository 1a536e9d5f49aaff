"""Engines on RabbitMQ and PostgreSQL: one leads, and another one takes over."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from proving.databases import own_database
from proving.wires import rabbit_wire
from working_engine import Exchange, working_exchange
from written_tape import quoted, standing

from bus.tables import metadata as messaging
from events import OrderAccepted, OrderFilled
from order.tables import fills, inputs, metadata, tape_positions

pytestmark = pytest.mark.real
REALISTIC = "realistic/1"
A_LOT = "1000000@10"


@pytest.fixture
async def exchange(postgres_url: str, rabbitmq_url: str) -> AsyncGenerator[Exchange]:
    async with (
        own_database(postgres_url, messaging, metadata) as database,
        rabbit_wire(rabbitmq_url) as wire,
        working_exchange(wire, database) as opened,
    ):
        await opened.say(*standing(ask=A_LOT), complete=True)
        yield opened


async def test_an_order_is_filled_at_its_time(exchange: Exchange) -> None:
    async with exchange.engine():
        await exchange.leads()
        order_id = await exchange.place(limit="10", model=REALISTIC)
        await exchange.heard.until(lambda: len(exchange.said(order_id)) == 2)

    accepted, filled = exchange.said(order_id)
    assert isinstance(accepted, OrderAccepted)
    assert isinstance(filled, OrderFilled)
    assert accepted.market_time is not None
    assert filled.market_time is not None
    latency = (filled.market_time - accepted.market_time).total_seconds()
    assert 0.02 <= latency < 5
    assert len(await exchange.rows(tape_positions)) == 1


async def test_another_engine_takes_over_where_the_first_was_killed(exchange: Exchange) -> None:
    async with exchange.engine() as first, exchange.engine():
        await exchange.leads()
        resting = await exchange.place(limit="9.50", quantity="30")
        orders = [await exchange.place(limit="10", model=REALISTIC) for _ in range(10)]
        await asyncio.sleep(0.02)
        first.cancel()
        orders += [await exchange.place(limit="10", model=REALISTIC) for _ in range(10)]
        await exchange.heard.until(lambda: all(len(exchange.said(one)) == 2 for one in orders))
        await exchange.say(quoted("", "30@9.50"))
        await exchange.heard.until(lambda: len(exchange.said(resting)) == 2)

    made = await exchange.rows(fills)
    assert {row.order_id for row in made} == {resting, *orders}
    assert len(made) == 21
    pages = [row.number for row in await exchange.rows(inputs)]
    assert pages == list(range(1, len(pages) + 1))


async def test_a_broker_that_goes_away_and_comes_back_costs_no_fill(exchange: Exchange) -> None:
    async with exchange.engine():
        await exchange.leads()
        before = await exchange.place(limit="10", model=REALISTIC)
        exchange.wire.proxy.cut()
        await exchange.heard.until(lambda: len(exchange.said(before)) == 2)

    assert [row.order_id for row in await exchange.rows(fills)] == [before]
