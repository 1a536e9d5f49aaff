"""Whatever is killed, the same comes of it."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from trading_pit import Killed, TradingPit, trading_pit
from written_tape import quoted, standing, traded

from order.engine.engine import Engine
from order.tables import fills, order_events, orders
from vocabulary import AccountId, LegRole, OrderClass, OrderId, TimeInForce

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("unhurried")]
REALISTIC = "realistic/1"
LEGS = {
    LegRole.TAKE_PROFIT: {"limit": "10.4", "model": REALISTIC},
    LegRole.STOP_LOSS: {"limit": "", "type": "stop", "stop": "9.8", "model": REALISTIC},
}
MARKET = [
    [quoted("300@9.95", "200@10.05")],
    [traded("150@10.05"), quoted("200@9.9", "50@10")],
    [],
    [traded("500@9.9"), quoted("80@9.85", "90@9.95")],
    [quoted("700@10.4", "800@10.5"), traded("400@10.4")],
]
Between = Callable[[TradingPit], Awaitable[None]]


async def _story(pit: TradingPit, between: Between) -> list[list[Any]]:
    """Orders are placed while the market stands still, and then it goes on a little."""
    await pit.tell(*standing(), complete=True)
    made: list[OrderId] = []
    for number, said in enumerate(MARKET):
        made += [
            await _buy(pit, "9", "20"),
            await _buy(pit, "10.1", "120"),
            await _buy(pit, "9.9", "70", trader=_other(number)),
            await _buy(pit, "9.95", "40", side="sell", trader=_other(number + 9)),
        ]
        await between(pit)
        if number == 1:
            await _buy(pit, "10.1", "33", order_class=OrderClass.BRACKET, legs=LEGS)
        if number == 3:
            await pit.ask_cancel(made[8])
            await _buy(pit, "9.1", "30", replaces=made[4])
        await between(pit)
        for _ in range(2):
            await pit.tell(*said, later=0.015)
            await between(pit)
        await pit.tell(*standing(bid="200@9.9", ask="50@10"), complete=True)
    return await _what_came(pit)


async def _buy(pit: TradingPit, limit: str, quantity: str, **more: Any) -> OrderId:  # noqa: ANN401
    return await pit.place(limit=limit, quantity=quantity, model=REALISTIC, **more)


def _other(number: int) -> AccountId:
    return AccountId(UUID(int=1000 + number))


async def _what_came(pit: TradingPit) -> list[list[Any]]:
    made = [
        (row.order_id, row.number, row.quantity, row.price, row.fee, row.market_time, row.bid)
        for row in await pit.rows(fills)
    ]
    fates = [
        (row.order_id, row.status, row.reason, row.filled_quantity, row.traded_value, row.fee)
        for row in await pit.rows(orders)
    ]
    steps = [
        (row.order_id, row.number, row.market_time, row.happening, row.status, row.reason)
        for row in await pit.rows(order_events)
    ]
    history = pit.simulation.bus.history
    said = sorted({one.data.model_dump_json() for one in history if one.source == "order"})
    return [made, fates, steps, said]


async def _nothing(_pit: TradingPit) -> None:
    pass


async def test_an_engine_that_is_killed_all_the_time_does_the_same(postgres_url: str) -> None:
    async with trading_pit(postgres_url, trader=_other(0)) as pit:
        undisturbed = await _story(pit, _nothing)
    async with trading_pit(postgres_url, trader=_other(0)) as pit:
        disturbed = await _story(pit, TradingPit.restart)

    assert len(undisturbed[0]) > 10
    assert {row[1] for row in undisturbed[1]} >= {"filled", "canceled", "replaced", "new"}
    assert disturbed == undisturbed


@pytest.mark.parametrize("point", ["in", "after"])
@pytest.mark.parametrize("every", [2, 3, 5])
async def test_an_engine_that_dies_while_it_saves_does_the_same(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, point: str, every: int
) -> None:
    """``in`` a transaction all is lost; ``after`` it, only that anybody was told."""
    async with trading_pit(postgres_url, trader=_other(0)) as pit:
        undisturbed = await _story(pit, _nothing)
    deaths = _deadly(monkeypatch, "save" if point == "in" else "saved", every)
    async with trading_pit(postgres_url, trader=_other(0)) as pit:
        disturbed = await _story(pit, _nothing)

    assert len(deaths) > 3
    assert disturbed == undisturbed


async def test_orders_that_no_book_knows_come_to_one(postgres_url: str) -> None:
    """As those of before there were any."""
    async with trading_pit(postgres_url) as pit:
        await pit.tell(*standing(ask="4@10.10"), complete=True)
        resting = await pit.place(limit="10.10", model="touch/1")
        waiting = await pit.place(limit="9", model="touch/1", time_in_force=TimeInForce.GTC)
        await pit.forget_books()
        await pit.restart()
        await pit.tell(quoted("", "5@10"), later=1)
        await pit.restart()
        await pit.tell(quoted("", "100@9"), later=1)

        rows = [await pit.order(one) for one in (resting, waiting)]
        assert [row.status for row in rows] == ["filled", "filled"]
        made = [(row.number, row.quantity, row.price) for row in await pit.rows(fills)]
        ten, nine, first = (Decimal(one) for one in ("10", "9", "10.10"))
        assert made == [(1, 4, first), (2, 4, first), (3, 2, ten), (1, 10, nine)]


def _deadly(monkeypatch: pytest.MonkeyPatch, name: str, every: int) -> list[int]:
    """Let the engine die each time that it has done this so often."""
    calls: list[int] = []
    deaths: list[int] = []
    real = getattr(Engine, name)

    def died() -> bool:
        calls.append(len(calls))
        if len(calls) % every == 0:
            deaths.append(len(calls))
        return len(calls) % every == 0

    async def save(self: Engine, *arguments: Any) -> None:  # noqa: ANN401
        await real(self, *arguments)
        if died():
            raise Killed

    def saved(self: Engine) -> None:
        real(self)
        if died():
            raise Killed

    monkeypatch.setattr(Engine, name, save if name == "save" else saved)
    return deaths
