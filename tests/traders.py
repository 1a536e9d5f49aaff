"""Traders for tests: what the order service says of their fills, and what they ask and see."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx

from chassis.testing import Simulation, sign_in
from events import OrderFilled
from vocabulary import (
    NO_MONEY,
    AccountId,
    FillId,
    Money,
    OrderId,
    Price,
    Quantity,
    Side,
    Symbol,
)

NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)


def filled(
    account_id: AccountId,
    symbol: Symbol,
    side: Side,
    quantity: Quantity,
    price: Price,
    fee: Money = NO_MONEY,
) -> OrderFilled:
    """An order that the market filled at once."""
    return OrderFilled(
        fill_id=FillId(uuid4()),
        order_id=OrderId(uuid4()),
        account_id=account_id,
        symbol=symbol,
        side=side,
        quantity=quantity,
        price=price,
        filled_quantity=quantity,
        counterparty="market",
        fee=fee,
        market_time=NOON,
    )


@dataclass
class Trader:
    """Somebody with an account, at the front door of one service."""

    simulation: Simulation
    client: httpx.AsyncClient
    account_id: AccountId
    area: str

    async def trade(self, *trades: str) -> None:
        """Have orders filled, each written like ``buy 10 IBM 182.5`` or with ``fee 0.12``."""
        await self.simulation.publish(*(self.fill(trade) for trade in trades))

    def fill(self, trade: str) -> OrderFilled:
        """What the order service says of one of them."""
        side, quantity, symbol, price, *fee = trade.split()
        shares, dollars = Quantity(Decimal(quantity)), Price(Decimal(price))
        charged = Money(Decimal(fee[1])) if fee else NO_MONEY
        return filled(self.account_id, Symbol(symbol), Side(side), shares, dollars, charged)

    async def ask(self, path: str, **query: str | int) -> httpx.Response:
        """Ask the service something."""
        headers = sign_in(self.account_id)
        return await self.client.get(f"/api/{self.area}{path}", headers=headers, params=query)

    async def see(self, path: str, **query: str | int) -> Any:  # noqa: ANN401  # JSON
        """The answer to a question that has one."""
        answer = await self.ask(path, **query)
        assert answer.status_code == HTTPStatus.OK, answer.text
        return answer.json()

    async def problem(self, path: str, **query: str | int) -> tuple[int, str]:
        """The status and the code of a question that has no answer."""
        answer = await self.ask(path, **query)
        return answer.status_code, answer.json()["code"]
